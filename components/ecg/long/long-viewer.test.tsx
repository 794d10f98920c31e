import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aPatient,
  aRecording,
  channels,
  NO_QTC_SETTING,
  NOW,
  READER,
  renderThemed,
  TIME_ZONE,
} from '@/components/testing/factories';
import { derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { type BeatLabel, type BeatList, flagOf } from '@/lib/measure/domain/beat-list/beat-list';
import { encodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import type { Recording } from '@/lib/recordings/contracts';
import { encodeWindow } from '@/lib/signals/window-wire';
import { EcgViewer } from '../ecg-viewer';

// a whole viewer in jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 30_000 });

const MINUTES_30 = 1_800_000;
/** A beat a second, the 100th ventricular, the 900th supraventricular, nothing from 600 to 700 s. */
const TIMES = Array.from({ length: 1800 }, (_, k) => k * 1000).filter((at) => at < 600_000 || at >= 700_000);
const labelOf = (at: number): BeatLabel => (at === 100_000 ? 'V' : at === 900_000 ? 'S' : 'N');

const BEATS: BeatList = {
  source: { kind: 'file', track: 'atr' },
  ...{ duration_ms: MINUTES_30, analysed_ms: null, missing_ms: 100_000 },
  gaps: [{ from_ms: 600_000, to_ms: 700_000 }],
  marks: [{ kind: 'rhythm', from_ms: 0, to_ms: MINUTES_30, text: 'N' }],
  times_ms: Uint32Array.from(TIMES),
  flags: Uint8Array.from(TIMES, (at) => flagOf(labelOf(at), at === 0 || at === 700_000)),
};

/** A whole viewer takes its time on a busy machine. */
const PATIENT = { timeout: 15_000 };

const asked: string[] = [];
let beatsAnswer: () => Response;
let stubs: { mockRestore: () => void }[] = [];

/** The window that was asked for, flat. */
function signals(address: string): Uint8Array<ArrayBuffer> {
  const query = new URL(address, 'http://test.invalid').searchParams;
  const [from_ms, to_ms] = [Number(query.get('from_ms')), Number(query.get('to_ms'))];
  const lead = { id: '0', name: 'II', unit: 'uV', sampling_rate_hz: 100, kind: 'samples' as const, step_ms: 10 };
  const values = new Float32Array((to_ms - from_ms) / 10);
  return encodeWindow({ from_ms, to_ms, channels: [{ ...lead, start_ms: from_ms, values }] }, new Date(NOW));
}

beforeEach(() => {
  asked.length = 0;
  beatsAnswer = () => new Response(encodeBeats(BEATS));
  vi.stubGlobal(
    'fetch',
    vi.fn(async (address: string) => {
      asked.push(address);
      if (address.includes('/annotations')) return Response.json({ data: [] });
      return address.includes('/beats') ? beatsAnswer() : new Response(signals(address));
    }),
  );
  // jsdom has neither layout nor canvas
  stubs = [
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1060),
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null),
  ];
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const stub of stubs) stub.mockRestore();
});

const press = (key: string) => act(() => fireEvent.keyDown(document.body, { key }));
const windowTime = () => screen.getByTestId('window-time').textContent;
const BEATS_FILE = { role: 'beats' as const, content_type: 'application/vnd.nightbeat.beats', bytes: 1, sha256: '' };

async function show(change: Partial<Recording> = {}, openAtMs: number | null = null) {
  const recording = aRecording({
    ...{ duration_ms: MINUTES_30, recording_date: '2026-10-27T21:31:40.000Z', channels: channels(['II']) },
    files: [BEATS_FILE],
    ...change,
  });
  renderThemed(
    <EcgViewer
      recording={recording}
      openAtMs={openAtMs}
      timeZone={TIME_ZONE}
      now={NOW}
      reading={READER}
      patient={aPatient()}
      qtc={NO_QTC_SETTING}
    />,
  );
  await screen.findByTestId('overview', {}, PATIENT);
}

const showBeats = async (change: Partial<Recording> = {}) => {
  await show(change);
  await waitFor(() => expect(screen.getByTestId('overview')).toHaveAttribute('data-state', 'ready'), PATIENT);
};

