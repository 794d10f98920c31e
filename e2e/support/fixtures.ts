import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { demonstration, sessionFile } from './demonstration';

export { expect } from '@playwright/test';

interface Options {
  /** Who is signed in: a role of the demonstration, or null for nobody. Set with `test.use({ role: 'admin' })`. */
  role: string | null;
}

interface Guards {
  /** What the page wrote to the console that no page of ours may: refusals by the content security policy, crashes. */
  consoleFaults: string[];
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/**
 * Playwright's `test` against the running demonstration, signed in as a clinician unless `role` says otherwise.
 * A message about the content security policy or an uncaught exception in the page fails the test.
 */
export const test = base.extend<Options & Guards>({
  role: ['clinician', { option: true }],
  baseURL: async ({ browserName: _ }, use) => {
    await use(demonstration().url);
  },
  storageState: async ({ role }, use) => {
    await use(role === null ? undefined : sessionFile(role));
  },
  consoleFaults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) faults.push(message.text());
      });
      page.on('pageerror', (error) => faults.push(error.message));
      await use(faults);
      expect(faults, 'messages of the browser').toEqual([]);
    },
    { auto: true },
  ],
});

/** Fails when axe finds a breach of WCAG 2.1 A or AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }));
  expect(found, 'accessibility').toEqual([]);
}
