import type { Page } from '@playwright/test';
import { demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';

/** What must never stand in an address or a title: names, hospital ids, birth dates of the demonstration. */
const PATIENT_DATA = /pebble|caspian|P\d{5}|19\d\d-\d\d-\d\d/i;

async function expectDiscreet(page: Page): Promise<void> {
  expect(page.url()).not.toMatch(PATIENT_DATA);
  expect(await page.title()).not.toMatch(PATIENT_DATA);
}

/** Share of dark (trace-coloured) pixels of a canvas. */
async function inkOf(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const data =
      canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) {
      const sum = (data[at] ?? 255) + (data[at + 1] ?? 255) + (data[at + 2] ?? 255);
      if (sum < 200 && (data[at + 3] ?? 0) > 200) dark += 1;
    }
    return dark / (data.length / 4);
  });
}

test.describe('the main job', () => {
  test.use({ role: null });

  test('a clinician signs in, finds the patient by three letters, reads the ECG and its PDF', async ({ page }) => {
    // five pages, each looked over for accessibility
    test.slow();
    const clinician = demonstration().users.find(({ role }) => role === 'clinician');
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await expectAccessible(page);
    await page.getByLabel('Email').fill(clinician?.email ?? '');
    await page.getByLabel('Password').fill(clinician?.password ?? '');
    await page.keyboard.press('Enter');

    await page.waitForURL('**/worklist');
    await expectDiscreet(page);
    await page.getByRole('button', { name: 'Search patients' }).click();
    await page.waitForURL('**/patients');
    await expectDiscreet(page);
    await page.getByRole('searchbox', { name: 'Search patients' }).pressSequentially('peb');
    const row = page.getByRole('link', { name: /pebbleworth/i }).first();
    await expect(row).toBeVisible();
    await expectAccessible(page);
    await expectDiscreet(page);
    await row.click();

    await page.waitForURL('**/patients/pat_*');
    await expect(page.getByText('PEBBLEWORTH')).toBeVisible();
    await expectAccessible(page);
    await expectDiscreet(page);
    await page.locator('a[href^="/ecg/rec_"]').first().click();

    await page.waitForURL('**/ecg/rec_*');
    const paper = 'canvas[data-px-per-mm]';
    await expect(page.locator(paper)).toHaveAttribute('data-state', 'ready');
    expect(await inkOf(page, paper)).toBeGreaterThan(0.005);
    await expect(page.getByText('PEBBLEWORTH')).toBeVisible();
    await expectAccessible(page);
    await expectDiscreet(page);

    await page.getByRole('button', { name: 'PDF', exact: true }).click();
    const sheet = page.locator('canvas:not([data-px-per-mm])').first();
    // the first PDF of a browser brings its renderer along
    await expect(sheet).toBeVisible({ timeout: 20_000 });
    await expect.poll(() => inkOf(page, 'canvas:not([data-px-per-mm])')).toBeGreaterThan(0.001);
    await expectAccessible(page);
    await expectDiscreet(page);
  });

  test('a wrong password says so, keeps the email, and shows nothing', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill('clinician@demo.example');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /./ })).toContainText(/wrong|not right|do not match|again/i);
    await expect(page.getByLabel('Email')).toHaveValue('clinician@demo.example');
    await page.goto('/patients');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test('rows stay readable while the next search is under way', async ({ page }) => {
  await page.goto('/patients');
  const field = page.getByRole('searchbox', { name: 'Search patients' });
  await field.fill('peb');
  await expect(page.getByRole('link', { name: /pebbleworth/i }).first()).toBeVisible();
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/patients/search', async (route) => {
    await held;
    await route.continue();
  });
  await field.press('b');
  await expect(page.getByText('Searching…')).toBeVisible();
  await expectAccessible(page);
  answer();
  await expect(page.getByText('Searching…')).toBeHidden();
});

test('the viewer answers the keyboard', async ({ page }) => {
  await page.goto('/patients');
  await page.keyboard.type('peb');
  await expect(page.getByRole('link', { name: /pebbleworth/i }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/patients/pat_*');
  await page.locator('a[href^="/ecg/rec_"]').first().press('Enter');
  const paper = page.locator('canvas[data-px-per-mm]');
  await expect(paper).toHaveAttribute('data-speed', '25');
  await page.keyboard.press('s');
  await expect(paper).toHaveAttribute('data-speed', '50');
  await page.keyboard.press('+');
  await expect(paper).toHaveAttribute('data-gain', '20');
  await page.keyboard.press('o');
  await expect(page.locator('canvas:not([data-px-per-mm])').first()).toBeVisible();
});

test('signing out ends the session at once, also for a copy of its cookie', async ({ browser }) => {
  const { url, users } = demonstration();
  const person = users.find(({ role }) => role === 'technician');
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(person?.email ?? '');
  await page.getByLabel('Password').fill(person?.password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/worklist');
  const copy = await browser.newContext({ baseURL: url, storageState: await context.storageState() });
  expect((await copy.request.get('/api/ecg/data')).status()).toBe(200);
  await page.getByRole('button', { name: /jules tracewell|account/i }).click();
  await page.getByRole('menuitem', { name: /sign out/i }).click();
  await page.waitForURL(/sign-in/);
  expect((await copy.request.get('/api/ecg/data')).status()).toBe(401);
  await copy.close();
  await context.close();
});