describe('a long recording', () => {
  it('has an overview that says what it shows, whose it is, and the same as a table', async () => {
    await showBeats();
    const picture = screen.getByRole('img', { name: /Heart rate of 1700 beats in 30 min/ });
    expect(picture).toHaveAccessibleName(/60 bpm.*1 ventricular ectopics.*100 s without a recording/);
    expect(screen.getByText('Beats: as labelled in the file (atr)')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const table = screen.getByRole('region', { name: 'Overview as a table' });
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(7);
    expect(rows[3]).toHaveTextContent('22:41:40200606060000100 s');
  });

  it('moves by window, second and beat, to both ends and to a typed time', async () => {
    await showBeats();
    expect(windowTime()).toBe('22:31:40 to 22:31:50');
    press('PageDown');
    expect(windowTime()).toBe('22:31:50 to 22:32:00');
    fireEvent.keyDown(document.body, { key: 'ArrowRight', shiftKey: true });
    expect(windowTime()).toBe('22:31:51 to 22:32:01');
    press('j');
    press('j');
    expect(windowTime()).toBe('22:31:53 to 22:32:03');
    press('End');
    expect(windowTime()).toBe('23:01:30 to 23:01:40');
    press('Home');
    const field = screen.getByLabelText(/Go to a time/);
    fireEvent.change(field, { target: { value: '22:50:05' } });
    fireEvent.submit(field);
    expect(windowTime()).toBe('22:50:00 to 22:50:10');
    fireEvent.change(field, { target: { value: '12:00' } });
    fireEvent.submit(field);
    expect(screen.getByText('Not a time of this recording')).toBeInTheDocument();
    expect(windowTime()).toBe('22:50:00 to 22:50:10');
  });

  it('opens at the moment that is asked for, in the middle of the paper, and at an end as near as it can', async () => {
    const link = { kind: 'during' as const, night_id: 'ngt_1', night: '2026-10-27' };
    // 22:31:40 and twenty minutes
    await show({ link, utc_offset_minutes: 60 }, 1_200_000);
    expect(windowTime()).toBe('22:51:35 to 22:51:45');
    expect(screen.getByText('Opened at 22:51:40, ECG’s clock')).toBeInTheDocument();
    const night = () => screen.getByRole('link', { name: 'This moment in the night' }).getAttribute('href');
    expect(night()).toBe('/therapy/ngt_1?ecg=rec_1&at=1200000');
    expect(screen.getByTestId('opened-moment').querySelectorAll('path')).toHaveLength(1);
    // elsewhere the line is not on the paper, and the night's moment is the middle of what is
    press('PageDown');
    expect(night()).toBe('/therapy/ngt_1?ecg=rec_1&at=1210000');
    expect(screen.queryByTestId('opened-moment')).toBeNull();
    cleanup();
    await show({}, MINUTES_30 - 1);
    expect(windowTime()).toBe('23:01:30 to 23:01:40');
  });

  it('walks the places of a kind, and names the one on the paper', async () => {
    await showBeats();
    press('n');
    expect(windowTime()).toBe('22:33:15 to 22:33:25');
    expect(screen.getAllByText(/ventricular ectopic 1 of 1/)).not.toHaveLength(0);
    expect(screen.getByRole('img', { name: /Beats on the paper: .*V RR 1000 ms/ })).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: /Nothing recorded/ }));
    expect(windowTime()).toBe('22:41:39 to 22:41:49');
  });

  it('says what is not known: no AF labelled is not no AF', async () => {
    await showBeats();
    const totals = screen.getByRole('region', { name: 'Totals' });
    expect(totals).toHaveTextContent('no AF labelled; absence not established');
    expect(totals).toHaveTextContent('not stated in the file, of 30 min');
    expect(totals).toHaveTextContent('VE burden0.06 %');
  });

  it('says what could not be judged, why, and by whom: in legend, picture, table and totals', async () => {
    const unjudged = {
      ...{ total_ms: 720_000, by_reason: { lead_off: 180_000, noisy: 540_000 }, found: 2 },
      spans: [
        { from_ms: 300_000, to_ms: 480_000, reason: 'lead_off' as const },
        { from_ms: 1_200_000, to_ms: 1_740_000, reason: 'noisy' as const },
      ],
    };
    const measurement = measureEcg({ rate_hz: 500, from_ms: 0, leads: [] });
    await showBeats({ derived: derivedEcg(measurement, { fibrillation: null, unjudged }) });
    expect(screen.getByText('nothing recorded')).toBeInTheDocument();
    expect(screen.getByText('not judged, computed: noise, leads off')).toBeInTheDocument();
    expect(screen.getByRole('img', { name: /Heart rate of/ })).toHaveAccessibleName(
      /100 s without a recording; not judged 12 min: noise 9 min, leads off 3 min\./,
    );
    expect(screen.getByRole('region', { name: 'Totals' })).toHaveTextContent(
      'Not judged, computed12 min: noise 9 min, leads off 3 min',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    const rows = within(screen.getByRole('region', { name: 'Overview as a table' })).getAllByRole('row');
    const last = rows.map((row) => row.lastElementChild?.textContent);
    // rows of five minutes: 5 to 8 min, and 20 to 29 min
    expect(last).toEqual(['Not judged', 'none', '3 min', 'none', 'none', '5 min', '4 min']);
  });

  it('does not speak of judging where nothing was computed or is shown', async () => {
    await showBeats();
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    expect(screen.queryByText(/not judged/i)).not.toBeInTheDocument();
    expect(screen.getByRole('img', { name: /Heart rate of/ })).not.toHaveAccessibleName(/judged/);
  });

  it('has its window as a slider', async () => {
    await showBeats();
    const slider = screen.getByRole('slider', { name: 'Window on the paper' });
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(slider).toHaveAttribute('aria-valuetext', '22:31:50 to 22:32:00');
    fireEvent.keyDown(slider, { key: 'End' });
    expect(slider).toHaveAttribute('aria-valuenow', '1790');
  });

  it('discloses every minute, ten a page, and opens one', async () => {
    await showBeats();
    const lines = within(screen.getByTestId('disclosure')).getAllByRole('button', { name: /Show on the paper/ });
    expect(lines).toHaveLength(10);
    expect(lines[1]).toHaveAccessibleName(
      '22:32:40: 60 beats, mean 60 bpm, 1 ventricular and 0 supraventricular ectopics. Show on the paper',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Later ten minutes' }));
    const later = within(screen.getByTestId('disclosure')).getAllByRole('button', { name: /Show on the paper/ });
    fireEvent.click(later[1] ?? document.body);
    expect(windowTime()).toBe('22:42:40 to 22:42:50');
  });

  it('can be moved through without beats, and says that none are kept', async () => {
    await show({ files: [] });
    expect(screen.getByText('No beats are kept of this recording')).toBeInTheDocument();
    expect(asked.some((address) => address.includes('/beats'))).toBe(false);
    press('PageDown');
    expect(windowTime()).toBe('22:31:50 to 22:32:00');
    expect(screen.queryByRole('region', { name: 'Totals' })).not.toBeInTheDocument();
  });

  it('says so where the beats cannot load, and asks again', async () => {
    beatsAnswer = () => new Response('{}', { status: 503 });
    await show();
    await screen.findByText('The beats could not load', {}, PATIENT);
    beatsAnswer = () => new Response(encodeBeats(BEATS));
    fireEvent.click(screen.getByRole('button', { name: /again/i }));
    await waitFor(() => expect(screen.getByTestId('overview')).toHaveAttribute('data-state', 'ready'), PATIENT);
  });
});

describe('a short recording', () => {
  it('has no overview', () => {
    renderThemed(
      <EcgViewer
        recording={aRecording()}
        timeZone={TIME_ZONE}
        now={NOW}
        reading={READER}
        patient={aPatient()}
        qtc={NO_QTC_SETTING}
      />,
    );
    expect(screen.queryByTestId('overview')).not.toBeInTheDocument();
  });
});
