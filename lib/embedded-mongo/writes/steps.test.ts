import { describe, expect, it } from 'vitest';
import { Steps } from './steps';

/** How long a step works whose predecessor was flushed so long. */
function lengthAfterFlush(flush_ms: number): number {
  let now = 100;
  const steps = new Steps(() => now);
  steps.begin();
  now += 3;
  steps.end();
  now += flush_ms;
  steps.flushed();
  steps.begin();
  const began = now;
  while (!steps.over) now += 1;
  return now - began;
}

describe('Steps', () => {
  it('begins with a short step', () => {
    let now = 0;
    const steps = new Steps(() => now);
    steps.begin();
    now = 7.9;
    expect(steps.over).toBe(false);
    now = 8;
    expect(steps.over).toBe(true);
  });

  it('lets a step work as long as the flush before it took, within limits', () => {
    expect([0, 5, 8, 20, 32, 500].map(lengthAfterFlush)).toEqual([8, 8, 8, 20, 32, 32]);
  });
});
