import type { EventColumns } from '@/lib/therapy/contracts';
import { EVENT_KINDS, type EventKind, type NightEvent } from './night-lanes';

const KINDS: ReadonlyMap<string, EventKind> = new Map(EVENT_KINDS.map((kind) => [kind.type, kind]));

/** The events of a night's records as one list in order of time, those of this night only. */
export function nightEvents(
  records: readonly EventColumns[],
  sessions: readonly { fromMs: number; toMs: number }[],
): NightEvent[] {
  const events = records.flatMap((columns, record) => {
    const origin = Date.parse(columns.start);
    return columns.start_ms.flatMap((start, i): NightEvent[] => {
      const kind = KINDS.get(columns.types[columns.type[i] ?? -1] ?? '');
      return kind
        ? [{ id: `${record}.${i}`, kind, atMs: origin + start, durationMs: columns.duration_ms[i] ?? 0 }]
        : [];
    });
  });
  // a device's day may be more than one night: events far from every session of this one belong to another
  const [first, last] = [Math.min(...sessions.map((one) => one.fromMs)), Math.max(...sessions.map((one) => one.toMs))];
  return events
    .filter(({ atMs, durationMs }) => atMs <= last && atMs + durationMs >= first)
    .sort((a, b) => a.atMs - b.atMs);
}

/** The index of the first event at or after a moment; their number where there is none. */
function firstFrom(events: readonly NightEvent[], atMs: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.atMs ?? Number.POSITIVE_INFINITY) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next (1) or previous (−1) event from a moment; `null` where there is none. */
export function stepEvent(events: readonly NightEvent[], atMs: number, by: 1 | -1): number | null {
  const index = by === 1 ? firstFrom(events, atMs + 1) : firstFrom(events, atMs) - 1;
  return index >= 0 && index < events.length ? index : null;
}

/** The last event that is under way at a moment; an event of unknown length for as long as it can be seen. */
export function eventAt(events: readonly NightEvent[], atMs: number, leastMs: number): number | null {
  for (let i = firstFrom(events, atMs + 1) - 1; i >= 0; i -= 1) {
    const event = events[i];
    if (!event) break;
    if (event.atMs + Math.max(event.durationMs, leastMs) >= atMs) return i;
    // events last minutes at the most, spans of leak or periodic breathing hours: look back no further than a day's worth
    if (atMs - event.atMs > LONGEST_MS) break;
  }
  return null;
}

const LONGEST_MS = 12 * 3_600_000;
