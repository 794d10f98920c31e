import { countEvents, totalEvents } from './indices';

/** Something to know about an accepted record. */
export interface TherapyWarning {
  pointer: string;
  code: 'ahi_mismatch' | 'event_outside_session' | 'signal_longer_than_session';
  detail: string;
}

/** A session as far as judging needs it, with its place in what was sent. */
export interface JudgedSession {
  pointer: string;
  start: Date;
  end: Date;
  /** A mask-fit run is no therapy: its time and events are in none of the device's totals. */
  kind?: 'therapy' | 'mask_fit';
  events: readonly { type: string; start: Date }[] | null;
  signals: readonly { pointer: string; duration_ms: number }[];
}

/** What is judged: sessions placed in time, and the device's own values. */
export interface JudgedTherapy {
  therapy: { judged: readonly JudgedSession[] };
  /** `usage_minutes` counts, or the sessions' time where it is absent. */
  summary: { ahi?: number | null | undefined; usage_minutes?: number | null | undefined } | null | undefined;
}

/** A signal may be longer than its session by this part of it: the device's clock and its sampler differ a little. */
const LONGER_BY = 0.01;

/** AHI × hours and the number of events may differ by this many events. */
const EVENT_TOLERANCE = 1;

/**
 * The soft rules of a day of therapy (VAL-2): what is kept but marked. Sessions that cannot be are refused before.
 */
export function judgeTherapy({ therapy, summary }: JudgedTherapy): TherapyWarning[] {
  const sessions = therapy.judged;
  const counted = sessions.filter(({ kind }) => kind !== 'mask_fit');
  return [...judgeAhi(counted, summary), ...sessions.flatMap((one) => [...judgeEvents(one), ...judgeSignals(one)])];
}

function judgeAhi(sessions: readonly JudgedSession[], summary: JudgedTherapy['summary']): TherapyWarning[] {
  const ahi = summary?.ahi ?? null;
  if (ahi === null || sessions.length === 0) return [];
  let events = 0;
  let usageMs = 0;
  for (const session of sessions) {
    if (session.events === null) return [];
    events += totalEvents(countEvents(session.events));
    usageMs += session.end.getTime() - session.start.getTime();
  }
  const hours = (summary?.usage_minutes ?? usageMs / 60_000) / 60;
  if (Math.abs(ahi * hours - events) <= EVENT_TOLERANCE) return [];
  const detail = `The AHI times the hours of usage gives ${(ahi * hours).toFixed(1)} events; ${events} were sent.`;
  return [{ pointer: '/therapy/summary/ahi', code: 'ahi_mismatch', detail }];
}

function judgeEvents({ pointer, start, end, events }: JudgedSession): TherapyWarning[] {
  const outside = (events ?? []).flatMap((event, index) => (event.start < start || event.start > end ? [index] : []));
  const [first] = outside;
  if (first === undefined) return [];
  const detail = `${outside.length} event(s) of this session lie outside it; this is the first.`;
  return [{ pointer: `${pointer}/events/${first}`, code: 'event_outside_session', detail }];
}

function judgeSignals({ start, end, signals }: JudgedSession): TherapyWarning[] {
  const session_ms = end.getTime() - start.getTime();
  return signals
    .filter(({ duration_ms }) => duration_ms > session_ms * (1 + LONGER_BY))
    .map(({ pointer, duration_ms }) => ({
      pointer,
      code: 'signal_longer_than_session',
      detail: `The signal is ${((duration_ms - session_ms) / 1000).toFixed(1)} s longer than its session.`,
    }));
}
