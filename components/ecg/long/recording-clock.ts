import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import { formatDate, zoneOffsetMinutes } from '@/lib/client/format-time';

const STEP_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** The clock of a zone over a recording, as charts read it: its offset at the start and each change of it. */
function zoneClock(startMs: number, durationMs: number, timeZone: string): DeviceClock {
  const offset = (ms: number) => zoneOffsetMinutes(new Date(ms).toISOString(), timeZone);
  const clock = [{ atMs: startMs, utcOffsetMinutes: offset(startMs) }];
  // zones change on a quarter of an hour
  for (let at = Math.ceil(startMs / STEP_MS) * STEP_MS; at < startMs + durationMs; at += STEP_MS) {
    const now = offset(at);
    if (now !== clock.at(-1)?.utcOffsetMinutes) clock.push({ atMs: at, utcOffsetMinutes: now });
  }
  return clock;
}

/** Times of a recording as the page writes them. */
export interface RecordingClock {
  /** Epoch ms of the recording's start. */
  startMs: number;
  clock: DeviceClock;
  /** `22:41:17` at ms from the start; with the day where the recording spans more than one. */
  text: (ms: number) => string;
}

/** The clock of a recording in the organisation's zone. */
export function recordingClock(recordingDate: string, durationMs: number, timeZone: string): RecordingClock {
  const startMs = Date.parse(recordingDate);
  const clock = zoneClock(startMs, durationMs, timeZone);
  const day = (ms: number) => formatDate(new Date(startMs + ms).toISOString(), timeZone).replace(/ \d{4}$/, '');
  const days = durationMs >= DAY_MS;
  const text = (ms: number) => `${days ? `${day(ms)} ` : ''}${clockText(clock, startMs + ms, true)}`;
  return { startMs, clock, text };
}

const CLOCK_TIME = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/;
const SINCE_START = /^\+(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$/;

/**
 * The moment a typed time means, in ms from the start: `22:41`, `22:41:17` or `224117` by the clock, `+12:30` or
 * `+1:02:30` since the start. Where a time of day comes more than once, the next one after the moment that is shown.
 * @returns null for what is no time, or none of the recording
 */
export function momentOf(
  typed: string,
  { startMs, clock }: Pick<RecordingClock, 'startMs' | 'clock'>,
  durationMs: number,
  shownMs: number,
): number | null {
  const text = typed.trim();
  const since = SINCE_START.exec(text);
  if (since) {
    const [hours = 0, minutes = 0, seconds = 0] = since.slice(1).map((part) => Number(part ?? 0));
    const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    return ms <= durationMs ? ms : null;
  }
  const clocked = CLOCK_TIME.exec(text);
  if (!clocked) return null;
  const [hours = 0, minutes = 0, seconds = 0] = clocked.slice(1).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const wanted = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:${String(seconds).padStart(2, '0')}`;
  return nextOf(momentsAt(wanted, { startMs, clock }, durationMs), shownMs);
}

/** All moments of a recording at which its clock shows a time. */
function momentsAt(
  wanted: string,
  { startMs, clock }: Pick<RecordingClock, 'startMs' | 'clock'>,
  durationMs: number,
): number[] {
  const ofDay = Date.parse(`1970-01-01T${wanted}Z`);
  const moments = new Set<number>();
  for (const { utcOffsetMinutes } of clock) {
    const offset = utcOffsetMinutes * 60_000;
    const first = Math.ceil((startMs + offset - ofDay) / DAY_MS) * DAY_MS + ofDay - offset;
    for (let at = first; at < startMs + durationMs; at += DAY_MS)
      if (clockText(clock, at, true) === wanted) moments.add(at - startMs);
  }
  return [...moments].sort((a, b) => a - b);
}

function nextOf(moments: readonly number[], shownMs: number): number | null {
  return moments.find((at) => at > shownMs) ?? moments[0] ?? null;
}
