import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordTable } from '@/components/patients/overview/record-table';
import { aPatient, aRecording, NOW, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import type { RecordRights } from './record-menu';

// several dialogs one after the other: a busy machine takes its time to draw them
vi.setConfig({ testTimeout: 20_000 });

const EVERYTHING: RecordRights = { move: true, delete: true };
const OTHER = aPatient({ patient_ref: 'pat_2', patient_id: 'Q-2', family_name: 'Finch', given_name: 'Leopold' });
const ECG = aTimelineEcg('2026-11-20T10:00:00.000Z', { id: 'rec_1' });

let record: Recording;
let changes: { call: string; body: unknown }[];

beforeEach(() => {
  record = aRecording();
  changes = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string, init?: RequestInit) => {
      if (!init?.method || init.method === 'GET') return Response.json(record);
      if (path === '/api/patients/identify') return Response.json(OTHER);
      const body = JSON.parse(String(init.body));
      changes.push({ call: `${init.method} ${path}`, body });
      return Response.json({ ...record, legal_hold: body.held ?? record.legal_hold, revision: record.revision + 1 });
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

function show(rights: RecordRights = EVERYTHING, change: Partial<Timeline> = {}) {
  const timeline = { ecgs: [ECG], nights: [], moved_away: 0, truncated: false, ...change };
  renderThemed(<RecordTable timeline={timeline} now={NOW} timeZone={TIME_ZONE} rights={rights} />);
  // checks of pointer events walk the whole tree for every click, which a busy machine feels
  return userEvent.setup({ pointerEventsCheck: 0 });
}

async function open(user: ReturnType<typeof userEvent.setup>, item: string): Promise<HTMLElement> {
  await user.click(screen.getByRole('button', { name: /^Change 12-lead ECG/ }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
  const dialog = await screen.findByRole('dialog');
  await within(dialog).findByRole('button', { name: 'Cancel' });
  return dialog;
}

describe('the menu of a record', () => {
  it('is not there for those who may neither move nor delete', () => {
    show({ move: false, delete: false });
    expect(screen.queryByRole('button', { name: /^Change/ })).toBeNull();
  });

  it('offers those who may only move nothing else', async () => {
    const user = show({ move: true, delete: false });
    await user.click(screen.getByRole('button', { name: /^Change/ }));
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
      'Move to another patient…',
    ]);
  });

  it('tells the records of one night apart', async () => {
    const records = [
      { id: 'rec_a', modality: 'cpap' as const },
      { id: 'rec_b', modality: 'bipap' as const },
    ];
    const user = show({ move: true, delete: false }, { ecgs: [], nights: [aNight('2026-11-02', {}, { records })] });
    await user.click(screen.getByRole('button', { name: /^Change Night/ }));
    expect(await screen.findByText('Record 2 of 2')).toBeInTheDocument();
  });
});

describe('changing a record', () => {
  it('moves it to the patient whose identity was shown, by the revision that was read', async () => {
    const user = show();
    const dialog = await open(user, 'Move to another patient…');
    expect(within(dialog).queryByRole('button', { name: 'Move' })).toBeNull();
    await user.type(within(dialog).getByLabelText(/Patient/), 'Q-2{Enter}');
    expect(await within(dialog).findByRole('status')).toHaveTextContent('FINCH, Leopold');
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'wrong wristband' } });
    await user.click(within(dialog).getByRole('button', { name: 'Move' }));
    expect(await screen.findByText(/The record was moved/)).toBeInTheDocument();
    expect(changes).toEqual([
      { call: 'POST /api/ecg/data/rec_1/move', body: { patient_id: 'Q-2', reason: 'wrong wristband', revision: 1 } },
    ]);
    expect(router.refresh).toHaveBeenCalledOnce();
  });

  it('deletes it with a reason, and offers to restore it', async () => {
    const user = show();
    const dialog = await open(user, 'Delete…');
    expect(within(dialog).getByRole('button', { name: 'Delete' })).toBeDisabled();
    fireEvent.change(within(dialog).getByLabelText(/Reason/), { target: { value: 'sent twice' } });
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText(/The record was deleted/)).toBeInTheDocument();
    expect(changes).toEqual([{ call: 'DELETE /api/ecg/data/rec_1', body: { reason: 'sent twice', revision: 1 } }]);
    await user.click(screen.getByRole('button', { name: 'Restore…' }));
    expect(await screen.findByRole('dialog', { name: 'Restore the record' })).toBeInTheDocument();
  });

  it('does not delete what is on legal hold, and lifts the hold', async () => {
    record = aRecording({ legal_hold: true });
    const user = show();
    const dialog = await open(user, 'Delete…');
    expect(dialog).toHaveTextContent('on legal hold');
    expect(within(dialog).queryByRole('button', { name: 'Delete' })).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    const hold = await open(user, 'Legal hold…');
    fireEvent.change(within(hold).getByLabelText(/Reason/), { target: { value: 'case closed' } });
    await user.click(within(hold).getByRole('button', { name: 'Lift the hold' }));
    expect(await screen.findByText('The legal hold was lifted.')).toBeInTheDocument();
    expect(changes[0]?.body).toEqual({ reason: 'case closed', revision: 1, held: false });
  });
});

it('says what left the chart, and not where it went', () => {
  show(EVERYTHING, { moved_away: 1 });
  expect(screen.getByText('1 record was moved to another patient.')).toBeInTheDocument();
});
