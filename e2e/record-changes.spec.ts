import type { Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';

test.use({ role: 'admin' });

const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const SOURCE = { family_name: 'Movesource', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' };
const TARGET = { family_name: 'Movetarget', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };

async function send(patient_id: string, own: number, patient: object): Promise<string> {
  const samples = Array.from({ length: 5000 }, (_, index) => (index * 19 + own) % 900);
  const answer = await fetch(`${demonstration().url}/api/ecg/data`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      patient_id,
      patient,
      device_id: `E2E-${patient_id}`,
      recording_date: new Date(Date.now() - 3_600_000).toISOString(),
      recording: { sampling_rate_hz: 500, unit: 'uV', leads: Object.fromEntries(LEADS.map((name) => [name, samples])) },
    }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()).id;
}

async function choose(page: Page, item: string) {
  await page.getByRole('button', { name: 'Change this record' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog');
}

test('an administrator moves an ECG, holds it, deletes it and restores it', async ({ page }, info) => {
  const [from, to] = [`MF-${info.project.name}`, `MT-${info.project.name}`];
  const own = info.project.name === 'phone' ? 400 : 200;
  const id = await send(from, own, SOURCE);
  await send(to, own + 1, TARGET);
  await page.goto(`/ecg/${id}`);
  await page.getByRole('link', { name: 'MOVESOURCE, Ada' }).click();
  await page.waitForURL('**/patients/pat_*');
  const chart = page.url();
  await page.goto(`/ecg/${id}`);

  const move = await choose(page, 'Move to another patient…');
  await move.getByLabel('Patient').fill(to);
  await move.getByLabel('Patient').press('Enter');
  await expect(move.getByRole('status')).toContainText('MOVETARGET, Bertha');
  await move.getByLabel('Reason').fill('wrong wristband');
  await expectAccessible(page);
  await move.getByRole('button', { name: 'Move' }).click();
  await expect(page.getByRole('link', { name: 'MOVETARGET, Bertha' })).toBeVisible();
  await expect(page.getByText(/Moved to this patient/)).toBeVisible();
  await page.goto(chart);
  await expect(page.getByText('1 record was moved to another patient.')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/ecg/${id}`);

  const hold = await choose(page, 'Legal hold…');
  await hold.getByLabel('Reason').fill('court case');
  await hold.getByRole('button', { name: 'Put on hold' }).click();
  await expect(page.getByText('Legal hold', { exact: true })).toBeVisible();
  const refused = await choose(page, 'Delete…');
  await expect(refused).toContainText('Lift the hold first');
  await refused.getByRole('button', { name: 'Cancel' }).click();
  const lift = await choose(page, 'Legal hold…');
  await lift.getByLabel('Reason').fill('case closed');
  await lift.getByRole('button', { name: 'Lift the hold' }).click();
  await expect(page.getByText('Legal hold', { exact: true })).toHaveCount(0);

  const remove = await choose(page, 'Delete…');
  await remove.getByLabel('Reason').fill('sent twice');
  await remove.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'This recording was deleted' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('it was the only one');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
});

test.describe('a clinician', () => {
  test.use({ role: 'clinician' });

  test('has no menu to change a record', async ({ page }, info) => {
    const id = await send(`MC-${info.project.name}`, info.project.name === 'phone' ? 450 : 250, SOURCE);
    await page.goto(`/ecg/${id}`);
    await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByRole('button', { name: 'Change this record' })).toHaveCount(0);
  });
});
