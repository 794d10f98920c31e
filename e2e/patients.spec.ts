import { randomBytes } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { request } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { aTrace } from './support/uploads';

/** Letters nobody else's invented names begin with, new for every run of a test. */
const unique = () => [...randomBytes(6)].map((byte) => 'bcdfghklmnpqrstvwz'[byte % 18]).join('');

interface Person {
  patient_id: string;
  family_name: string;
  given_name: string;
  birth_date: string;
}

function invent(): Person {
  const family_name = `Xyl${unique()}`;
  const patient_id = `${900 + (randomBytes(1)[0] ?? 0)} ${randomBytes(4).readUInt32BE()}`;
  return { patient_id, family_name, given_name: 'Ömer', birth_date: '1931-02-07' };
}

async function sendEcg(api: APIRequestContext, person: Person, daysAgo: number, qtc_ms: number): Promise<void> {
  const { patient_id, ...patient } = person;
  const at = new Date(Date.now() - daysAgo * 86_400_000);
  const response = await api.post('/api/ecg/data', {
    data: {
      patient_id,
      patient: { ...patient, sex: 'female' },
      device_id: 'ECG-E2E',
      recording_date: at.toISOString(),
      recording: {
        sampling_rate_hz: 500,
        unit: 'uV',
        leads: { I: aTrace(`${patient_id} I ${daysAgo}`, 500), II: aTrace(`${patient_id} II ${daysAgo}`, 500) },
      },
      measurements: { heart_rate_bpm: 61, qt_ms: 400, qtc_ms, qtc_formula: 'fridericia' },
      statements: ['Sinus rhythm'],
    },
  });
  expect(response.status()).toBe(201);
}

/** A new invented patient with two ECGs, sent as devices send them. */
async function somebody(): Promise<Person> {
  const person = invent();
  const api = await request.newContext({
    baseURL: demonstration().url,
    extraHTTPHeaders: { authorization: `Bearer ${apiKey('ingest:ecg')}` },
  });
  await sendEcg(api, person, 40, 430);
  await sendEcg(api, person, 2, 481);
  await api.dispose();
  return person;
}

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search patients' });
const rowOf = (page: Page, person: Person) => page.getByRole('link', { name: new RegExp(person.family_name, 'i') });

/** Types a name, and waits for the rows that answer it: those of before may hold the person as well, at another place. */
async function find(page: Page, person: Person): Promise<void> {
  await field(page).fill(person.family_name);
  await expect(rowOf(page, person).locator('mark')).toBeVisible();
}

test('what is typed after / while the list is still on its way is what is searched', async ({ page }) => {
  const person = await somebody();
  await page.goto('/worklist');
  await expect(page.getByRole('button', { name: 'Search patients' })).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/patients(\?|$)/, async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press('/');
  await page.keyboard.type(person.family_name.slice(0, 4));
  expect(new URL(page.url()).pathname).toBe('/worklist');
  release();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(person.family_name.slice(4));
  await expect(field(page)).toHaveValue(person.family_name);
  await expect(rowOf(page, person).locator('mark')).toBeVisible();
});

test('a patient is found by name in both orders, by id and by birth date', async ({ page }) => {
  const person = await somebody();
  await page.goto('/patients');
  const typed = [
    person.family_name.slice(0, 6).toLowerCase(),
    `omer ${person.family_name.slice(0, 5)}`,
    `${person.family_name}, Öm`,
    person.patient_id,
    person.patient_id.replace(' ', ''),
  ];
  for (const text of typed) {
    await field(page).fill(text);
    await expect(rowOf(page, person)).toBeVisible();
    await expect(page.locator('mark:visible').first()).toBeVisible();
  }
  for (const date of ['07021931', '1931-02-07', '7 Feb 1931']) {
    await field(page).fill(date);
    await expect(rowOf(page, person)).toBeVisible();
  }
  await field(page).fill(`${person.family_name} xq`);
  await expect(page.getByText('No patient matches')).toBeVisible();
  expect(page.url()).not.toContain(person.family_name);
});

