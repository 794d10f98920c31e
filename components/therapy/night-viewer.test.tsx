import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRecording, renderThemed, router } from '@/components/testing/factories';
import { encodeWindow } from '@/lib/signals/window-wire';
import type { Night } from '@/lib/therapy/contracts';
import { aNight } from './night.fixture';
import { NightViewer } from './night-viewer';

const START = new Date('2026-10-27T21:00:00.000Z');
const HOUR = 3_600_000;

const record = aRecording({
  id: 'rec_1',
  modality: 'bipap',
  recording_date: START.toISOString(),
  duration_ms: 7.5 * HOUR,
  clock_offset_ms: 3000,
  channels: [
    { id: '0', name: 'leak', kind: 'rhythm', unit: 'L/min', sampling_rate_hz: 1 / 60, derived: false },
    { id: '1', name: 'pressure', kind: 'rhythm', unit: 'cmH2O', sampling_rate_hz: 1 / 60, derived: false },
  ],
});

/** Leak counts the minutes of the night, pressure is 12 throughout; nothing between the sessions. */
function signals(): Response {
  const minutes = Array.from({ length: 450 }, (_, i) => (i >= 180 && i < 210 ? Number.NaN : i));
  const channel = (id: string, name: string, unit: string, values: number[]) => ({
    ...{ id, name, unit, sampling_rate_hz: 1 / 60, kind: 'samples' as const, start_ms: 0, step_ms: 60_000 },
    values: Float32Array.from(values),
  });
  const channels = [
    channel('0', 'leak', 'L/min', minutes),
    channel(
      '1',
      'pressure',
      'cmH2O',
      minutes.map((value) => value * 0 + 12),
    ),
  ];
  return new Response(encodeWindow({ from_ms: 0, to_ms: 7.5 * HOUR, channels }, START));
}

const EVENTS = {
  start: START.toISOString(),
  unknown_sessions: [],
  types: ['central_apnea', 'hypopnea'],
  type: [0, 1],
  session: [0, 1],
  start_ms: [2 * HOUR, 5 * HOUR],
  duration_ms: [14_000, 0],
};

let fetched: string[] = [];
let answerSignals: () => Response = signals;
let stubs: { mockRestore: () => void }[] = [];

