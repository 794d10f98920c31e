import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { aTrace } from './support/uploads';

const HOUR = 3_600_000;
const START = Date.parse('2026-10-20T21:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');
const headers = () => ({ authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}` });

async function send(modality: string, body: object): Promise<string> {
  const sent = await fetch(`${demonstration().url}/api/${modality}/data`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(sent.status, await sent.clone().text()).toBe(201);
  return (await sent.json()).id;
}

/** One lead at 125 Hz for so many minutes: an R wave a second that belongs to this text alone. */
function aLead(mark: string, minutes: number): number[] {
  const own = aTrace(mark, 125);
  return Array.from({ length: minutes * 60 * 125 }, (_, i) => {
    const from = Math.abs((i % 125) - 60);
    return (from < 5 ? 1200 - 240 * from : 0) + ((own[i % 125] ?? 0) >> 6);
  });
}

/** A night with an apnoea, an ECG of ten minutes around it and one in the morning. */
async function sendAll() {
  const patient_id = `E2E-LINK-${randomUUID().slice(0, 8)}`;
  const apnoea = { type: 'central_apnea', start: iso(START + HOUR), duration_s: 14 };
  const leak = { name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: Array(10_800).fill(3) };
  const session = { start: iso(START), end: iso(START + 6 * HOUR), events: [apnoea], signals: [leak] };
  const therapy = { mode: 'CPAP', leak_type: 'unintentional', sessions: [session], summary: { ahi: 0.2 } };
  await send('cpap', { patient_id, device_id: `PAP-${patient_id}`, therapy });
  const ecg = (from: number, minutes: number, mark: string) =>
    send('ecg', {
      patient_id,
      device_id: `HOLTER-${patient_id}`,
      recording_date: iso(from),
      recording: { sampling_rate_hz: 125, unit: 'uV', leads: { II: aLead(`${patient_id} ${mark}`, minutes) } },
      statements: ['Sinus rhythm'],
      measurements: { heart_rate_bpm: 60, qt_ms: 400, qtc_ms: 400, qtc_formula: 'fridericia' },
    });
  return {
    during: await ecg(START + HOUR - 5 * 60_000, 10, 'during'),
    morning: await ecg(START + 8 * HOUR, 1, 'morning'),
  };
}

let ids: Awaited<ReturnType<typeof sendAll>>;
test.beforeAll(async () => {
  ids = await sendAll();
});

async function openNight(page: Page) {
  await page.goto(`/ecg/${ids.morning}`);
  await page.getByRole('link', { name: '≤ 12 h after therapy, night of 20 Oct 2026' }).click();
  await page.waitForURL('**/therapy/ngt_*');
  await expect(page.getByTestId('night-lanes')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('button', { name: /central apnoea/i })).toBeVisible();
}

const ecgs = (page: Page) => page.getByRole('region', { name: 'ECGs of this night' });
const spanOf = (page: Page) =>
  page
    .getByRole('region', { name: 'Lanes of the night' })
    .evaluate(({ dataset }) => Number(dataset.to) - Number(dataset.from));

/** Says that the clocks of ECG and therapy agree. */
async function align(page: Page) {
  // nobody has aligned the clocks of this run of the journey, or another run has: both begin with a word on them
  await ecgs(page)
    .getByRole('button', { name: /^Align the clock of/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('No estimate: no pulse was recorded in this night.')).toBeVisible();
  await dialog.getByLabel('Offset, s').fill('0');
  await dialog.getByLabel('Uncertainty, ± s').fill('3');
  await expect(dialog.getByText('The clocks agree within 5 s', { exact: false })).toBeVisible();
  await dialog.getByLabel('Reason').fill('both clocks seen side by side');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Align', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(ecgs(page).getByText('Clock +0 s ±3 s, set by hand').first()).toBeVisible();
}

test('an ECG leads to its night, and stands there on one axis once the clocks are aligned', async ({ page }) => {
  await openNight(page);
  await expect(ecgs(page).getByRole('listitem')).toHaveCount(2);
  await expect(ecgs(page).getByRole('link').first()).toHaveAttribute('href', `/ecg/${ids.during}`);
  await expectAccessible(page);

  await align(page);

  await page.getByRole('button', { name: /central apnoea/i }).click();
  await expect.poll(() => spanOf(page)).toBe(120_000);
  await expect(page.getByRole('img', { name: /^One lead of the ECG/ })).toBeVisible();
  await expect(page.getByTestId('night-lanes').getByText('60 bpm')).toHaveCount(1);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('columnheader', { name: 'ECG heart rate, bpm' })).toBeVisible();
  await expectAccessible(page);
  // no page scrolls sideways
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});

test('the moment of the cursor is the same in every lane, in the ECG and back in the night', async ({ page }) => {
  await openNight(page);
  await align(page);
  await page.getByRole('button', { name: /central apnoea/i }).click();
  const cursor = page.getByRole('slider', { name: 'Time cursor' });
  const lane = (id: string) => page.locator(`[data-lane="${id}"] b`).last();
  const apnoea = await cursor.getAttribute('aria-valuetext');
  const [time = ''] = (apnoea ?? '').split(',');
  expect(time).toMatch(/^\d\d:\d\d:\d\d$/);
  await expect(lane('ecg_rate')).toHaveText('60 bpm');
  await expect(lane('leak')).toContainText('3');

  const toEcg = page.getByRole('link', { name: `Open the 1-lead ECG at ${time}` });
  // the ECG began five minutes before the apnoea, by a clock that agrees
  await expect(toEcg).toHaveAttribute('href', `/ecg/${ids.during}?at=300000`);
  await toEcg.click();
  await page.waitForURL(`**/ecg/${ids.during}?at=300000`);
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('opened-moment')).toBeVisible();
  await expect(page.getByText(/^Opened at \d\d:\d\d:\d\d, ECG’s clock$/)).toBeVisible();
  expect(await page.title()).not.toMatch(/E2E|2026/);
  await expectAccessible(page);
  // as the document comes from the server too, and garbage opens the beginning
  await page.reload();
  await expect(page.getByTestId('opened-moment')).toBeVisible();
  const opened = await page.getByTestId('window-time').textContent();

  await page.getByRole('link', { name: 'This moment in the night' }).click();
  await page.waitForURL(`**/therapy/ngt_*?ecg=${ids.during}&at=300000`);
  await expect(cursor).toHaveAttribute('aria-valuetext', apnoea ?? '');
  await expect.poll(() => spanOf(page)).toBe(120_000);
  await page.goto(`/ecg/${ids.during}?at=tomorrow`);
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByTestId('opened-moment')).toHaveCount(0);
  expect(await page.getByTestId('window-time').textContent()).not.toBe(opened);
});

test('ECG and therapy of a patient stand side by side, with nothing computed of too little', async ({ page }) => {
  await openNight(page);
  await page.getByRole('link', { name: 'ECG × therapy' }).click();
  await page.waitForURL('**/patients/pat_*/associations');
  expect(await page.title()).not.toMatch(/E2E|2026/);
  await expect(page.getByTestId('association')).toHaveText(
    '1 night with both values: 10 are needed, so nothing is drawn or computed.',
  );
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: 'Nights with both values' })).toContainText('400');
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
