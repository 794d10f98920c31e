import type { Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { aTrace, LEADS } from './support/uploads';

test.use({ role: 'technician' });

const ADA = { family_name: 'Quarry', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' };
const BERTHA = { family_name: 'Otherwise', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };

/** An ECG of one trace; the same trace under two patients is held. */
function anEcg(patient_id: string, trace: string, change: Record<string, unknown> = {}) {
  const samples = aTrace(trace);
  const leads = Object.fromEntries(LEADS.map((name) => [name, samples]));
  return {
    patient_id,
    patient: ADA,
    device_id: `E2E-${patient_id}`,
    recording_date: new Date(Date.now() - 3_600_000).toISOString(),
    recording: { sampling_rate_hz: 500, unit: 'uV', leads },
    ...change,
  };
}

async function send(body: unknown): Promise<{ id: string; status: string }> {
  const answer = await fetch(`${demonstration().url}/api/ecg/data`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** One ECG filed under the id and another, under another name, that is held. */
async function aMismatch(patient_id: string, change: Record<string, unknown> = {}) {
  expect((await send(anEcg(patient_id, patient_id))).status).toBe('stored');
  const held = await send(anEcg(patient_id, `${patient_id} again`, { patient: BERTHA, ...change }));
  expect(held.status).toBe('quarantined');
  return held.id;
}

async function expectDiscreet(page: Page, patient_id: string): Promise<void> {
  expect(`${page.url()} ${await page.title()}`).not.toMatch(new RegExp(`quarry|otherwise|${patient_id}`, 'i'));
}

test('a technician sees a mismatching ECG, reads it as sent, assigns it, and finds it in the chart', async ({
  page,
}, info) => {
  const patient_id = `QA-${info.project.name}`;
  const id = await aMismatch(patient_id, { priority: 'stat' });
  await page.goto('/quarantine');
  const row = page.locator(`a[href="/quarantine/${id}"]`);
  await expect(row).toContainText('Identity does not match');
  await expect(row).toContainText('STAT');
  await expectAccessible(page);

  // by keyboard: j to the row, Enter opens it
  for (let at = 0; at < 20; at += 1) {
    await page.keyboard.press('j');
    if (await row.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/quarantine/${id}`);
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  const identity = page.getByRole('table', { name: 'Identity as sent and as known' });
  await expect(identity.getByRole('row', { name: /Family name/ })).toContainText('Otherwise');
  await expect(identity.getByRole('row', { name: /Family name/ })).toContainText('differs');
  await expectAccessible(page);
  await expectDiscreet(page, patient_id);

  await page.getByRole('button', { name: 'Assign' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Assign to a patient' });
  await expect(dialog.getByLabel('Patient')).toHaveValue(patient_id);
  await dialog.getByLabel('Patient').press('Enter');
  await expect(dialog.getByRole('status')).toContainText('QUARRY, Ada');
  await dialog.getByLabel('Reason').fill('the ward confirmed the wristband');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Assign' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Assigned' })).toBeVisible();
  await page.getByRole('link', { name: 'Open the chart' }).click();
  await page.waitForURL('**/patients/pat_*');
  await expect(page.locator(`a[href="/ecg/${id}"]`).first()).toBeVisible();
  await page.goto('/quarantine');
  await expect(page.getByRole('heading', { name: 'Quarantine' })).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('a technician rejects a test transmission; who else opens it learns that it was decided', async ({
  page,
}, info) => {
  const id = await aMismatch(`QR-${info.project.name}`);
  await page.goto(`/quarantine/${id}`);
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject the recording' });
  await dialog.getByLabel('Reason').fill('test transmission');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('heading', { name: 'Rejected' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No longer held' })).toBeVisible();
});

test('the same trace under two patients leads from one to the other', async ({ page }, info) => {
  const trace = `twice-${info.project.name}-${info.repeatEachIndex}`;
  const first = await send(anEcg(`QS-${info.project.name}-${info.repeatEachIndex}`, trace));
  const second = await send(anEcg(`QT-${info.project.name}-${info.repeatEachIndex}`, trace, { patient: BERTHA }));
  await page.goto(`/quarantine/${second.id}`);
  await page.getByRole('link', { name: 'QUARRY, Ada', exact: true }).click();
  await page.waitForURL(`**/quarantine/${first.id}`);
  await expect(page.getByRole('link', { name: 'OTHERWISE, Bertha', exact: true })).toBeVisible();
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('the page keeps its contrast', async ({ page }, info) => {
    const id = await aMismatch(`QD-${info.project.name}`, { statements: ['Acute STEMI'] });
    await page.goto(`/quarantine/${id}`);
    await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
    await expectAccessible(page);
  });
});

test.describe('without the permission', () => {
  test.use({ role: 'clinician' });

  test('there is nothing to see', async ({ page }) => {
    await page.goto('/quarantine');
    await expect(page.getByRole('heading', { name: 'You cannot open this page' })).toBeVisible();
  });
});
