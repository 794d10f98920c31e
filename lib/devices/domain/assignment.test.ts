import { describe, expect, it } from 'vitest';
import { covers, inOrder, overlapping, type Period, periodAt } from './assignment';

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 12));
const period = (from: number, to: number | null): Period => ({ from: at(from), to: to === null ? null : at(to) });

describe('periods of an assignment', () => {
  it('begin at their start and end before their end', () => {
    expect(covers(period(3, 5), at(3))).toBe(true);
    expect(covers(period(3, 5), new Date(at(5).getTime() - 1))).toBe(true);
    expect(covers(period(3, 5), at(5))).toBe(false);
    expect(covers(period(3, 5), new Date(at(3).getTime() - 1))).toBe(false);
    expect(covers(period(3, null), at(30))).toBe(true);
  });

  it('are found by an instant, none in a gap', () => {
    const both = [period(1, 3), period(5, null)];
    expect(periodAt(both, at(2))).toBe(both[0]);
    expect(periodAt(both, at(4))).toBeNull();
    expect(periodAt(both, at(5))).toBe(both[1]);
  });

  it.each([
    ['ends as the other begins', period(1, 3), false],
    ['begins as the other ends', period(5, null), false],
    ['reaches in from before', period(1, 4), true],
    ['lies inside', period(3, 4), true],
    ['lies around', period(1, null), true],
    ['is the same', period(3, 5), true],
    ['reaches out at the end', period(4, null), true],
    ['lies before', period(1, 2), false],
  ])('know whether one %s', (_what, wanted, overlaps) => {
    expect(overlapping([period(3, 5)], wanted) !== null).toBe(overlaps);
  });

  it('overlap an open one wherever they end after its start', () => {
    expect(overlapping([period(3, null)], period(1, 3))).toBeNull();
    expect(overlapping([period(3, null)], period(20, 21))).not.toBeNull();
  });

  it('come in order of time', () => {
    const [late, early] = [period(5, null), period(1, 3)];
    expect(inOrder([late, early])).toEqual([early, late]);
  });
});
