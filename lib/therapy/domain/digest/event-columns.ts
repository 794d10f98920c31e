import type { EventColumns } from '@/lib/therapy/contracts';

interface SessionEvents {
  events: readonly { type: string; start: Date; duration_s: number }[] | null;
}

/**
 * The events of a record's sessions by columns, in order of time, as they are kept beside the record. `null` when the
 * events of no session are known.
 * @param sessions in order of time
 */
export function eventColumns(start: Date, sessions: readonly SessionEvents[]): EventColumns | null {
  if (sessions.every(({ events }) => events === null)) return null;
  const rows = sessions
    .flatMap(({ events }, session) => (events ?? []).map((event) => ({ ...event, session })))
    .sort((a, b) => a.start.getTime() - b.start.getTime());
  const types = [...new Set(rows.map(({ type }) => type))];
  return {
    start: start.toISOString(),
    unknown_sessions: sessions.flatMap(({ events }, index) => (events === null ? [index] : [])),
    types,
    type: rows.map(({ type }) => types.indexOf(type)),
    session: rows.map(({ session }) => session),
    start_ms: rows.map((event) => event.start.getTime() - start.getTime()),
    duration_ms: rows.map(({ duration_s }) => Math.round(duration_s * 1000)),
  };
}

/** The events of a span: those that reach into `[from_ms, to_ms)`. */
export function eventsBetween(columns: EventColumns, from_ms: number, to_ms: number): EventColumns {
  const kept = columns.start_ms.flatMap((start, i) => {
    const duration = columns.duration_ms[i] ?? 0;
    return start < to_ms && (start >= from_ms || start + duration > from_ms) ? [i] : [];
  });
  const pick = (values: readonly number[]) => kept.map((i) => values[i] ?? 0);
  return {
    ...columns,
    type: pick(columns.type),
    session: pick(columns.session),
    start_ms: pick(columns.start_ms),
    duration_ms: pick(columns.duration_ms),
  };
}
