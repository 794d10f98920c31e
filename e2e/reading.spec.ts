import type { Page } from '@playwright/test';
import { demonstration, sessionFile } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { inventedPerson, sendEcg } from './support/uploads';

const field = (page: Page) => page.getByRole('textbox', { name: 'Reader statement' });

/** Opens an ECG and waits until its page answers. */
async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/ecg/${id}`);
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('button', { name: 'Next unread' })).toBeEnabled();
}

async function stateOf(page: Page, id: string): Promise<{ state: string; statement: string | null }> {
  const { reading } = await (await page.request.get(`/api/ecg/data/${id}`)).json();
  return { state: reading.state, statement: reading.statement };
}

test('an ECG is read by keyboard: phrases, confirm, undo, confirm, amend', async ({ page }) => {
  test.slow();
  const id = await sendEcg(inventedPerson('Reading'), { priority: 'stat', statements: ['Sinus tachycardia'] });
  await open(page, id);
  await expect(page.getByText('Sinus tachycardia')).toBeVisible();
  await expect(field(page)).toHaveValue('');
  await expectAccessible(page);

  await page.keyboard.press('r');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('#sin rh');
  await expect(page.getByRole('option', { name: 'Sinus rhythm' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Rate as sent.');
  await expect(field(page)).toHaveValue('Sinus rhythm. Rate as sent.');

  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('It can be taken back for a minute')).toBeVisible();
  expect(await stateOf(page, id)).toEqual({ state: 'confirmed', statement: 'Sinus rhythm. Rate as sent.' });
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field(page)).toHaveValue('Sinus rhythm. Rate as sent.');
  expect(await stateOf(page, id)).toEqual({ state: 'unconfirmed', statement: null });

  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('It can be taken back for a minute')).toBeVisible();

  await page.getByRole('button', { name: 'Amend…' }).click();
  await page.getByRole('textbox', { name: 'Amended statement' }).fill('Sinus tachycardia.');
  await page.getByRole('textbox', { name: 'Reason for the amendment' }).fill('Rate counted again');
  await page.getByRole('button', { name: 'Amend', exact: true }).click();
  await expect(page.getByText('Amended by')).toBeVisible();
  expect(await stateOf(page, id)).toEqual({ state: 'amended', statement: 'Sinus tachycardia.' });

  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('list', { name: 'History of the reading' });
  await expect(history.getByRole('listitem')).toHaveCount(4);
  await expect(history).toContainText('Rate counted again');
  await expectAccessible(page);
});

test('one key opens the next unread ECG, and asks before words are lost', async ({ page }) => {
  const id = await sendEcg(inventedPerson('Nextunread'));
  await open(page, id);
  await field(page).fill('Not saved yet');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+N');
  await expect(page.getByText('Your words are not saved')).toBeVisible();
  await page.keyboard.press('Shift+N');
  await page.waitForURL((url) => /\/ecg\/rec_/.test(url.pathname) && !url.pathname.endsWith(id));
  // nothing of the one before stands beside the next
  await expect(field(page)).toHaveValue('');
});

test('confirming opens the next unread ECG for who wants that, and can be taken back from there', async ({ page }) => {
  test.slow();
  const ids = [await sendEcg(inventedPerson('Followed')), await sendEcg(inventedPerson('Following'))];
  const [id = ''] = ids;
  await open(page, id);
  await page.getByRole('checkbox', { name: 'Confirming opens the next unread ECG' }).check();
  await field(page).fill('Sinus rhythm, to the next.');
  await expect(page.getByText('confirm, open the next')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await page.waitForURL((url) => /\/ecg\/rec_/.test(url.pathname) && !url.pathname.endsWith(id));
  expect(await stateOf(page, id)).toEqual({ state: 'confirmed', statement: 'Sinus rhythm, to the next.' });
  // the next one is another patient's: nothing was written there, and nothing stands in its field
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await expect(field(page)).toHaveValue('');
  const next = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect((await stateOf(page, next)).state).not.toBe('confirmed');
  await expect(page.getByRole('checkbox', { name: 'Confirming opens the next unread ECG' })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await stateOf(page, id)).state).toBe('unconfirmed');
});

test('on a usual screen the statement and its buttons are at hand without scrolling', async ({ page }) => {
  const id = await sendEcg(inventedPerson('Athand'), { statements: ['Sinus rhythm'] });
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, id);
  await expect(field(page)).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Confirm' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Preliminary' })).toBeInViewport({ ratio: 1 });
  // and everything before it can be read
  const order = page.getByRole('heading', { name: 'Order' });
  await order.scrollIntoViewIfNeeded();
  await expect(order).toBeInViewport();
});

test('the second of two readers loses nothing and sees what changed', async ({ page, browser }) => {
  test.slow();
  const id = await sendEcg(inventedPerson('Tworeaders'));
  await open(page, id);
  await field(page).fill('Words of the second reader.');

  const other = await browser.newContext({ baseURL: demonstration().url, storageState: sessionFile('admin') });
  const first = await other.newPage();
  await open(first, id);
  await field(first).fill('Words of the first reader.');
  await first.getByRole('button', { name: 'Confirm' }).click();
  await expect(first.getByText('It can be taken back for a minute')).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Confirm' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Changed meanwhile' });
  await expect(alert).toContainText('your words are kept');
  await expect(alert).toContainText('Words of the first reader.');
  await expect(field(page)).toHaveValue('Words of the second reader.');
  await expectAccessible(page);
  expect(await stateOf(page, id)).toEqual({ state: 'confirmed', statement: 'Words of the first reader.' });

  await alert.getByRole('button', { name: /Go on/ }).click();
  await expect(page.getByRole('textbox', { name: 'Amended statement' })).toHaveValue('Words of the second reader.');
  await page.getByRole('textbox', { name: 'Reason for the amendment' }).fill('Second look');
  await page.getByRole('button', { name: 'Amend', exact: true }).click();
  await expect(page.getByText('Amended by')).toBeVisible();
  expect(await stateOf(page, id)).toEqual({ state: 'amended', statement: 'Words of the second reader.' });
});

test('the report, the picture and the samples leave as files', async ({ page }) => {
  const id = await sendEcg(inventedPerson('Exported'));
  await open(page, id);
  const saved = async (act: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return download.suggestedFilename();
  };
  expect(await saved(() => page.getByRole('button', { name: 'Report', exact: true }).click())).toBe(`ecg-${id}-v1.pdf`);
  for (const [name, extension] of [
    ['Picture of this view', 'png'],
    ['Samples', 'csv'],
    ['Nightbeat JSON', 'json'],
  ] as const) {
    await page.getByRole('button', { name: 'Other forms of the report' }).click();
    const item = page.getByRole('menuitem', { name });
    await expect(item).toBeVisible();
    expect(await saved(() => item.click())).toBe(`ecg-${id}-v1.${extension}`);
  }
});

test.describe('a technician', () => {
  test.use({ role: 'technician' });

  test('saves a preliminary statement, cannot confirm, and asks for a repeat', async ({ page }) => {
    const person = inventedPerson('Repeat');
    const id = await sendEcg(person, { priority: 'stat' });
    await open(page, id);
    await expect(page.getByRole('button', { name: 'Confirm' })).toHaveCount(0);
    await field(page).fill('Artefact in V3.');
    await page.getByRole('button', { name: 'Preliminary' }).click();
    await expect(page.getByText('Preliminary by')).toBeVisible();
    await page.getByRole('button', { name: 'Repeat…' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('V3 was off');
    await page.getByRole('button', { name: 'Ask for a repeat' }).click();
    await expect(page.getByText('To be recorded again:')).toBeVisible();
    await expectAccessible(page);
    await page.goto('/worklist');
    const list = page.getByRole('list', { name: 'ECGs to be recorded again' });
    await expect(list.getByRole('listitem').filter({ hasText: person.family_name.toUpperCase() })).toContainText(
      'V3 was off',
    );
    await expectAccessible(page);
  });
});
