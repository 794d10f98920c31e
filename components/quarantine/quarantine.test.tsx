import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPatient, aRecording, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { HeldRecording } from '@/lib/ingest/quarantine-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { HeldDetail } from './detail/held-detail';
import { QuarantineView } from './quarantine-view';

// several dialogs one after the other: a busy machine takes its time to draw them
vi.setConfig({ testTimeout: 20_000 });

const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };

function aHeldRecord(change: Partial<Recording> = {}): Recording {
  return aRecording({
    status: 'quarantined',
    patient_id: null,
    patient_ref: null,
    reasons: ['identity_mismatch'],
    claimed: { patient_id: '0048 2217', patient: BERTHA, source_id: null },
    received_at: '2026-11-22T12:02:00.000Z',
    ...change,
  });
}

function aHeld(change: Partial<HeldRecording> = {}): HeldRecording {
  const { patient_ref, patient_id, family_name, given_name, birth_date, sex, verified } = aPatient();
  return {
    record: aHeldRecord(),
    collisions: [
      {
        why: 'sent_id',
        patient: { patient_ref, patient_id, family_name, given_name, birth_date, sex, verified },
        differs: ['family_name', 'given_name', 'birth_date', 'sex'],
      },
    ],
    twins: [],
    more_twins: false,
    ...change,
  };
}

/** Answers by method and path; whatever is not named fails as the network would. */
let answers: Record<string, (body: unknown) => Response>;
let canvas: { mockRestore: () => void };
let asked: { path: string; body: unknown }[];
const problem = (status: number, code: string) => () => Response.json({ code, detail: code }, { status });

beforeEach(() => {
  answers = {};
  asked = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string, init?: RequestInit) => {
      const body: unknown = init?.body ? JSON.parse(String(init.body)) : null;
      asked.push({ path, body });
      const answer = answers[`${init?.method ?? 'GET'} ${path}`];
      if (!answer) throw new TypeError('no network');
      return answer(body);
    }),
  );
  // jsdom has no canvas
  canvas = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

afterEach(() => {
  vi.unstubAllGlobals();
  canvas.mockRestore();
});

describe('the queue', () => {
  const show = (records: Recording[], next_cursor: string | null = null) =>
    renderThemed(
      <QuarantineView initial={{ data: records, next_cursor }} now={NOW} timeZone={TIME_ZONE}>
        <div />
      </QuarantineView>,
    );

  it('names why in plain words, device, waiting time and what was sent', () => {
    show([aHeldRecord({ priority: 'stat' })]);
    const row = screen.getByRole('link', { name: /Identity does not match/ });
    expect(row).toHaveTextContent('waiting 1 h');
    expect(row).toHaveTextContent('Sent as OTHER, Bertha · MRN 0048 2217');
    expect(row).toHaveTextContent('12-lead ECG · Example C12, S/N …0417 · received 13:02');
    expect(row).toHaveTextContent('STAT');
    expect(row).toHaveAttribute('href', '/quarantine/rec_1');
  });

  it('marks a critical statement and tells apart why an identity is in doubt', () => {
    show([
      aHeldRecord({ id: 'rec_a', statements: ['Acute STEMI'] }),
      aHeldRecord({ id: 'rec_b', claimed: null }),
      aHeldRecord({ id: 'rec_c', reasons: ['same_samples', 'time_in_doubt'] }),
    ]);
    const [first, second, third] = screen.getAllByRole('listitem');
    expect(first).toHaveTextContent('Critical statement');
    expect(second).toHaveTextContent('No patient was named');
    expect(third).toHaveTextContent('Same trace under another patient; The time cannot be right');
  });

  it('longer than a page shows the rest page after page, and says until then that there are others', async () => {
    answers['GET /api/quarantine?limit=200&cursor=cur_1'] = () =>
      Response.json({ data: [aHeldRecord({ id: 'rec_2' })], next_cursor: null });
    show([aHeldRecord({ priority: 'stat' })], 'cur_1');
    expect(screen.getByText('1+ held')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show more held recordings' }));
    expect(await screen.findByText('2 held')).toBeInTheDocument();
    expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      '/quarantine/rec_1',
      '/quarantine/rec_2',
    ]);
    expect(screen.queryByRole('button', { name: /^Show more/ })).toBeNull();
  });

  it('says that nothing is held', () => {
    show([]);
    expect(screen.getByText('Nothing is held')).toBeInTheDocument();
  });
});

