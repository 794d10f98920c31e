import type { Page } from '@playwright/test';
import { demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { inventedPerson, sendEcg } from './support/uploads';

test.describe('from the sign-in page', () => {
  test.use({ role: null });

  test('a clinician has an unread STAT ECG open two actions later', async ({ page }) => {
    const person = inventedPerson('Quince');
    const id = await sendEcg(person, { priority: 'stat', statements: ['Atrial tachycardia'] });
    const clinician = demonstration().users.find(({ role }) => role === 'clinician');
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill(clinician?.email ?? '');
    await page.getByLabel('Password').fill(clinician?.password ?? '');
    // the first action: signing in shows the list, and the ECG in it
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/worklist');
    const row = page.getByRole('row').filter({ hasText: new RegExp(person.family_name, 'i') });
    await expect(row).toContainText('STAT');
    await expect(row).toContainText(person.patient_id);
    // the second: opening it
    await row.getByRole('link').click();
    await page.waitForURL(`**/ecg/${id}`);
    await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
    await expect(page.getByText(person.family_name.toUpperCase())).toBeVisible();
  });
});

test('a new STAT ECG comes in by itself and leaves the focus where it was', async ({ page }) => {
  const first = inventedPerson('Larch');
  await sendEcg(first, { priority: 'urgent' });
  await page.goto('/worklist');
  await expect(page.getByText('updates by itself')).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset.loaded = 'once';
  });
  const focused = page.getByRole('link', { name: new RegExp(first.family_name, 'i') });
  await focused.focus();
  const second = inventedPerson('Rowan');
  const sent = Date.now();
  await sendEcg(second, { priority: 'stat' });
  const arrived = page.getByRole('link', { name: new RegExp(second.family_name, 'i') });
  await expect(arrived).toBeVisible({ timeout: 10_000 });
  console.log(`pushed after ${Date.now() - sent} ms`);
  await expect(focused).toBeFocused();
  await expect(focused).toBeInViewport();
  expect(await page.evaluate(() => document.body.dataset.loaded)).toBe('once');
  const order = await page.getByRole('table', { name: 'Unread ECGs' }).getByRole('link').allTextContents();
  const placeOf = (name: string) => order.findIndex((text) => text.toLowerCase().includes(name.toLowerCase()));
  expect(placeOf(second.family_name)).toBeLessThan(placeOf(first.family_name));
});

test('the list falls back to asking, and says when it is old', async ({ page, context }) => {
  await page.route('**/api/events', (route) => route.abort());
  await page.goto('/worklist');
  await expect(page.getByText('looks for news every 30 s')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole('main').getByText(/Not updating since .* What you see may be old/)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Not updating since');
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page.getByText('Not updating since')).toHaveCount(0);
  const asked = page.waitForResponse((response) => response.url().endsWith('/api/worklist'), { timeout: 45_000 });
  expect((await asked).status()).toBe(200);
});

/** The page answers keys only once its program runs, which nothing on it shows. */
async function openKeys(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible({ timeout: 2000 });
  }).toPass();
}

test('works by keyboard alone, and names its keys', async ({ page }) => {
  const person = inventedPerson('Alder');
  const id = await sendEcg(person, { statements: ['*** ACUTE MI ***'] });
  await page.goto('/worklist');
  await expect(page.getByRole('row').filter({ hasText: new RegExp(person.family_name, 'i') })).toContainText(
    'Critical',
  );
  await openKeys(page);
  await expect(page.getByRole('dialog')).toContainText('worklist');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
  const rows = await page.locator('[data-row-link]').count();
  // rows of tests side by side may come in meanwhile
  for (let row = 0; row < rows + 20 && (await focused()) !== `/ecg/${id}`; row += 1) await page.keyboard.press('j');
  await expect(page.locator(`a[href="/ecg/${id}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/ecg/${id}`);
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.waitForURL('**/worklist');
  await page.keyboard.press('/');
  await page.waitForURL('**/patients');
  await expect(page.getByRole('searchbox', { name: 'Search patients' })).toBeFocused();
});

test('single keys can be switched off, and stay off', async ({ page }) => {
  await page.goto('/worklist');
  await openKeys(page);
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'What needs you' })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(/\/worklist$/);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`passes the accessibility check in ${scheme} and does not scroll sideways`, async ({ page }) => {
    await sendEcg(inventedPerson('Hazel'), { priority: 'stat', statements: ['Ventricular tachycardia'] });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto('/worklist');
    await expect(page.getByRole('table', { name: 'Unread ECGs' })).toBeVisible();
    await expectAccessible(page);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBeLessThanOrEqual(0);
  });
}

test.describe('somebody who may read no record', () => {
  test.use({ role: 'auditor' });

  test('is not led to the worklist, nor let in', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'No pages for your role' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
    await expectAccessible(page);
    await page.goto('/worklist');
    await expect(page.getByText('does not exist or is outside your access')).toBeVisible();
  });
});
