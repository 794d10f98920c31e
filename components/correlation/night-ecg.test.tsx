import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRecording, renderThemed, router } from '@/components/testing/factories';
import { aNight } from '@/components/therapy/night.fixture';
import { NightViewer } from '@/components/therapy/night-viewer';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { decodeBeats, encodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import { encodeWindow } from '@/lib/signals/window-wire';
import { syntheticEcg } from '@/lib/testing/synthetic-ecg';
import type { AskedMoment } from './ecg-jump';
import { HOUR, holter, START, therapy } from './night-ecg.fixture';

const EVENT_MS = 2 * HOUR;

/** A beat a second: a triangle of 80 ms in silence, at 250 Hz. */
function ecgWindow(query: URLSearchParams): Response {
  const [from, to] = [Number(query.get('from_ms')), Number(query.get('to_ms'))];
  const values = Float32Array.from({ length: Math.round((to - from) / 4) }, (_, k) => {
    const ms = (from + k * 4) % 1000;
    return Math.max(0, 1000 - 25 * Math.abs(ms - 500));
  });
  const lead = { id: '1', name: 'II', unit: 'uV', sampling_rate_hz: 250, kind: 'samples' as const };
  const channels = [{ ...lead, start_ms: from, step_ms: 4, values }];
  return new Response(encodeWindow({ from_ms: from, to_ms: to, channels }, START));
}

const EVENTS = {
  ...{ start: START.toISOString(), unknown_sessions: [], types: ['central_apnea'], type: [0], session: [0] },
  ...{ start_ms: [EVENT_MS], duration_ms: [14_000] },
};

/** A beat a second for the first two hours, none in the third, two a second from then on. */
const BEATS = encodeBeats({
  source: { kind: 'computed', algorithm: 'example', version: '1', leads: ['II'] },
  ...{ duration_ms: 5 * HOUR, analysed_ms: 5 * HOUR, gaps: [], missing_ms: 0, marks: [] },
  times_ms: Uint32Array.from([
    ...Array.from({ length: 2 * 3600 }, (_, k) => k * 1000),
    ...Array.from({ length: 4 * 3600 }, (_, k) => 3 * HOUR + k * 500),
  ]),
  flags: new Uint8Array(6 * 3600),
});

/** The same of a file that labels half an hour of fibrillation. */
const LABELLED = encodeBeats({
  ...decodeBeats(BEATS),
  source: { kind: 'file', track: 'atr' },
  marks: [{ kind: 'rhythm', from_ms: HOUR, to_ms: 1.5 * HOUR, text: 'AFIB' }],
});
let beats = BEATS;

let sent: { path: string; body: unknown }[] = [];
let stubs: { mockRestore: () => void }[] = [];

beforeEach(() => {
  sent = [];
  beats = BEATS;
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    sent.push({ path, body: init?.body ? JSON.parse(String(init.body)) : null });
    if (path.includes('/events')) return Response.json(EVENTS);
    if (path.includes('/beats')) return new Response(beats);
    if (path.includes('clock-offset')) return Response.json({ data: [], next_cursor: null });
    return ecgWindow(new URLSearchParams(path.split('?')[1]));
  });
  stubs = [
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000),
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null),
  ];
});
afterEach(() => {
  vi.unstubAllGlobals();
  window.localStorage.clear();
  for (const stub of stubs) stub.mockRestore();
});

async function show(ecgs: NightEcg[], mayAlign = false, asked: AskedMoment | null = null) {
  const rest = { records: [therapy], previousId: null, nextId: null, mayExclude: false, mayAlign, asked };
  renderThemed(<NightViewer night={aNight()} ecgs={ecgs} {...rest} />);
  await screen.findByRole('button', { name: /central apnoea/i });
}

const lanes = () => screen.getAllByRole('img').map((canvas) => canvas.getAttribute('aria-label') ?? '');
const ecgRequests = () => sent.filter(({ path }) => path.startsWith('/api/ecg/'));
const span = () => {
  const { from, to } = screen.getByRole('region', { name: 'Lanes of the night' }).dataset;
  return [Number(from) - START.getTime(), Number(to) - START.getTime()];
};
const choose = () => userEvent.setup().click(screen.getByRole('button', { name: /central apnoea/i }));

