import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/fixtures';

async function openNewestEcg(page: Page): Promise<void> {
  await page.goto('/patients');
  await page.keyboard.type('peb');
  await expect(page.getByRole('link', { name: /pebbleworth/i }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/patients/pat_*');
  await page.locator('a[href^="/ecg/rec_"]').first().press('Enter');
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
}

/** Where an ECG's R waves of a lead stand cannot be asked of a canvas; its scale can. */
async function scalesOf(page: Page): Promise<string[]> {
  return page
    .locator('canvas[data-px-per-mm]')
    .evaluateAll((all) => all.map((one) => `${one.dataset.pxPerMm} ${one.dataset.speed}`));
}

test('the previous and the baseline ECG are one key away, on one scale', async ({ page }) => {
  test.slow();
  await openNewestEcg(page);
  await page.keyboard.press('c');
  await page.waitForURL('**/compare');
  const [earlier, later] = [
    page.getByRole('region', { name: 'Earlier ECG', exact: true }),
    page.getByRole('region', { name: 'Later ECG', exact: true }),
  ];
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

  // without a baseline the page says so; the earlier one becomes it
  await page.keyboard.press('Shift+B');
  await page.waitForURL('**/compare?with=baseline');
  await expect(page.getByText(/no baseline/i).first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('c');
  await earlier.getByRole('button', { name: 'Make baseline' }).click();
  await expect(earlier.getByText('Baseline', { exact: true })).toBeVisible();
  await page.keyboard.press('Shift+B');
  await page.waitForURL('**/compare?with=baseline');
  await expect(earlier.getByText('Baseline', { exact: true })).toBeVisible();

  // the overlay alone, and back
  await page.keyboard.press('o');
  await expect(earlier).toBeHidden();
  await expect(medians).toBeVisible();
  await page.keyboard.press('o');
  await expect(earlier).toBeVisible();
});
