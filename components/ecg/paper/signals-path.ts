import { type VisibleTime, visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import type { Recording } from '@/lib/recordings/contracts';
import { FIRST_SPEED_MM_PER_S, firstFromMs } from './first-view';
import type { Block } from './use-ecg-view';

/** Up to this many samples the whole recording is fetched at once, so that paging and speeds cost no request. */
const WHOLE_LIMIT = 500_000;

/** A window of signals as it is asked for. */
interface WindowRequest {
  fromMs: number;
  toMs: number;
  /** Pixel columns at hand; null asks for every sample. */
  width: number | null;
}

/** Fetched on both sides of a window: filters settle in it, and small steps ask for nothing new. */
const MARGIN_MS = 5000;
/** Windows begin and end on this grid, so that steps along a recording share them. */
const GRID_MS = 5000;

/** What to fetch for the seconds on the paper: the whole of a short recording, a window of a long one. */
export function windowToFetch(recording: Recording, time: VisibleTime, widthPx: number): WindowRequest {
  const perSecond = recording.channels
    .filter((channel) => channel.kind === 'rhythm')
    .reduce((sum, channel) => sum + channel.sampling_rate_hz, 0);
  const samples = (ms: number) => (perSecond * ms) / 1000;
  if (samples(recording.duration_ms) <= WHOLE_LIMIT) return { fromMs: 0, toMs: recording.duration_ms, width: null };
  const fromMs = Math.max(0, Math.floor((time.fromMs - MARGIN_MS) / GRID_MS) * GRID_MS);
  const toMs = Math.min(recording.duration_ms, Math.ceil((time.toMs + MARGIN_MS) / GRID_MS) * GRID_MS);
  return { fromMs, toMs, width: samples(toMs - fromMs) <= WHOLE_LIMIT ? null : Math.ceil(widthPx) };
}

/** The address of a window of signals. */
export function signalsPath(recording: Recording, block: Block, { fromMs, toMs, width }: WindowRequest): string {
  const query = new URLSearchParams({ block, version: String(recording.version) });
  if (block === 'rhythm') {
    query.set('from_ms', String(fromMs));
    query.set('to_ms', String(toMs));
    if (width !== null) query.set('width', String(width));
  }
  return `/api/ecg/data/${encodeURIComponent(recording.id)}/signals?${query}`;
}

/**
 * The address of what the paper shows first; null where it depends on how wide the screen is, or is not the recording's
 * beginning, which alone is drawn before the viewer runs.
 */
export function firstSignalsPath(recording: Recording, openAtMs: number | null = null): string | null {
  if (firstFromMs(recording.duration_ms, openAtMs) > 0) return null;
  const time = visibleTime(recording.duration_ms, 0, FIRST_SPEED_MM_PER_S);
  const request = windowToFetch(recording, time, 1);
  return request.width === null ? signalsPath(recording, 'rhythm', request) : null;
}
