import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/fixtures';
import { inventedPerson, sendEcg } from './support/uploads';

async function openNewestEcg(page: Page): Promise<void> {
  await page.goto('/patients');
  await page.keyboard.type('peb');
  await expect(page.getByRole('link', { name: /pebbleworth/i }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/patients/pat_*');
  await page.locator('a[href^="/ecg/rec_"]').first().press('Enter');
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
}

/** The scale and speed of every paper of the page. */
async function scalesOf(page: Page): Promise<string[]> {
  return page
    .locator('canvas[data-px-per-mm]')
    .evaluateAll((all) => all.map((one) => `${one.dataset.pxPerMm} ${one.dataset.speed}`));
}

const sideOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('the previous ECG is one key away, on one scale', async ({ page }) => {
  test.slow();
  await openNewestEcg(page);
  await page.keyboard.press('c');
  await page.waitForURL('**/compare');
  const [earlier, later] = [sideOf(page, 'Earlier ECG'), sideOf(page, 'Later ECG')];
  for (const side of [earlier, later])
    await expect(side.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  const medians = page.getByRole('region', { name: 'Median beats' });
  await expect(medians.getByText('median beats, computed; not the recording')).toBeVisible();
  await expect(page.getByRole('table', { name: /differences/ })).toBeVisible();
  await expectAccessible(page);

  // one speed for all three papers
  await page.keyboard.press('s');
  await expect.poll(async () => new Set(await scalesOf(page)).size).toBe(1);
  expect((await scalesOf(page))[0]).toMatch(/ 50$/);

  // the overlay alone, and back
  await page.keyboard.press('o');
  await expect(earlier).toBeHidden();
  await expect(medians).toBeVisible();
  await page.keyboard.press('o');
  await expect(earlier).toBeVisible();
});

test('on a usual screen both stand side by side in six rows of two, whole at one scale, and leave as one report', async ({
  page,
}) => {
  const person = inventedPerson('Compared');
  await sendEcg(person, { recording_date: new Date(Date.now() - 86_400_000).toISOString() });
  const id = await sendEcg(person);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/ecg/${id}/compare`);
  for (const name of ['Earlier ECG', 'Later ECG']) {
    const side = sideOf(page, name);
    await expect(side.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
    await expect(side.getByText('columns simultaneous')).toBeVisible();
    // nothing of the strip is out of sight
    const paper = side.getByRole('region', { name: /^Paper of the/ });
    expect(await paper.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0);
  }
  expect((await scalesOf(page)).slice(0, 2)).toEqual(['4 25', '4 25']);
  await page.getByRole('button', { name: 'Later part' }).click();
  await expect(page.getByText('2.2–4.4 of 10 s')).toBeVisible();
  const [report] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Report' }).click(),
  ]);
  expect(report.suggestedFilename()).toBe('ecg-comparison.pdf');
  await expectAccessible(page);
});

test.describe('the baseline', () => {
  test('is chosen on the page and one key away from then on', async ({ page }) => {
    const person = inventedPerson('Baseliner');
    await sendEcg(person, { recording_date: new Date(Date.now() - 86_400_000).toISOString() });
    const id = await sendEcg(person);
    await page.goto(`/ecg/${id}`);
    await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('Shift+B');
    await page.waitForURL('**/compare?with=baseline');
    await expect(page.getByRole('heading', { name: 'No baseline chosen' })).toBeVisible();
    await expectAccessible(page);

    await page.keyboard.press('c');
    const earlier = sideOf(page, 'Earlier ECG');
    await earlier.getByRole('button', { name: 'Make baseline' }).press('Enter');
    await expect(earlier.getByText('Baseline', { exact: true })).toBeVisible();
    await page.keyboard.press('Shift+B');
    await page.waitForURL('**/compare?with=baseline');
    await expect(earlier.getByText('Baseline', { exact: true })).toBeVisible();
    await expect(sideOf(page, 'Later ECG').getByRole('button', { name: 'Make baseline' })).toBeVisible();
    await expectAccessible(page);
  });
});
