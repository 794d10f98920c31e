/** A span of time from an instant (inclusive) to another (exclusive); null while it is open. */
export interface Period {
  from: Date;
  to: Date | null;
}

const startOf = ({ from }: Period) => from.getTime();
const endOf = ({ to }: Period) => to?.getTime() ?? Number.POSITIVE_INFINITY;

/** Whether an instant lies in a period. */
export function covers(period: Period, instant: Date): boolean {
  return startOf(period) <= instant.getTime() && instant.getTime() < endOf(period);
}

/** The period that holds an instant; there is at most one, as assignments never overlap. */
export function periodAt<One extends Period>(periods: readonly One[], instant: Date): One | null {
  return periods.find((period) => covers(period, instant)) ?? null;
}

/** The first of the periods that shares an instant with the given one. Periods that only touch do not overlap. */
export function overlapping<One extends Period>(periods: readonly One[], wanted: Period): One | null {
  return periods.find((period) => startOf(period) < endOf(wanted) && startOf(wanted) < endOf(period)) ?? null;
}

/** The periods in order of time. */
export function inOrder<One extends Period>(periods: readonly One[]): One[] {
  return [...periods].sort((a, b) => startOf(a) - startOf(b));
}
