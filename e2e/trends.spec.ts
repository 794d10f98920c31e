import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';

const DAY_MS = 86_400_000;
/** Nights of 1 to 12 May: long over, so that the hour of the day at which this runs changes nothing. */
const FIRST_MS = Date.parse('2026-05-01T22:00:00Z');
const NIGHTS = 12;
/** The night from which on the device was set otherwise. */
const CHANGED = 7;
/** Eight hours a night but for one that was short. */
const SHORT = 10;

const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');

/** Sends the nights as summaries; gives the reference of their patient. */
async function sendNights(): Promise<string> {
  const { url } = demonstration();
  const headers = { authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}` };
  const patient_id = `E2E-TRENDS-${randomUUID().slice(0, 8)}`;
  for (let day = 1; day <= NIGHTS; day++) {
    const hours = day === SHORT ? 3 : 8;
    const start = FIRST_MS + (day - 1) * DAY_MS;
    const set = day < CHANGED ? { mode: 'CPAP', pressure: 8 } : { mode: 'APAP', pressure: 11 };
    const sent = await fetch(`${url}/api/cpap/data`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        patient_id,
        device_id: `PAP-${patient_id}`,
        therapy: {
          mode: set.mode,
          leak_type: 'unintentional',
          sessions: [{ start: iso(start), end: iso(start + hours * 3_600_000) }],
          summary: { usage_minutes: hours * 60, ahi: day < CHANGED ? 9 : 2, pressure_p95_cmh2o: set.pressure },
        },
      }),
    });
    expect(sent.status, await sent.clone().text()).toBe(201);
  }
  const found = await fetch(`${url}/api/patients?patient_id=${patient_id}`, { headers });
  return (await found.json()).data[0].patient_ref;
}

let patient: string;
test.beforeAll(async () => {
  patient = await sendNights();
});

const figure = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Figures' }).locator('div').filter({ hasText: name }).first();
/** Presses a button by key as soon as it can be used. */
async function press(button: Locator): Promise<void> {
  await expect(button).toBeEnabled();
  await button.press('Enter');
}

const cursor = (page: Page) => page.getByRole('slider', { name: 'Timeline cursor' });

test('weeks of therapy are read by keyboard, as lanes and as a table', async ({ page }) => {
  await page.goto(`/patients/${patient}/trends`);
  await page.getByRole('radio', { name: '7 d', exact: true }).focus();
  await page.keyboard.press('Space');
  // the last seven nights: six of eight hours, one of three
  await expect(figure(page, 'Nights ≥ 4 h')).toContainText('6 of 7');
  await expect(figure(page, 'Usage, nights with data')).toContainText('7.3 h mean');
  await page.getByRole('radio', { name: '7 d', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(figure(page, 'Nights ≥ 4 h')).toContainText('11 of 30');

  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /usage 8\.0 h; AHI 2\.0 \/h; .*P95 11\.0 cmH2O/);
  await cursor(page).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /usage 8\.0 h; AHI 9\.0 \/h; .*P95 8\.0 cmH2O/);
  await expectAccessible(page);
  // no page scrolls sideways
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  const change = page.getByRole('table', { name: 'Settings changes' }).getByRole('row').nth(1);
  await expect(change).toContainText('CPAP to Auto CPAP');
  await expect(change).toContainText('9.0 → 2.0');
  await press(page.getByRole('button', { name: 'As table' }));
  const rows = page.getByRole('table', { name: 'Timeline, newest first' }).getByRole('row');
  await expect(rows.filter({ hasText: '3.0 h' })).toHaveCount(1);
  await expectAccessible(page);
});

test('a night is taken out of the figures with a reason, and back', async ({ page }, { project }) => {
  await page.goto(`/patients/${patient}/trends`);
  // both screens have nights of their own
  const day = project.name === 'phone' ? 3 : 4;
  const inCalendar = page
    .getByRole('table', { name: 'Hours of use by night' })
    .getByRole('link')
    .nth(day - 1);
  await expect(inCalendar).toHaveAccessibleName(new RegExp(`^${day} May 2026.*8\\.0 h, 4 h or more$`));
  await inCalendar.press('Enter');
  await page.waitForURL('**/therapy/ngt_*');
  const night = page.url();
  await press(page.getByRole('button', { name: 'Exclude night' }));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Exclude', exact: true })).toBeDisabled();
  await press(dialog.getByRole('button', { name: 'Used by somebody else' }));
  await expectAccessible(page);
  await press(dialog.getByRole('button', { name: 'Exclude', exact: true }));
  await expect(page.getByText(/^This night is excluded from every figure: Used by somebody else/)).toBeVisible();

  await page.goto(`/patients/${patient}/trends`);
  await expect(inCalendar).toHaveAccessibleName(/8\.0 h, Excluded$/);
  await expect(figure(page, 'Nights ≥ 4 h')).toContainText('with exclusions, counted whole');

  await page.goto(night);
  await press(page.getByRole('button', { name: 'Take back night' }));
  await dialog.getByLabel('Reason').fill('it was this patient after all');
  await press(dialog.getByRole('button', { name: 'Take back', exact: true }));
  await expect(page.getByRole('button', { name: 'Exclude night' })).toBeVisible();
});