describe('an ECG recorded during a night', () => {
  it('has a lane that says how well the clocks agree, and asks for no samples of a whole night', async () => {
    await show([holter({})]);
    expect(lanes()[1]).toBe(
      '12-lead ECG recorded during this night. Clock +0 s ±2 s, set by hand. ' +
        'The clocks agree within 5 s: events and beats may be compared.',
    );
    expect(ecgRequests()).toEqual([]);
  });

  it('shows the heart rate of the whole night from stored beats, gaps as gaps, and asks for them once', async () => {
    const long = holter({ offset_ms: 10_000 });
    long.recording = { ...long.recording, files: [{ role: 'beats', content_type: 'x', bytes: 1, sha256: '' }] };
    await show([long]);
    await waitFor(() =>
      expect(ecgRequests().map(({ path }) => path)).toEqual(['/api/ecg/data/rec_ecg/beats?version=1']),
    );
    const slider = screen.getByRole('slider', { name: 'Time cursor' });
    const move = (minutes: number) => {
      for (let k = 0; k < minutes; k += 1)
        act(() => void fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true }));
    };
    act(() => void fireEvent.keyDown(slider, { key: 'Home' }));
    move(30);
    expect(await screen.findByText('60 bpm')).toBeInTheDocument();
    move(120);
    expect(screen.queryByText(/^\d+ bpm$/)).not.toBeInTheDocument();
    move(60);
    expect(screen.getByText('120 bpm')).toBeInTheDocument();
    expect(ecgRequests()).toHaveLength(1);
  });

  it('shades fibrillation that the file labels, and says whose the beats and the label are', async () => {
    beats = LABELLED;
    const long = holter({});
    long.recording = { ...long.recording, files: [{ role: 'beats', content_type: 'x', bytes: 1, sha256: '' }] };
    await show([long]);
    const legend = within(await screen.findByRole('list', { name: 'Shaded in the ECG’s lane' }));
    expect(legend.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['AF as labelled in the file']);
    expect(lanes()[1]).toContain('Shaded: AF as labelled in the file.');
    expect(screen.getByText('beats as sent')).toBeInTheDocument();
  });

  it('shades the measured part where fibrillation is suspected in it, and says that it is computed and suspected', async () => {
    const short = holter({});
    const { rate_hz, leads } = syntheticEcg({});
    const derived = derivedEcg(measureEcg({ rate_hz, from_ms: 0, leads }));
    const rhythm = { ...derived.rhythm, af_suspected: true };
    short.recording = { ...short.recording, duration_ms: 10_000, derived: { ...derived, rhythm } };
    await show([short]);
    const legend = within(screen.getByRole('list', { name: 'Shaded in the ECG’s lane' }));
    expect(legend.getByText('AF suspected, computed')).toBeInTheDocument();
    expect(legend.getByText(/judged in the measured part alone/)).toBeInTheDocument();
  });

  it('asks for the samples of a short ECG also where the whole night is on screen', async () => {
    const short = holter({});
    short.recording = { ...short.recording, duration_ms: 10_000 };
    await show([short]);
    await waitFor(() => expect(ecgRequests()).toHaveLength(1));
    expect(ecgRequests()[0]?.path).toMatch(/signals\?from_ms=0&to_ms=10000&channels=II/);
  });

  it('shows an apnoea with a minute to either side, its trace and heart rate, on the clock of the night', async () => {
    await show([holter({ offset_ms: 10_000 })]);
    await choose();
    expect(span()).toEqual([EVENT_MS - 60_000, EVENT_MS + 60_000]);
    await waitFor(() => expect(ecgRequests()).toHaveLength(1));
    const query = new URLSearchParams(ecgRequests()[0]?.path.split('?')[1]);
    // ten seconds of the night's clock are still to come on the ECG's
    expect(Number(query.get('from_ms'))).toBeLessThanOrEqual(EVENT_MS - 70_000);
    expect(query.get('channels')).toBe('II');
    expect(lanes().some((lane) => lane.startsWith('One lead of the ECG'))).toBe(true);
    expect(await screen.findByText('60 bpm')).toBeInTheDocument();
  });

  it('is side by side only where the clocks agree within 30 s', async () => {
    await show([holter({ uncertainty_ms: 6000 })]);
    await choose();
    expect(await screen.findByText('side by side only')).toBeInTheDocument();
    expect(screen.getAllByText(/no statement which beat met which event/).length).toBeGreaterThan(0);
  });

  it('is compared by the night only where nobody aligned the clocks: no samples, no zoom to the event', async () => {
    await show([holter(null)]);
    const before = span();
    await choose();
    expect(span()).toEqual(before);
    expect(ecgRequests()).toEqual([]);
    expect(screen.getByText('Clocks never aligned: offset unknown')).toBeInTheDocument();
  });

  it('of two is the one on screen', async () => {
    const short = holter({});
    const recording_date = new Date(START.getTime() + 5.5 * HOUR).toISOString();
    short.recording = { ...short.recording, id: 'rec_short', recording_date, duration_ms: HOUR };
    await show([holter({}), short]);
    await choose();
    await waitFor(() => expect(ecgRequests()).toHaveLength(1));
    expect(ecgRequests()[0]?.path).toContain('rec_ecg');
    // in its lane, and beside the link to it
    expect(screen.getAllByText('clock +0 s ±2 s')).toHaveLength(2);
    act(() => fireEvent.keyDown(screen.getByRole('slider', { name: 'Time cursor' }), { key: 'End' }));
    await act(async () => fireEvent.keyDown(screen.getByRole('slider'), { key: 'ArrowLeft', shiftKey: true }));
    expect(ecgRequests()).toHaveLength(1);
  });

  it('is in the table of the lanes', async () => {
    await show([holter({})]);
    await choose();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Table' }));
    const table = await screen.findByRole('table', { name: /lanes as a table/i });
    expect(within(table).getByRole('columnheader', { name: 'ECG heart rate, bpm' })).toBeInTheDocument();
    await waitFor(() => expect(within(table).getAllByText('60').length).toBeGreaterThan(5));
  });
});

