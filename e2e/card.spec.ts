import type { Page } from '@playwright/test';
import { aCardFolder } from './support/card-folder';
import { expect, expectAccessible, test } from './support/fixtures';
import { inventedPerson, sendEcg } from './support/uploads';

test.use({ role: 'technician' });
// one card and one device: the wrong patient comes after the right one
test.describe.configure({ mode: 'serial', timeout: 240_000 });

/** Days of the card's summary; every one of them is a record. */
const DAYS = 78;

const OWNER = inventedPerson('Cardowner');
const OTHER = inventedPerson('Cardother');

let card: Awaited<ReturnType<typeof aCardFolder>>;
test.beforeAll(async () => {
  card = await aCardFolder();
});
test.afterAll(() => card.remove());

/** Opens the chart of a patient who has one ECG. */
async function openChart(page: Page, person: { patient_id: string; family_name: string }) {
  const id = await sendEcg(person);
  await page.goto(`/ecg/${id}`);
  await page.getByRole('link', { name: new RegExp(person.family_name, 'i') }).click();
  await page.waitForURL('**/patients/pat_*');
  await expect(page.getByRole('button', { name: 'Choose folder' })).toBeVisible();
}

const place = (page: Page) => page.getByRole('region', { name: 'Therapy card' });
const read = (page: Page) => expect(place(page).getByText('The card has been read.')).toBeVisible({ timeout: 180_000 });

/** Drops the folder on the card's place, as a mouse does: only the browser itself can hand over a folder. */
async function dropFolder(page: Page, folder: string): Promise<void> {
  await place(page).scrollIntoViewIfNeeded();
  const box = await place(page).boundingBox();
  if (!box) throw new Error('no place to drop the card on');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x, y, data });
}

/** Chooses the folder by keyboard. */
async function chooseFolder(page: Page, folder: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose folder' }).press('Enter');
  await (await chooser).setFiles(folder);
}

test('a technician drops the folder of a card, sees its nights, and finds nothing new the second time', async ({
  page,
}) => {
  await openChart(page, OWNER);
  await expectAccessible(page);
  await dropFolder(page, card.folder);
  await expect(place(page).getByRole('progressbar')).toBeVisible();
  await read(page);
  await expect(place(page)).toContainText(`${DAYS} days new, 0 days already here.`);
  await expectAccessible(page);
  const night = page.getByRole('link', { name: /of Night of 17 Oct 2024$/ });
  await expect(page.getByRole('radio', { name: `Nights ${DAYS}` })).toBeAttached();

  await page.getByRole('button', { name: 'Read another card' }).press('Enter');
  await chooseFolder(page, card.folder);
  await read(page);
  await expect(place(page)).toContainText(`0 days new, ${DAYS} days already here.`);
  await expect(page.getByRole('radio', { name: `Nights ${DAYS}` })).toBeAttached();

  await night.first().press('Enter');
  await page.waitForURL('**/therapy/ngt_*');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Thu 17 to Fri 18 Oct 2024');
  await expect(page.getByTestId('night-lanes')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByLabel('Facts of the night')).toContainText('0.3');
  expect(`${page.url()} ${await page.title()}`).not.toMatch(new RegExp(`${OWNER.patient_id}|cardowner`, 'i'));
});

test('the same card on another chart is held, and the page says so', async ({ page }) => {
  await openChart(page, OTHER);
  await chooseFolder(page, card.folder);
  await read(page);
  await expect(place(page)).toContainText(`0 days new, 0 days already here, ${DAYS} days held in quarantine.`);
  await expect(place(page)).toContainText('What is held is not in this chart');
  await expect(page.getByRole('radio', { name: 'Nights 0' })).toBeAttached();
  await expectAccessible(page);
  await place(page).getByRole('link', { name: 'Quarantine' }).press('Enter');
  await page.waitForURL('**/quarantine');
  await expect(page.getByRole('heading', { name: 'Quarantine' })).toBeVisible();
});
