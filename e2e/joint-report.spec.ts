import { randomUUID } from 'node:crypto';
import { apiKey, demonstration, sessionFile } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { aTrace } from './support/uploads';

const START = Date.parse('2026-10-20T21:00:00Z');
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');
const NAME = 'CANARYBIRD';

async function send(modality: string, body: object): Promise<string> {
  const sent = await fetch(`${demonstration().url}/api/${modality}/data`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(sent.status, await sent.clone().text()).toBe(201);
  return (await sent.json()).id;
}

let patientRef: string;
test.beforeAll(async () => {
  const patient_id = `E2E-REPORT-${randomUUID().slice(0, 8)}`;
  const patient = { family_name: NAME, given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' };
  const signals = [{ name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: Array(10_800).fill(3) }];
  const sessions = [{ start: iso(START), end: iso(START + 6 * HOUR), events: [], signals }];
  const therapy = { mode: 'CPAP', leak_type: 'unintentional', sessions, summary: { ahi: 0.2 } };
  await send('cpap', { patient_id, patient, device_id: `PAP-${patient_id}`, therapy });
  const id = await send('ecg', {
    ...{ patient_id, patient, device_id: `ECG-${patient_id}`, recording_date: iso(START + 8 * HOUR) },
    recording: { sampling_rate_hz: 500, unit: 'uV', leads: { II: aTrace(patient_id, 5000) } },
    statements: ['Sinus rhythm'],
    measurements: { heart_rate_bpm: 60, qt_ms: 400, qtc_ms: 400, qtc_formula: 'fridericia' },
  });
  const record = await fetch(`${demonstration().url}/api/ecg/data/${id}`, {
    headers: { authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}` },
  });
  patientRef = (await record.json()).patient_ref;
});

test('a report is made, shared by link, opened with its code, and ended', async ({ page, browser }) => {
  // an administrator allows it first; another run of this journey may have done so
  const office = await browser.newContext({ baseURL: demonstration().url, storageState: sessionFile('admin') });
  const setting = '/api/organization/report-sharing';
  const { revision } = await (await office.request.get(setting)).json();
  const headers = { origin: demonstration().url };
  const allowed = await office.request.put(setting, { headers, data: { allowed: true, revision } });
  expect(allowed.status(), await allowed.text()).toBe(200);
  await office.close();

  await page.goto(`/patients/${patientRef}/associations`);
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await page.waitForURL('**/patients/pat_*/reports');
  await expect(page.getByText('No report yet')).toBeVisible();
  await expectAccessible(page);

  // nothing in the range is said to be so
  await page.getByLabel('First date').fill('2026-06-01');
  await page.getByLabel('Last date').fill('2026-06-10');
  await page.getByRole('button', { name: 'Make report' }).click();
  await expect(page.getByText('neither a night nor an ECG in this range', { exact: false })).toBeVisible();

  await page.getByLabel('First date').fill('2026-10-01');
  await page.getByLabel('Last date').fill('2026-10-31');
  await page.getByRole('button', { name: 'Make report' }).click();
  await expect(page.getByRole('img', { name: 'Joint report, page 1 of 1' })).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('table', { name: 'Reports, newest first' })).toContainText(
    '1 night, 1 ECG, 1 unconfirmed',
  );
  await expectAccessible(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save PDF' }).click();
  expect((await saved).suggestedFilename()).toBe('joint-report.pdf');
  expect(`${page.url()} ${await page.title()}`).not.toContain(NAME);

  await page.getByRole('button', { name: /^Share the report of/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Recipient').fill('Practice Dr Other');
  await dialog.getByLabel('Purpose').fill('Follow-up of therapy');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  const code = await page.getByLabel('Code', { exact: true }).inputValue();
  expect(new URL(link).hash.length).toBeGreaterThan(40);
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: /I have noted both/ }).check();
  await page.getByRole('region', { name: 'New link, shown once' }).getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText(code)).toHaveCount(0);

  const outside = await browser.newContext({ baseURL: demonstration().url });
  const visitor = await outside.newPage();
  const sent: string[] = [];
  visitor.on('request', (request) => sent.push(request.url()));
  // as a preview asks for it: the page alone, which opens nothing
  const answer = await visitor.goto(link);
  expect(answer?.headers()).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': expect.stringContaining('no-store'),
    'content-security-policy': expect.stringContaining("default-src 'self'"),
  });
  await expect(visitor.getByRole('heading', { name: 'A report was shared with you' })).toBeVisible();
  await expect(visitor).toHaveURL(/\/shared$/);
  expect(await visitor.content()).not.toContain(NAME);
  await expectAccessible(visitor);

  await visitor.getByLabel('Code').fill('2222-2222');
  await visitor.getByRole('button', { name: 'Open the report' }).click();
  await expect(visitor.getByText('opens nothing', { exact: false })).toBeVisible();
  await visitor.getByLabel('Code').fill(code.toLowerCase());
  await visitor.getByRole('button', { name: 'Open the report' }).click();
  await expect(visitor.getByRole('img', { name: 'Shared report, page 1 of 1' })).toHaveAttribute('data-state', 'ready');
  expect(await visitor.title()).toBe('Shared report · Nightbeat');
  await expectAccessible(visitor);
  await visitor.setViewportSize({ width: 390, height: 844 });
  const overflow = () => visitor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  const token = new URL(link).hash.slice(1);
  expect(sent.filter((url) => url.includes(token))).toEqual([]);

  await page.reload();
  const row = page.getByRole('row', { name: /^Practice Dr Other/ }).first();
  await expect(row).toContainText('1 of 10, 1 wrong code');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await row.getByRole('button', { name: 'Revoke the link for Practice Dr Other' }).click();
  await expect(row).toContainText('Revoked');

  const again = await outside.newPage();
  await again.goto(link);
  await again.getByLabel('Code').fill(code);
  await again.getByRole('button', { name: 'Open the report' }).click();
  await expect(again.getByText('opens nothing', { exact: false })).toBeVisible();
  await outside.close();
});