describe('the way between a night and its ECG', () => {
  const cursor = () => screen.getByRole('slider', { name: 'Time cursor' });
  const link = () => screen.getByRole('link', { name: /^Open the / });

  it('leads into the ECG at the moment of the cursor, on the ECG’s own clock', async () => {
    await show([holter({ offset_ms: 10_000 })]);
    await choose();
    // two hours into the night, by a clock ten seconds ahead of the ECG's
    expect(link()).toHaveTextContent('Open the 12-lead ECG at 00:00:00');
    expect(link()).toHaveAttribute('href', `/ecg/rec_ecg?at=${EVENT_MS - 10_000}`);
    act(() => void fireEvent.keyDown(cursor(), { key: 'ArrowRight', shiftKey: true }));
    expect(link()).toHaveAttribute('href', `/ecg/rec_ecg?at=${EVENT_MS + 50_000}`);
    act(() => void fireEvent.keyDown(document.body, { key: 'e' }));
    expect(router.push).toHaveBeenCalledWith(`/ecg/rec_ecg?at=${EVENT_MS + 50_000}`);
    act(() => void fireEvent.keyDown(cursor(), { key: 'End' }));
    expect(screen.getByText('No ECG that could be opened at the cursor')).toBeInTheDocument();
  });

  it('leads nowhere where the clocks are not known to agree', async () => {
    await show([holter(null)]);
    expect(screen.queryByRole('link', { name: /^Open the / })).toBeNull();
  });

  it('leads back: the cursor stands at the ECG’s moment, with a minute to either side', async () => {
    await show([holter({ offset_ms: 10_000 })], false, { ecg: 'rec_ecg', at: String(HOUR) });
    expect(cursor()).toHaveAttribute('aria-valuetext', '23:00:10, device local');
    expect(span()).toEqual([HOUR + 10_000 - 60_000, HOUR + 10_000 + 60_000]);
    expect(link()).toHaveAttribute('href', `/ecg/rec_ecg?at=${HOUR}`);
  });

  it('opens the night as ever, and says why, where the moment cannot be told', async () => {
    await show([holter(null)], false, { ecg: 'rec_ecg', at: String(HOUR) });
    expect(cursor()).toHaveAttribute('aria-valuetext', '22:00:00, device local');
    expect(screen.getByText(/^The moment of the ECG is not shown/)).toBeInTheDocument();
  });
});

describe('the ECGs of a night', () => {
  const morning: NightEcg = {
    ...holter(null),
    recording: aRecording({
      ...{ id: 'rec_morning', recording_date: '2026-10-28T07:15:00.000Z', utc_offset_minutes: 60 },
      link: { kind: 'morning_after', night_id: 'ngt_1', night: '2026-10-27' },
    }),
  };

  it('are listed with links, and how they stand to therapy', async () => {
    await show([morning]);
    const list = within(screen.getByRole('region', { name: 'ECGs of this night' }));
    expect(list.getByRole('link', { name: '12-lead ECG, 08:15:00' })).toHaveAttribute('href', '/ecg/rec_morning');
    expect(list.getByText('≤ 12 h after therapy')).toBeInTheDocument();
    expect(list.queryByRole('button')).not.toBeInTheDocument();
    expect(lanes().some((lane) => lane.includes('ECG'))).toBe(false);
  });

  it('are aligned by those who may, with a reason', async () => {
    await show([holter({})], true);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: /^Align the clock of/ }));
    const dialog = within(await screen.findByRole('dialog'));
    const offset = dialog.getByRole('textbox', { name: /^Offset/ });
    await user.clear(offset);
    await user.type(offset, '-42.5');
    await user.clear(dialog.getByRole('textbox', { name: /^Uncertainty/ }));
    expect(dialog.getByText(/compared by the night only/)).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Align' })).toBeDisabled();
    await user.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'both clocks seen');
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Align' })));
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
    expect(sent.at(-1)).toEqual({
      path: '/api/patients/pat_1/clock-offset',
      body: {
        ...{ night_id: 'ngt_1', ecg_device_id: 'HOLTER-1', therapy_device_id: 'PAP-1', revision: 3 },
        ...{ alignment: { offset_ms: -42_500, uncertainty_ms: null, method: 'manual' }, reason: 'both clocks seen' },
      },
    });
  }, 30_000);
});
