import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { aTrace, LEADS } from './support/uploads';

/** A page asks again every 15 s; a slow machine may take a while longer. */
const POLLED = { timeout: 30_000 };
/** A revoked key must be refused within this time (DEV-4). */
const REVOKED_WITHIN_MS = 5_000;

let sent = 0;

function send(key: string, device_id: string, change: Record<string, unknown> = {}): Promise<Response> {
  sent += 1;
  const samples = aTrace(`${device_id} ${randomUUID()}`, 1000);
  const body = {
    patient_id: 'E2E-DEVICES',
    device_id,
    recording_date: new Date(Date.now() - sent * 60_000).toISOString(),
    sent_at: new Date(Date.now() + 3_000).toISOString(),
    recording: { sampling_rate_hz: 500, unit: 'uV', leads: Object.fromEntries(LEADS.map((name) => [name, samples])) },
    ...change,
  };
  return fetch(`${demonstration().url}/api/ecg/data`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const statusOf = async (answer: Promise<Response>) => (await answer).status;

/** Moves the focus with the Tab key until it is on the named thing. */
async function tabTo(page: Page, name: string): Promise<void> {
  await expect(async () => {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labelled = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return element?.getAttribute('aria-label') ?? labelled ?? element?.textContent ?? '';
    });
    if (
      focused
        .replace(/\s*\*$/, '')
        .trim()
        .startsWith(name)
    )
      return;
    await page.keyboard.press('Tab');
    throw new Error(`the focus is on "${focused}"`);
  }).toPass({ intervals: [0], timeout: 20_000 });
}

async function register(page: Page, device_id: string, model: string): Promise<void> {
  await page.goto('/devices');
  await page.getByRole('button', { name: 'Register device' }).click();
  const dialog = page.getByRole('dialog', { name: 'Register device' });
  await dialog.getByLabel('Kind').selectOption('ecg');
  await dialog.getByLabel('Shared by many patients').uncheck();
  await dialog.getByLabel('Device id').fill(device_id);
  await dialog.getByLabel('Model').fill(model);
  await dialog.getByLabel('Serial').fill('7120417');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Register' }).click();
  await page.waitForURL('**/devices/dev_*');
  await expect(page.getByRole('heading', { name: model })).toBeVisible();
}

/** The key on screen; its panel is then closed for good. */
async function takeKey(page: Page): Promise<string> {
  const key = await page.getByLabel('New API key').inputValue();
  const panel = page.getByRole('region', { name: 'New key, shown once' });
  await expect(panel.getByRole('button', { name: 'Close' })).toBeDisabled();
  await panel.getByLabel(/I have stored it/).check();
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
  expect(page.url()).not.toContain(key.slice(3, 11));
  expect(await page.content()).not.toContain(key);
  return key;
}

const prefixOf = (key: string) => key.split('_').slice(0, 2).join('_');

