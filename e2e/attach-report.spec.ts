import PDFDocument from 'pdfkit';
import { expect, expectAccessible, test } from './support/fixtures';
import { inventedPerson, sendEcg } from './support/uploads';

test.use({ role: 'admin' });

/** A PDF with these lines as text. */
function aReport(...lines: string[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    for (const line of lines) document.text(line);
    document.end();
  });
}

test('a report that came later is attached beside the ECG; one of somebody else is refused', async ({ page }) => {
  const person = inventedPerson('Laterreport');
  const id = await sendEcg(person);
  await page.goto(`/ecg/${id}`);
  await expect(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('o');
  const pane = page.getByRole('region', { name: 'Device report', exact: true });
  await expect(pane.getByRole('heading', { name: 'No report' })).toBeVisible();

  await pane.getByRole('button', { name: 'Attach report…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Attach a report' });
  await expect(dialog).toContainText('The record gets version 2 with this report.');
  const field = dialog.locator('input[type="file"]');
  const pdf = async (...lines: string[]) => ({
    name: 'report.pdf',
    mimeType: 'application/pdf',
    buffer: await aReport(...lines),
  });
  await field.setInputFiles(await pdf('Name: OTHER, Bertha', 'Patient ID: Q99887'));
  await dialog.getByRole('button', { name: 'Attach' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('names somebody else');
  await expectAccessible(page);

  await field.setInputFiles(await pdf(`Name: ${person.family_name}, Invented`));
  await dialog.getByRole('button', { name: 'Attach' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(pane).toContainText('PDF as received, 1 page');
  await expectAccessible(page);
  const { version, report_check, reading } = await (await page.request.get(`/api/ecg/data/${id}`)).json();
  expect([version, reading.state]).toEqual([2, 'unconfirmed']);
  expect(report_check.outcome).not.toBe('other_patient');
});
