import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aRecording, renderThemed, router } from '@/components/testing/factories';
import { AttachReport } from './attach-report';

vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => router.refresh.mockClear());
afterEach(() => vi.unstubAllGlobals());

const PDF = new File(['%PDF-1.7 of an invented patient'], 'report.pdf', { type: 'application/pdf' });

/** Answers with these in turn and keeps what was sent. */
function server(...answers: Response[]) {
  const sent: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, init });
    return answers.shift();
  });
  return sent;
}

const problem = (status: number, body: object) => Response.json({ detail: 'As it was said.', ...body }, { status });

async function open() {
  renderThemed(<AttachReport recording={aRecording({ version: 2, latest_version: 2 })} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Attach report…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Attach a report' });
  const input = document.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) throw new Error('no field for a file');
  const attach = () => within(dialog).getByRole('button', { name: 'Attach' });
  return { user, dialog, input, attach };
}

it('sends the PDF as it is, for the version on the page, after saying what that means', async () => {
  const sent = server(Response.json({ status: 'stored', version: 3 }, { status: 201 }));
  const { user, dialog, input, attach } = await open();
  expect(dialog).toHaveTextContent('The record gets version 3 with this report, in the place of the one of version 2.');
  expect(attach()).toBeDisabled();
  await user.upload(input, PDF);
  await user.click(attach());
  await vi.waitFor(() => expect(router.refresh).toHaveBeenCalledOnce());
  const [{ path, init } = { path: '', init: {} as RequestInit }] = sent;
  expect([path, init.method]).toEqual(['/api/ecg/data/rec_1/report?version=2', 'PUT']);
  expect(init.headers).toMatchObject({ 'content-type': 'application/pdf' });
  expect((init.body as Blob).size).toBe(PDF.size);
});

it('keeps the file when the report is refused, and says why', async () => {
  const detail = 'The text of this report names somebody else than the patient of the record.';
  server(problem(422, { code: 'invalid_upload', errors: [{ pointer: '', code: 'other_patient', detail }] }));
  const { user, dialog, input, attach } = await open();
  await user.upload(input, PDF);
  await user.click(attach());
  expect(await within(dialog).findByRole('alert')).toHaveTextContent(detail);
  expect(dialog).toHaveTextContent('report.pdf');
  expect(router.refresh).not.toHaveBeenCalled();
});

it('meets a record that was changed meanwhile by reading it again', async () => {
  server(problem(409, { code: 'stale_revision' }));
  const { user, dialog, input, attach } = await open();
  await user.upload(input, PDF);
  await user.click(attach());
  await user.click(await within(dialog).findByRole('button', { name: 'Read it again' }));
  expect(router.refresh).toHaveBeenCalledOnce();
  expect(within(dialog).queryByRole('alert')).not.toBeInTheDocument();
  expect(dialog).toHaveTextContent('report.pdf');
});

it('says that this very report is there already', async () => {
  server(Response.json({ status: 'duplicate', version: 2 }));
  const { user, input, attach } = await open();
  await user.upload(input, PDF);
  await user.click(attach());
  expect(await screen.findByRole('status')).toHaveTextContent('This very report is there already, with version 2.');
});

it('sends nothing that is larger than a report may be', async () => {
  const sent = server();
  const { user, input, attach } = await open();
  const large = new File(['%PDF-1.7'], 'large.pdf', { type: 'application/pdf' });
  Object.defineProperty(large, 'size', { value: 21 * 1024 * 1024 });
  await user.upload(input, large);
  expect(screen.getByText('A report has at most 20 MB.')).toBeInTheDocument();
  expect(attach()).toBeDisabled();
  expect(sent).toEqual([]);
});
