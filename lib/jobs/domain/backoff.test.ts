import { describe, expect, it } from 'vitest';
import { backoffMs, MOST_ATTEMPTS } from './backoff';

describe('backoffMs', () => {
  it.each([
    [1, 0, 500],
    [1, 0.5, 750],
    [2, 0, 1000],
    [5, 0, 8000],
    [11, 0, 450_000],
    [40, 0.999, 899_550],
  ])('after %i failures with %d at random: %d ms', (attempts, random, pause) => {
    expect(backoffMs(attempts, random)).toBeCloseTo(pause, 5);
  });

  it('gives a job up after hours, not minutes', () => {
    let total = 0;
    for (let attempts = 1; attempts < MOST_ATTEMPTS; attempts++) total += backoffMs(attempts, 0.5);
    expect(total / 3_600_000).toBeGreaterThan(0.8);
    expect(total / 3_600_000).toBeLessThan(2.5);
  });
});