test.describe('a device manager', () => {
  test.use({ role: 'device_manager' });

  test('registers a device, issues, rotates and revokes its key', async ({ page }, { project }) => {
    test.setTimeout(120_000);
    const device_id = `E2E-CART-${project.name}`;
    await register(page, device_id, `Cart of ${project.name}`);
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Issue key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Issue key' }).click();
    await expect(page.getByLabel('New API key')).toBeVisible();
    await expectAccessible(page);
    const first = await takeKey(page);

    const health = page.getByRole('region', { name: 'Health' });
    await expect(health).toContainText('never');
    expect(await statusOf(send(first, device_id))).toBe(201);
    // nobody reloads: the page asks again by itself
    await expect(health).not.toContainText('never', POLLED);
    await expect(health).toContainText('+3 s');
    await expect(page.getByRole('row', { name: new RegExp(prefixOf(first)) })).not.toContainText('never', POLLED);

    await page.getByRole('button', { name: `Rotate ${prefixOf(first)}` }).click();
    await page.getByLabel(/works on for/).selectOption('24');
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const second = await takeKey(page);
    expect([await statusOf(send(first, device_id)), await statusOf(send(second, device_id))]).toEqual([201, 201]);
    await expect(page.getByRole('row', { name: new RegExp(`^${prefixOf(first)}`) })).toContainText('Overlap');

    await page.getByRole('button', { name: `Revoke ${prefixOf(first)}` }).click();
    await page.getByLabel('Prefix of the key').fill(prefixOf(first));
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await expect(page.getByRole('row', { name: new RegExp(`^${prefixOf(first)}`) })).toContainText('Revoked');
    await expect
      .poll(() => statusOf(send(first, device_id)), { timeout: REVOKED_WITHIN_MS, intervals: [100] })
      .toBe(401);
    expect(await statusOf(send(second, device_id))).toBe(201);
    expect(await statusOf(send(second, 'E2E-ANOTHER'))).toBe(403);
  });

  test('assigns a device by exact id, told by initials, and its recordings follow', async ({ page }, { project }) => {
    const device_id = `E2E-HOLTER-${project.name}`;
    const key = apiKey('ingest:ecg', 'ingest:therapy', 'read');
    const patient_id = `E2E-WEARER-${project.name}`;
    const patient = { family_name: 'Winterbottle', given_name: 'Rosamund', birth_date: '1961-05-04', sex: 'female' };
    expect(await statusOf(send(key, 'E2E-WARD', { patient_id, patient }))).toBe(201);
    await register(page, device_id, `Holter of ${project.name}`);
    expect(await statusOf(send(key, device_id, { patient_id: undefined }))).toBe(422);

    await page.getByRole('button', { name: 'Assign' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign device' });
    await dialog.getByLabel('Patient').fill(patient_id);
    await dialog.getByRole('button', { name: 'Find patient' }).click();
    await expect(dialog.getByRole('status')).toContainText('W. R., born 1961');
    await dialog.getByLabel('From').fill('2026-01-01T00:00');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Assign to W. R.' }).click();
    await expect(page.getByRole('table', { name: /Assignments/ })).toContainText('W. R.');
    await expectAccessible(page);
    expect(await page.content()).not.toMatch(/winterbottle|rosamund/i);
    expect(`${page.url()} ${await page.title()}`).not.toMatch(/winterbottle|E2E-WEARER/i);

    const stored = await send(key, device_id, { patient_id: undefined });
    expect([stored.status, (await stored.json()).patient_id]).toEqual([201, patient_id]);
    const held = await send(key, device_id, { patient_id: 'E2E-DEVICES' });
    expect([held.status, (await held.json()).reasons]).toEqual([202, ['identity_mismatch']]);
    await page.goto('/devices');
    await expect(page.getByRole('row', { name: new RegExp(`Holter of ${project.name}`) })).toContainText(
      '1 in quarantine',
    );
  });

  test('does all that by the keyboard alone', async ({ page }, { project }) => {
    test.setTimeout(120_000);
    await page.goto('/devices');
    await expect(page.getByRole('button', { name: 'Register device' })).toBeVisible();
    await tabTo(page, 'Register device');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Register device' })).toBeVisible();
    await tabTo(page, 'Device id');
    await page.keyboard.type(`E2E-KEYBOARD-${project.name}`);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/devices/dev_*');

    await tabTo(page, 'Issue key');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Issue key' })).toBeVisible();
    await tabTo(page, 'Name');
    await page.keyboard.press('Enter');
    const field = page.getByLabel('New API key');
    await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused();
    const key = await field.inputValue();
    await tabTo(page, 'I have stored it');
    await page.keyboard.press('Space');
    await tabTo(page, 'Close');
    await page.keyboard.press('Enter');
    await expect(field).toBeHidden();

    await tabTo(page, `Rotate ${prefixOf(key)}`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Rotate key' })).toBeVisible();
    await tabTo(page, 'Rotate');
    await page.keyboard.press('Enter');
    await expect(field).toBeVisible();

    await tabTo(page, `Revoke ${prefixOf(key)}`);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Prefix of the key')).toBeFocused();
    await page.keyboard.type(prefixOf(key));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('row', { name: new RegExp(`^${prefixOf(key)}`) })).toContainText('Revoked');
  });
});

test.describe('a technician', () => {
  test.use({ role: 'technician' });

  test('sees devices with their patients, and no actions', async ({ page }) => {
    await page.goto('/devices');
    await page.getByRole('table', { name: 'Devices' }).getByRole('link').first().click();
    await page.waitForURL('**/devices/dev_*');
    await expect(page.getByRole('heading', { name: /^Health/ })).toBeVisible();
    for (const name of ['Register device', 'Edit', 'Assign', 'Issue key'])
      await expect(page.getByRole('button', { name })).toHaveCount(0);
    await expectAccessible(page);
  });
});

test('a clinician is told that this page is not theirs', async ({ page }) => {
  await page.goto('/devices');
  await expect(page.getByRole('heading', { name: 'You cannot open this page' })).toBeVisible();
  await expectAccessible(page);
});
