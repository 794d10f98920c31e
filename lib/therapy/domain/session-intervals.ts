/** A session as an interval; `index` is its place in what was sent. */
export interface PlacedSession {
  index: number;
  start: Date;
  end: Date;
}

export interface IntervalFault {
  index: number;
  reason: 'invalid_interval' | 'overlapping_sessions';
}

/** Sessions that end before they begin, and sessions of one device that overlap an earlier one. Touching ones do not. */
export function checkIntervals(sessions: readonly PlacedSession[]): IntervalFault[] {
  const faults: IntervalFault[] = [];
  const ordered = [...sessions].sort((a, b) => a.start.getTime() - b.start.getTime());
  let busyUntil = Number.NEGATIVE_INFINITY;
  for (const { index, start, end } of ordered) {
    if (end <= start) {
      faults.push({ index, reason: 'invalid_interval' });
      continue;
    }
    if (start.getTime() < busyUntil) faults.push({ index, reason: 'overlapping_sessions' });
    busyUntil = Math.max(busyUntil, end.getTime());
  }
  return faults;
}
