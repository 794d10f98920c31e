import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aRecording, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { RecordList } from './record-list';

afterEach(() => vi.unstubAllGlobals());

const night = aRecording({
  id: 'rec_night',
  modality: 'bipap',
  recording_date: '2026-11-21T21:10:00.000Z',
  therapy: {
    mode: 'BPAP_AUTO',
    night: '2026-11-21',
    night_id: null,
    leak_type: null,
    settings: {},
    summary: { usage_minutes: 564 },
    sessions: [],
    usage_minutes: 560,
    ahi: 1.64,
  },
});

type Props = Parameters<typeof RecordList>[0];

function show(records: Recording[], older: Props['older'] = []) {
  renderThemed(<RecordList patientRef="pat_1" records={records} older={older} timeZone={TIME_ZONE} />);
}

const rows = () => screen.getAllByRole('row').slice(1);

describe('records of a patient', () => {
  it('stand newest first, whatever their kind', () => {
    show([aRecording({ id: 'old', recording_date: '2026-10-28T06:52:00.000Z' }), night, aRecording()]);
    expect(rows().map((row) => row.textContent?.match(/Night of 21 Nov 2026|22 Nov 2026|28 Oct 2026/)?.[0])).toEqual([
      '22 Nov 2026',
      'Night of 21 Nov 2026',
      '28 Oct 2026',
    ]);
  });

  it('open by a link that says what and when; a night has no page to open', () => {
    show([aRecording(), night]);
    expect(screen.getAllByRole('link')).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Open 12-lead ECG of 22 Nov 2026 08:14:07 CET' })).toHaveAttribute(
      'href',
      '/ecg/rec_1',
    );
  });

  it('name the source of each therapy figure: the device’s own before ours', () => {
    show([night]);
    expect(rows()[0]).toHaveTextContent('9.4 h (device), AHI 1.6 /h (computed, per usage hour)');
  });

  it('show a held record as held', () => {
    show([aRecording({ status: 'quarantined' })]);
    expect(rows()[0]).toHaveTextContent('Held');
  });

  it('load older ones and keep the order; a failure loses nothing', async () => {
    const user = userEvent.setup();
    show([aRecording()], [{ modality: 'ecg', cursor: 'c1' }]);
    const fetched = vi.fn(async () =>
      Response.json({ code: 'store_unavailable', detail: 'A store is away.' }, { status: 503 }),
    );
    vi.stubGlobal('fetch', fetched);
    await user.click(screen.getByRole('button', { name: 'Load older records' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('A store is away.');
    fetched.mockImplementation(async () =>
      Response.json({
        data: [aRecording({ id: 'old', recording_date: '2026-10-28T06:52:00.000Z' })],
        next_cursor: null,
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Load older records' }));
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(fetched).toHaveBeenLastCalledWith('/api/ecg/data?patient_ref=pat_1&limit=100&cursor=c1', expect.anything());
    expect(screen.queryByRole('button', { name: 'Load older records' })).toBeNull();
  });

  it('say that there are none yet', () => {
    show([]);
    expect(screen.getByText('No records yet')).toBeInTheDocument();
  });
});
