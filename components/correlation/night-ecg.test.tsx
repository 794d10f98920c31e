import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRecording, renderThemed, router } from '@/components/testing/factories';
import { aNight } from '@/components/therapy/night.fixture';
import { NightViewer } from '@/components/therapy/night-viewer';
import { type Alignment, clockState } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { encodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { encodeWindow } from '@/lib/signals/window-wire';
import { estimateClock, estimateText, pulseRecord } from './estimate-clock';

const START = new Date('2026-10-27T21:00:00.000Z');
const HOUR = 3_600_000;
const EVENT_MS = 2 * HOUR;

const therapy = aRecording({ id: 'rec_1', modality: 'bipap', recording_date: START.toISOString(), channels: [] });

/** A Holter over the first five hours of the night, whose clock is as aligned. */
function holter(alignment: Partial<Alignment> | null): NightEcg {
  const recording = aRecording({
    ...{ id: 'rec_ecg', recording_date: START.toISOString(), duration_ms: 5 * HOUR, device_id: 'HOLTER-1' },
    link: { kind: 'during', night_id: 'ngt_1', night: '2026-10-27' },
  });
  const known = alignment && {
    ...{ offset_ms: 0, uncertainty_ms: 2000, method: 'manual' as const, night: '2026-10-27' },
    ...alignment,
  };
  const pair = { ecg_device_id: 'HOLTER-1', therapy_device_id: 'PAP-1', night: '2026-10-27' };
  return {
    ...{ recording, therapy_device_id: 'PAP-1', clock: clockState(pair, known) },
    alignment_revision: known ? 3 : 0,
  };
}

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

let sent: { path: string; body: unknown }[] = [];
let stubs: { mockRestore: () => void }[] = [];

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    sent.push({ path, body: init?.body ? JSON.parse(String(init.body)) : null });
    if (path.includes('/events')) return Response.json(EVENTS);
    if (path.includes('/beats')) return new Response(BEATS);
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

async function show(ecgs: NightEcg[], mayAlign = false) {
  const rest = { records: [therapy], previousId: null, nextId: null, mayExclude: false, mayAlign };
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
    expect(screen.getByText('clock +0 s ±2 s')).toBeInTheDocument();
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

/** Beats of 25 min whose rate wanders, in ms: made up, the same each time. */
function wanderingBeats(): number[] {
  let [state, drift, at] = [7, 0, 500];
  const beats: number[] = [];
  while (at < 1_500_000) {
    beats.push(at);
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    drift = 0.97 * drift + 90 * (state / 2 ** 32 - 0.5);
    at += 800 + drift;
  }
  return beats;
}

describe('the estimate of a clock', () => {
  const MINUTES_25 = 25 * 60_000;
  const channel = (name: string, unit: string, sampling_rate_hz: number) => ({
    ...{ id: name, name, kind: 'rhythm', unit, sampling_rate_hz, derived: false },
  });
  const pulse = aRecording({
    ...{ id: 'rec_1', modality: 'bipap', recording_date: START.toISOString(), duration_ms: MINUTES_25 },
    channels: [channel('pulse', 'bpm', 1)],
  });
  const beats = wanderingBeats();

  /** The pulse of the same heart, by a clock 42 s ahead. */
  function pulseWindow(): Response {
    const values = Float32Array.from({ length: 1500 }, (_, second) => {
      const k = beats.findIndex((beat) => beat > second * 1000 - 42_000);
      return k < 1 ? Number.NaN : 60_000 / ((beats[k] ?? 0) - (beats[k - 1] ?? 0));
    });
    const one = { id: '0', name: 'pulse', unit: 'bpm', sampling_rate_hz: 1, kind: 'samples' as const };
    const channels = [{ ...one, start_ms: 0, step_ms: 1000, values }];
    return new Response(encodeWindow({ from_ms: 0, to_ms: MINUTES_25, channels }, START));
  }

  function wholeEcg(): Response {
    const values = new Float32Array(MINUTES_25 / 8);
    for (const beat of beats)
      for (let by = -5; by <= 5; by++) {
        const k = Math.round(beat / 8) + by;
        if (k >= 0 && k < values.length) values[k] = 1000 - 180 * Math.abs(by);
      }
    const one = { id: '1', name: 'II', unit: 'uV', sampling_rate_hz: 125, kind: 'samples' as const };
    const channels = [{ ...one, start_ms: 0, step_ms: 8, values }];
    return new Response(encodeWindow({ from_ms: 0, to_ms: MINUTES_25, channels }, START));
  }

  it('finds the offset of the ECG against the pulse', async () => {
    vi.stubGlobal('fetch', async (path: string) => (path.includes('pulse') ? pulseWindow() : wholeEcg()));
    const { recording, ...ecg } = holter(null);
    const found = await estimateClock({ ...ecg, recording: { ...recording, duration_ms: MINUTES_25 } }, pulse);
    if (!found.ok) throw new Error(found.reason);
    expect(Math.abs(found.offset_ms - 42_000)).toBeLessThanOrEqual(2000);
    expect(estimateText(found)).toMatch(/^Estimated from 2\d min of heart rate and pulse, correlation [01]\.\d\d\.$/);
  }, 30_000);

  it('says why it cannot', async () => {
    const apart = { ...pulse, recording_date: '2026-10-29T21:00:00.000Z' };
    const found = await estimateClock(holter(null), apart);
    expect(estimateText(found)).toBe('No estimate. ECG and pulse have less than ten minutes in common.');
    expect(pulseRecord([therapy])).toBeNull();
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
