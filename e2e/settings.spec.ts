import type { Page } from '@playwright/test';
import { demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';

const PHRASES = '/api/organization/reading-phrases';
const COMPUTED = '/api/organization/computed-values';
const SHARING = '/api/organization/report-sharing';

async function read(page: Page, path: string) {
  return (await page.request.get(path)).json();
}

/** On a phone's screen; the one before is given back. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(over).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  if (before) await page.setViewportSize(before);
}

const phrase = (page: Page, at: number) => page.getByRole('textbox', { name: new RegExp(`^Phrase ${at} of`) });

test.describe('an administrator', () => {
  test.use({ role: 'admin' });

  test('changes the phrases by keyboard, and loses nothing to somebody faster', async ({ page }, { project }) => {
    await page.goto('/worklist');
    await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/settings/phrases');
    await expect(page.getByRole('button', { name: 'Use the usual phrases' })).toBeEnabled();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    const mine = `Phrase of ${project.name}`;
    await page.getByRole('textbox', { name: 'New phrase' }).focus();
    await page.keyboard.type(mine);
    await page.keyboard.press('Enter');
    await expect(phrase(page, 1)).toHaveValue(mine);
    await phrase(page, 1).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(phrase(page, 2)).toHaveValue(mine);
    await expect(phrase(page, 2)).toBeFocused();

    const { phrases, revision } = await read(page, PHRASES);
    const theirs = `Theirs of ${project.name}`;
    const answer = await page.request.put(PHRASES, {
      headers: { origin: demonstration().url },
      data: { phrases: [...phrases, theirs], revision },
    });
    expect(answer.status()).toBe(200);
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'Nothing was saved; your list is kept.' });
    await expect(alert).toContainText(`They added: ${theirs}`);
    await expect(phrase(page, 2)).toHaveValue(mine);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await alert.getByRole('button', { name: 'Take theirs into my list' }).press('Enter');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await expect(page.getByText('Saved. Readers pick from these from now on.')).toBeVisible();
    const saved = await read(page, PHRASES);
    expect([saved.phrases[1], saved.phrases.at(-1), saved.revision]).toEqual([mine, theirs, revision + 2]);

    for (const text of [mine, theirs]) await page.getByRole('button', { name: `Remove: ${text}` }).press('Enter');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await expect.poll(async () => (await read(page, PHRASES)).phrases).toEqual(phrases);
  });

  test('takes computed values off and signs them off by name', async ({ page }) => {
    // other journeys look at computed values meanwhile: the decision is answered here and stays on this page
    let decided = await read(page, COMPUTED);
    await page.route(`**${COMPUTED}`, async (route) => {
      const { shown } = route.request().postDataJSON();
      const by = { decided_by_name: 'Somebody Signing', decided_at: new Date().toISOString() };
      decided = { ...decided, ...by, shown, revision: decided.revision + 1 };
      await route.fulfill({ json: decided });
    });
    await page.goto('/settings/computed-values');
    const card = page.getByRole('region', { name: 'Computed values' });
    await expect(card.getByRole('button', { name: 'Turn off…' })).toBeEnabled();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);

    await card.getByRole('button', { name: 'Turn off…' }).press('Enter');
    const off = page.getByRole('dialog', { name: 'Turn computed values off' });
    await expect(off).toContainText('Nothing is deleted');
    await expectAccessible(page);
    await off.getByRole('button', { name: 'Turn off' }).press('Enter');
    await expect(card).toContainText('Turned off by');
    expect(decided).toMatchObject({ shown: false });

    await card.getByRole('button', { name: /^Sign off version/ }).press('Enter');
    const on = page.getByRole('dialog', { name: 'Sign off computed values' });
    await expect(on.getByRole('textbox', { name: 'Your name' })).toBeFocused();
    await expect(on.getByRole('button', { name: 'Sign off' })).toBeDisabled();
    const name = (await on.locator('strong').allTextContents()).join('');
    await page.keyboard.type(name);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(card).toContainText('Somebody Signing, ');
    expect(decided).toMatchObject({ shown: true });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });

  test('allows reports to be shared by link, and ends it', async ({ page }) => {
    // other journeys share reports meanwhile: the decision is answered here and stays on this page
    let decided = { ...(await read(page, SHARING)), allowed: false };
    await page.route(`**${SHARING}`, async (route) => {
      const { allowed } = route.request().postDataJSON();
      const by = { decided_by_name: 'Somebody Allowing', decided_at: new Date().toISOString() };
      decided = { ...decided, ...by, allowed, revision: decided.revision + 1 };
      await route.fulfill({ json: decided });
    });
    await page.goto('/settings/report-sharing');
    const card = page.getByRole('region', { name: 'Sharing of reports' });
    const button = card.getByRole('button');
    await expect(button).toBeEnabled();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const words = (await button.textContent()) === 'End sharing…' ? ['End', 'Allow'] : ['Allow', 'End'];
    for (const word of words) {
      await button.press('Enter');
      const dialog = page.getByRole('dialog', { name: `${word} sharing of reports by link` });
      await expectAccessible(page);
      await dialog.getByRole('button', { name: `${word} sharing` }).press('Enter');
      await expect(card).toContainText('Somebody Allowing, ');
      await expect(card).toContainText(word === 'Allow' ? 'Allowed' : 'Off');
    }
  });
});

test('a clinician is led to no settings and told that these are not theirs', async ({ page }) => {
  await page.goto('/worklist');
  await expect(page.getByRole('link', { name: 'Worklist' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
  for (const path of ['/settings/phrases', '/settings/computed-values', '/settings/report-sharing']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'You cannot open this page' })).toBeVisible();
    await expectAccessible(page);
  }
});
