import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderThemed, router } from '@/components/testing/factories';
import { CardImport } from './card-import';

function aFile(path: string, text = 'x'): File {
  const file = new File([text], path.split('/').at(-1) ?? '');
  Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return file;
}

const CARD = [
  aFile('SD/STR.edf'),
  aFile('SD/Identification.tgt', '#PNA AirCurve_10_VAuto'),
  aFile('SD/DATALOG/20260302/20260302_220000_BRP.edf'),
  aFile('SD/journal.jnl'),
];

const record = (id: string, status: string) => ({ id, status });
const answer = (records: object[], files: object[] = []) =>
  new Response(JSON.stringify({ id: 'imp_1', records, files }), { status: 201 });

function choose(files: File[]) {
  renderThemed(<CardImport patient_id="P12345" />);
  fireEvent.change(screen.getByLabelText('Folder of a therapy card'), { target: { files } });
}

afterEach(() => vi.unstubAllGlobals());

describe('a card that is chosen', () => {
  it('goes in part by part and says what became of its days', async () => {
    const sent: { url: string; form: FormData }[] = [];
    const answers = [
      answer([record('rec_1', 'stored')]),
      answer(
        [
          record('rec_1', 'duplicate'),
          record('rec_2', 'stored'),
          { ...record('rec_3', 'quarantined'), night: '2026-03-02' },
          { ...record('rec_4', 'quarantined'), night: '2026-03-02' },
        ],
        [{ name: 'STR.edf', code: 'corrupt', detail: 'What it says of 2026-03-05 is damaged and was left out.' }],
      ),
    ];
    vi.stubGlobal('fetch', (url: string, init: { body: FormData }) => {
      sent.push({ url, form: init.body });
      return Promise.resolve(answers[sent.length - 1]);
    });
    choose(CARD);
    await screen.findByText('The card has been read.');
    // a day of the first part that the second one finds again is still a new one
    expect(screen.getByText('2 days new, 0 days already here, 1 day held in quarantine.')).toBeInTheDocument();
    expect(screen.getByText(/What is held is not in this chart/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Quarantine' })).toHaveAttribute('href', '/quarantine');
    expect(screen.getByText(/STR\.edf: What it says of 2026-03-05/)).toBeInTheDocument();
    expect(sent.map(({ url }) => url)).toEqual(['/api/bipap/data', '/api/bipap/data']);
    expect(sent.map(({ form }) => JSON.parse(String(form.get('data'))))).toEqual([
      { patient_id: 'P12345', summary_days: false },
      { patient_id: 'P12345', summary_days: true },
    ]);
    expect(sent.map(({ form }) => form.getAll('file').length)).toEqual([3, 2]);
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
  });

  it('says what has arrived when it is cut off, and goes on from there', async () => {
    const first = answer([record('rec_1', 'stored')]);
    let calls = 0;
    vi.stubGlobal('fetch', () => (++calls === 1 ? Promise.resolve(first) : Promise.reject(new TypeError('offline'))));
    choose(CARD);
    await screen.findByText('The card could not be read to its end');
    expect(screen.getByText('1 day new, 0 days already here.')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByRole('button', { name: 'Choose folder' })).toBeInTheDocument();
  });

  it('is refused here when there is nothing of a card in it', async () => {
    choose([aFile('Holiday/photo.jpg')]);
    expect(await screen.findByRole('alert')).toHaveTextContent('nothing of a ResMed card');
  });
});
