import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { apiKey, DATA_DIR_VARIABLE, demonstration } from './support/demonstration';
import { expect, test } from './support/fixtures';
import { sendEcg } from './support/uploads';

test.use({ role: 'admin' });

/** A name, a hospital id and a birth date that stand nowhere else. */
const NAME = 'Zyzzyvacanary';
const PATIENT_ID = 'CANARYID-77193';
const BORN = '1931-07-19';
const CANARY = new RegExp(`${NAME}|${PATIENT_ID}|${BORN}`, 'i');

/** The pages of the portal as the folders name them: `/ecg/[id]`. */
function portalPages(): string[] {
  const root = path.join('app', '(portal)');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map(
      (file) =>
        `/${path
          .dirname(file)
          .split(path.sep)
          .filter((part) => !/^\(.*\)$|^\.$/.test(part))
          .join('/')}`,
    );
}

/** Pages of one kind that are visited at most. */
const MOST_VISITS = 8;

const patternOf = (page: string) => new RegExp(`^${page.replace(/\[[^\]]+\]/g, '[^/]+')}$`);

/** Addresses of the portal this page leads to, without query. */
async function linksOf(page: Page): Promise<string[]> {
  return page
    .locator('a[href^="/"]')
    .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
}

async function canaryPaths(): Promise<string[]> {
  const id = await sendEcg(
    { patient_id: PATIENT_ID, family_name: NAME },
    {
      patient: { family_name: NAME, given_name: NAME, birth_date: BORN, sex: 'female' },
      source_id: `canary-${Date.now()}`,
      priority: 'stat',
    },
  );
  const headers = { authorization: `Bearer ${apiKey('read')}` };
  const found = await fetch(`${demonstration().url}/api/patients?patient_id=${PATIENT_ID}`, { headers });
  return [`/ecg/${id}`, `/patients/${(await found.json()).data[0].patient_ref}`];
}

/** Everything the three processes have logged. */
function logLines(): string {
  const folder = path.join(process.env[DATA_DIR_VARIABLE] ?? '', 'logs');
  return readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
}

test('no page puts a name, a patient id or a birth date into an address, a title or a log line', async ({ page }) => {
  test.setTimeout(180_000);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const pages = portalPages();
  const waiting = new Set(pages);
  const seen: string[] = [];
  const queue = [...(await canaryPaths()), ...pages.filter((name) => !name.includes('['))];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const address = next;
    const pattern = pages.find((name) => patternOf(name).test(address));
    if (pattern === undefined || seen.includes(address)) continue;
    // one of each, and a few more while there are pages that nothing has led to yet
    const visits = seen.filter((one) => patternOf(pattern).test(one)).length;
    if (visits >= (waiting.size > 0 ? MOST_VISITS : 1)) continue;
    waiting.delete(pattern);
    await page.goto(address);
    await expect(page.getByRole('main')).toBeVisible();
    seen.push(address);
    expect(page.url()).not.toMatch(CANARY);
    expect(await page.title()).not.toMatch(CANARY);
    queue.push(...(await linksOf(page)));
  }
  expect([...waiting], 'pages nothing leads to').toEqual([]);
  expect(seen.length).toBeGreaterThan(4);

  // the name is really there: a search finds it, and its text travels in no address either
  await page.goto('/patients');
  await page.getByRole('searchbox', { name: 'Search patients' }).pressSequentially(NAME.slice(0, 8));
  await expect(page.getByRole('link', { name: new RegExp(NAME, 'i') })).toBeVisible();
  expect(asked.filter((url) => CANARY.test(url) || url.includes(NAME.slice(0, 8)))).toEqual([]);

  // the row may have been there before the search was answered
  await expect.poll(logLines).toContain('searchPatients');
  expect(logLines()).not.toMatch(CANARY);
});