test('by keyboard alone: find, open, read the timeline, open the ECG', async ({ page }) => {
  const person = await somebody();
  await page.goto('/patients');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(person.family_name.toLowerCase());
  await expect(rowOf(page, person)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(rowOf(page, person)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/patients/pat_*');
  await expect(page.getByRole('region', { name: 'Patient identity' })).toContainText(person.patient_id);

  const cursor = page.getByRole('slider', { name: 'Timeline cursor' });
  await cursor.focus();
  await expect(cursor).toHaveAttribute('aria-valuetext', /QTc 481 ms, Fridericia, HR 61 bpm, unconfirmed/);
  await page.keyboard.press('ArrowRight');
  await expect(cursor).toHaveAttribute('aria-valuetext', /no ECG/);
  await page.keyboard.press('Home');
  for (let step = 0; step < 80; step += 1) {
    if ((await cursor.getAttribute('aria-valuetext'))?.includes('QTc 430 ms')) break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(cursor).toHaveAttribute('aria-valuetext', /QTc 430 ms/);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ecg/rec_*');
  await expect(page.getByRole('navigation', { name: 'Pages of this patient' })).toContainText('Overview');
});

test('facets narrow the list, stand in the address and survive a reload', async ({ page }) => {
  const person = await somebody();
  await page.goto('/patients');
  await field(page).fill(person.family_name);
  await expect(rowOf(page, person)).toBeVisible();
  const filters = page.getByRole('button', { name: 'Filters', exact: true });
  if (await filters.isVisible()) await filters.click();
  const prolonged = page.getByRole('checkbox', { name: /QTc ≥ 450/ });
  await expect(page.getByRole('listitem').filter({ has: prolonged })).toContainText('1');
  await prolonged.check();
  await expect(rowOf(page, person)).toBeVisible();
  await page.getByRole('checkbox', { name: /^No ECG/ }).check();
  await page.getByRole('checkbox', { name: /^Male/ }).check();
  await expect(page.getByText('No patient matches')).toBeVisible();
  expect(new URL(page.url()).search).toBe('?ecg=qtc_prolonged,none&sex=male');
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Remove filter Male' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter Male' }).click();
  await field(page).fill(person.family_name);
  await expect(rowOf(page, person)).toBeVisible();
});

test('the timeline as a table says the same as the lanes', async ({ page }) => {
  const person = await somebody();
  await page.goto('/patients');
  await find(page, person);
  await rowOf(page, person).click();
  await page.waitForURL('**/patients/pat_*');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'As table' }).click();
  const table = page.getByRole('table', { name: 'Timeline, newest first' });
  await expect(table).toContainText('481 ms');
  await expect(table).toContainText('430 ms');
  await page.getByText('30 d', { exact: true }).click();
  await expect(table).not.toContainText('430 ms');
  await expectAccessible(page);
});

test('a flag is edited with its source; unknown never reads as no', async ({ page }) => {
  const person = await somebody();
  await page.goto('/patients');
  await find(page, person);
  await rowOf(page, person).click();
  await page.waitForURL('**/patients/pat_*');
  const banner = page.getByRole('region', { name: 'Patient identity' });
  await expect(banner).toContainText('Pacemaker: unknown');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Pacemaker', { exact: true }).selectOption('yes');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Name where this is taken from.')).toBeVisible();
  await page.getByLabel('Source of Pacemaker').fill('Device clinic letter');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(banner).toContainText('Pacemaker: yes');
  await expect(page.getByRole('region', { name: 'Patient facts' })).toContainText('Device clinic letter');
});

test.describe('a role without charts', () => {
  test.use({ role: 'auditor' });

  test('sees no patient', async ({ page }) => {
    await page.goto('/patients');
    await expect(page.getByText('You cannot open this page')).toBeVisible();
  });
});