beforeEach(() => {
  fetched = [];
  answerSignals = signals;
  vi.stubGlobal('fetch', async (path: string) => {
    fetched.push(path);
    return path.includes('/events') ? Response.json(EVENTS) : answerSignals();
  });
  // jsdom has neither layout nor canvas
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

const OF_NIGHT = { records: [record], ecgs: [], nextId: null, mayAlign: false };

async function show(change: Partial<Night> = {}) {
  renderThemed(<NightViewer {...OF_NIGHT} night={aNight(change)} previousId="ngt_0" mayExclude />);
  if (change.sessions?.length === 0) return;
  await waitFor(() => expect(screen.getByTestId('night-lanes')).toHaveAttribute('data-state', 'ready'));
  await screen.findByRole('button', { name: /central apnoea/i });
}

const cursor = () => screen.getByRole('slider', { name: 'Time cursor' });
const press = (key: string, init: KeyboardEventInit = {}) => act(() => fireEvent.keyDown(cursor(), { key, ...init }));
const shortcut = (key: string) => act(() => fireEvent.keyDown(document.body, { key }));
const view = () => {
  const { from, to } = screen.getByRole('region', { name: 'Lanes of the night' }).dataset;
  return { from: Number(from), to: Number(to), hours: (Number(to) - Number(from)) / HOUR };
};

describe('a therapy night', () => {
  it('says which night it is, of which device, and how complete', async () => {
    await show();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Tue 27 to Wed 28 Oct 2026 noon to noon');
    expect(screen.getByText('BPAP auto, ResMed AirCurve 10 VAuto')).toBeInTheDocument();
    expect(screen.getByText('Complete')).toBeInTheDocument();
    expect(screen.getByText(/Clock vs upload \+3 s/)).toBeInTheDocument();
    expect(screen.getByText('Device local, UTC+1')).toBeInTheDocument();
    expect(screen.getByText(/no oximeter attached/)).toBeInTheDocument();
  });

  it('has one canvas for each lane that was sent and no other', async () => {
    await show();
    const lanes = screen.getAllByRole('img').map((canvas) => canvas.getAttribute('aria-label'));
    expect(lanes).toEqual([
      '2 events, as the device scored them; listed beside the lanes.',
      'Pressure in cmH₂O over the night.',
      'Leak in L/min over the night.',
    ]);
    expect(screen.getByText('limit 24')).toBeInTheDocument();
  });

  it('moves the cursor by pixels, minutes and to the ends, in the device’s time', async () => {
    await show();
    expect(cursor()).toHaveAttribute('aria-valuetext', '22:00:00, device local');
    press('ArrowRight', { shiftKey: true });
    expect(cursor()).toHaveAttribute('aria-valuetext', '22:01:00, device local');
    press('ArrowLeft', { shiftKey: true });
    press('ArrowRight');
    expect(cursor()).toHaveAttribute('aria-valuetext', '22:00:28, device local');
    press('End');
    expect(cursor()).toHaveAttribute('aria-valuetext', '05:39:00, device local');
    press('Home');
    expect(cursor()).toHaveAttribute('aria-valuetext', '21:51:00, device local');
  });

  it('reads the values at the cursor, and none where the mask was off', async () => {
    await show();
    for (let i = 0; i < 5; i += 1) press('ArrowRight', { shiftKey: true });
    expect(screen.getByText('12.0')).toBeInTheDocument();
    expect(screen.getByText('5', { selector: 'b' })).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Values at the cursor' })).toHaveTextContent('Leak 5'),
    );
    press('Home');
    expect(screen.queryByText('12.0')).not.toBeInTheDocument();
  });

  it('steps through events by keys, and shows the one chosen in the list', async () => {
    await show();
    shortcut('n');
    expect(cursor()).toHaveAttribute('aria-valuetext', '00:00:00, device local');
    expect(screen.getByRole('button', { name: /central apnoea/i })).toHaveAttribute('aria-current', 'true');
    expect(screen.getByText(/CA 14 s · 1/)).toBeInTheDocument();
    shortcut('n');
    expect(cursor()).toHaveAttribute('aria-valuetext', '03:00:00, device local');
    shortcut('p');
    expect(cursor()).toHaveAttribute('aria-valuetext', '00:00:00, device local');
    await userEvent.setup().click(screen.getByRole('button', { name: /hypopnoea/i }));
    expect(cursor()).toHaveAttribute('aria-valuetext', '03:00:00, device local');
  });

  it('zooms by key and preset about the cursor, and fetches what it shows', async () => {
    await show();
    shortcut('n');
    expect(view().hours).toBeCloseTo(7.8, 6);
    shortcut('.');
    expect(view().hours).toBeCloseTo(3.9, 6);
    expect((view().from + view().to) / 2).toBeGreaterThan(START.getTime() + HOUR);
    await userEvent.setup().click(screen.getByRole('radio', { name: '5 min' }));
    expect(view().hours).toBeCloseTo(5 / 60, 6);
    expect(view().from).toBe(START.getTime() + 2 * HOUR - 150_000);
    await waitFor(() => expect(fetched.at(-1)).toContain('from_ms='));
    const query = new URLSearchParams(fetched.at(-1)?.split('?')[1]);
    expect(Number(query.get('from_ms'))).toBeLessThanOrEqual(2 * HOUR - 150_000);
    expect(Number(query.get('to_ms')) - Number(query.get('from_ms'))).toBeLessThan(HOUR / 4);
    shortcut(',');
    expect(view().hours).toBeCloseTo(10 / 60, 6);
  });

  it('hides lanes, and gives them as a table', async () => {
    await show();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Table' }));
    const rows = within(screen.getByRole('table', { name: /lanes as a table/i })).getAllByRole('row');
    expect(rows[0]).toHaveTextContent('Device localEventsPressure, cmH₂OLeak, L/min');
    expect(rows[2]).toHaveTextContent('22:00:00 to 22:30:00012.00 to 29');
    await user.click(screen.getByRole('button', { name: 'Lanes' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Leak' }));
    expect(screen.queryByRole('img', { name: /leak/i })).not.toBeInTheDocument();
  });

  const laneNames = () => screen.getAllByRole('button', { name: /arrow keys move it$/ }).map((b) => b.textContent);

  it('moves lanes by arrow keys, keeps the focus on them and their order in the browser', async () => {
    await show();
    expect(laneNames()).toEqual(['Events', 'Pressure', 'Leak']);
    const leak = screen.getByRole('button', { name: /^Leak, lane 3/ });
    leak.focus();
    fireEvent.keyDown(leak, { key: 'ArrowUp' });
    expect(laneNames()).toEqual(['Events', 'Leak', 'Pressure']);
    expect(screen.getByRole('button', { name: /^Leak, lane 2/ })).toHaveFocus();
    fireEvent.keyDown(screen.getByRole('button', { name: /^Leak/ }), { key: 'ArrowUp' });
    fireEvent.keyDown(screen.getByRole('button', { name: /^Leak/ }), { key: 'ArrowUp' });
    expect(laneNames()).toEqual(['Leak', 'Events', 'Pressure']);
    cleanup();
    await show();
    expect(laneNames()).toEqual(['Leak', 'Events', 'Pressure']);
  });

  it('moves a lane that is dragged by its name, and leaves it where it was at Escape', async () => {
    await show();
    const rows = screen.getAllByRole('button', { name: /arrow keys move it$/ }).map((b) => b.closest('[data-lane]'));
    const rects = rows.map((row, index) =>
      row ? vi.spyOn(row, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, index * 50, 100, 50)) : null,
    );
    const drag = (y: number) => {
      fireEvent.pointerDown(screen.getByRole('button', { name: /^Events/ }), { button: 0, clientY: 25 });
      fireEvent.pointerMove(window, { clientY: y });
    };
    drag(80);
    fireEvent.keyDown(window, { key: 'Escape' });
    fireEvent.pointerUp(window);
    expect(laneNames()).toEqual(['Events', 'Pressure', 'Leak']);
    drag(80);
    fireEvent.pointerUp(window);
    expect(laneNames()).toEqual(['Pressure', 'Events', 'Leak']);
    for (const rect of rects) rect?.mockRestore();
  });

  it('opens the nights beside it', async () => {
    await show();
    expect(screen.getByRole('link', { name: 'Previous night' })).toHaveAttribute('href', '/therapy/ngt_0');
    expect(screen.getByRole('button', { name: 'Next night' })).toBeDisabled();
    shortcut('[');
    shortcut(']');
    expect(router.push.mock.calls).toEqual([['/therapy/ngt_0']]);
  });

  it('says what failed and what is safe, and tries again', async () => {
    answerSignals = () => Response.json({ code: 'store_unavailable', detail: 'A store is away.' }, { status: 503 });
    renderThemed(<NightViewer {...OF_NIGHT} night={aNight()} previousId={null} mayExclude={false} />);
    expect(await screen.findByText(/The signals could not load/)).toBeInTheDocument();
    answerSignals = signals;
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText(/could not load/)).not.toBeInTheDocument());
  });

  it('draws nothing of a day of which only the device’s summary came', async () => {
    await show({ sessions: [], usage_minutes: null });
    expect(screen.getByRole('heading', { name: 'No sessions in this night' })).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
    expect(screen.getByText('Summary only')).toBeInTheDocument();
  });
});
