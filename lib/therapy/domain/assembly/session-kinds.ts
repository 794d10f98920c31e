import { type Interval, mergeIntervals } from '../merge-intervals';

/** Without the mask for this long, a sleep is over. Our own choice: people are up for an hour within one night. */
const SLEEP_ENDS_AFTER_MS = 2 * 3_600_000;

/** A sleep shorter than this that is not the night's longest is a nap. Our own choice. */
const NAP_UNDER_MS = 3 * 3_600_000;

interface TimedSession {
  start: Date;
  end: Date;
}

/**
 * Which sessions of a night are naps (PAP-2). Sessions less than two hours apart are one sleep; the longest sleep of
 * the night is never a nap, of equal ones the earliest; any other is one when it is shorter than three hours. Naps are
 * listed apart and count in the totals. Mask-fit runs must be left out before.
 * @returns for each session, in the order given, whether it is (part of) a nap
 */
export function napsAmong(sessions: readonly TimedSession[]): boolean[] {
  const spans = sessions.map(({ start, end }) => ({ from: start.getTime(), to: end.getTime() }));
  const sleeps = sleepsOf(spans);
  const longest = sleeps.reduce((best, sleep) => (sleep.used_ms > best.used_ms ? sleep : best), {
    from: 0,
    to: 0,
    used_ms: -1,
  });
  return spans.map((span) => {
    const sleep = sleeps.find(({ from, to }) => span.from >= from && span.to <= to);
    return sleep !== undefined && sleep !== longest && sleep.used_ms < NAP_UNDER_MS;
  });
}

/** One sleep: from the first mask on to the last mask off. */
export interface Sleep extends Interval {
  /** Time with the mask on. */
  used_ms: number;
}

/** The sleeps that stretches of use make together, in order: less than two hours apart they are one. */
export function sleepsOf(spans: readonly Interval[]): Sleep[] {
  const sleeps: Sleep[] = [];
  for (const { from, to } of mergeIntervals(spans)) {
    const last = sleeps.at(-1);
    if (last !== undefined && from - last.to < SLEEP_ENDS_AFTER_MS) {
      last.to = to;
      last.used_ms += to - from;
    } else {
      sleeps.push({ from, to, used_ms: to - from });
    }
  }
  return sleeps;
}