describe('a held recording', () => {
  const show = (held = aHeld(), mayRestore = false) => {
    const view = <HeldDetail initial={held} now={NOW} timeZone={TIME_ZONE} mayRestore={mayRestore} />;
    renderThemed(view);
    // checks of pointer events walk the whole tree for every click, which a busy machine feels
    return userEvent.setup({ pointerEventsCheck: 0 });
  };
  const assignTo = async (user: ReturnType<typeof userEvent.setup>) => {
    await user.click(screen.getByRole('button', { name: 'Assign' }));
    const dialog = await screen.findByRole('dialog', { name: 'Assign to a patient' });
    await user.click(within(dialog).getByRole('button', { name: 'Find patient' }));
    await within(dialog).findByRole('status');
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'asked the ward' } });
    return dialog;
  };

  it('puts what was sent beside what is known and marks each difference by word', () => {
    show();
    const row = screen.getByRole('row', { name: /Birth date/ });
    expect(row).toHaveTextContent('Birth date1 Jan 196014 Mar 1952 differs');
    expect(screen.getByRole('row', { name: /^MRN/ })).not.toHaveTextContent('differs');
    expect(screen.getByRole('link', { name: /Open the chart/ })).toHaveAttribute('href', '/patients/pat_1');
  });

  it('leads to the other record of the same trace', () => {
    const twin = {
      id: 'rec_2',
      modality: 'ecg' as const,
      status: 'quarantined' as const,
      said_patient_id: 'Q-2',
      said_name: { family_name: 'Finch', given_name: 'Leopold' },
      device_id: 'ECG-1',
      recording_date: NOW,
      received_at: NOW,
    };
    show(aHeld({ twins: [twin], more_twins: true }));
    expect(screen.getByText(/^More records than these 1 have the same trace/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'FINCH, Leopold' })).toHaveAttribute('href', '/quarantine/rec_2');
    expect(screen.getByText('Held too')).toBeInTheDocument();
  });

  it('shows the facts of a night, each with its source', () => {
    const therapy = {
      mode: 'APAP',
      night: '2026-11-02',
      night_id: null,
      leak_type: 'unintentional',
      settings: {},
      summary: { usage_minutes: 451, ahi: 2.3 },
      sessions: [],
      usage_minutes: null,
      ahi: null,
    };
    show(aHeld({ record: aHeldRecord({ modality: 'cpap', therapy, channels: [] }) }));
    expect(screen.getByRole('heading', { name: /Night of 2 Nov 2026/ })).toBeInTheDocument();
    expect(screen.getByText('AHI').parentElement).toHaveTextContent('AHI2.3/h device');
    expect(screen.getByText('Leak P95').parentElement).toHaveTextContent('not sent');
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('is assigned only to a patient whose identity was shown', async () => {
    const user = show();
    answers['POST /api/patients/identify'] = () => Response.json(aHeld().collisions[0]?.patient);
    answers['POST /api/quarantine/rec_1/assign'] = () =>
      Response.json(aRecording({ revision: 2, patient_id: '0048 2217' }));
    const dialog = await assignTo(user);
    expect(within(dialog).getByRole('status')).toHaveTextContent(
      'QUILLFEATHER, Ambrose · Male · 14 Mar 1952 (74 y) · MRN 0048 2217',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Assign' }));
    expect(await screen.findByRole('heading', { name: 'Assigned' })).toBeInTheDocument();
    expect(asked.find(({ path }) => path.endsWith('/assign'))?.body).toEqual({
      patient_id: '0048 2217',
      register: false,
      reason: 'asked the ward',
      revision: 1,
    });
    expect(screen.getByRole('link', { name: 'Open the ECG' })).toHaveAttribute('href', '/ecg/rec_1');
  });

  it('registers nobody without being told to', async () => {
    const user = show();
    answers['POST /api/patients/identify'] = problem(404, 'not_found');
    const dialog = await assignTo(user);
    expect(within(dialog).getByRole('status')).toHaveTextContent('No patient here has this id.');
    expect(within(dialog).getByRole('button', { name: 'Assign' })).toBeDisabled();
    await user.click(within(dialog).getByRole('checkbox', { name: /Register this patient/ }));
    expect(within(dialog).getByRole('button', { name: 'Assign' })).toBeEnabled();
  });

  it('keeps what was typed when somebody changed the record, and decides on the new revision', async () => {
    const user = show();
    answers['POST /api/quarantine/rec_1/reject'] = problem(409, 'stale_revision');
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    const dialog = await screen.findByRole('dialog', { name: 'Reject the recording' });
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'test transmission' } });
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('what you typed is kept');
    answers['GET /api/quarantine/rec_1'] = () => Response.json(aHeld({ record: aHeldRecord({ revision: 5 }) }));
    answers['POST /api/quarantine/rec_1/reject'] = () => Response.json(aHeldRecord({ status: 'deleted', revision: 6 }));
    await user.click(within(dialog).getByRole('button', { name: 'Read it again' }));
    await waitFor(() => expect(within(dialog).queryByRole('alert')).toBeNull());
    expect(within(dialog).getByLabelText(/Reason/)).toHaveValue('test transmission');
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect(await screen.findByRole('heading', { name: 'Rejected' })).toBeInTheDocument();
    expect(asked.filter(({ path }) => path.endsWith('/reject')).map(({ body }) => body)).toEqual([
      { reason: 'test transmission', revision: 1 },
      { reason: 'test transmission', revision: 5 },
    ]);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('offers to undo a rejection to those who may restore', async () => {
    const user = show(aHeld(), true);
    answers['POST /api/quarantine/rec_1/reject'] = () => Response.json(aHeldRecord({ status: 'deleted', revision: 2 }));
    answers['POST /api/ecg/data/rec_1/restore'] = () => Response.json(aHeldRecord({ revision: 3 }));
    answers['GET /api/quarantine/rec_1'] = () => Response.json(aHeld({ record: aHeldRecord({ revision: 3 }) }));
    await user.click(screen.getByRole('button', { name: 'Reject' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'by mistake' } });
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: 'Assign' })).toBeInTheDocument();
    expect(asked.find(({ path }) => path.endsWith('/restore'))?.body).toMatchObject({ revision: 2 });
  });
});
