import { expect, it } from 'vitest';
import { digestSession } from '../digest/digest-session';
import { holdsLess } from './holds-less';

const START = new Date('2026-11-02T21:00:00Z');

/** A day of one session: minutes, minutes of signal, whether its events are known. */
function day(minutes: number, signal: number, known: boolean) {
  const leak = { name: 'leak', period_ms: 60_000, scale: 1, offset: 0, values: Array<number>(signal).fill(0) };
  const session = digestSession(
    {
      start: START,
      end: new Date(START.getTime() + minutes * 60_000),
      utc_offset_minutes: 60,
      clock_changes: [],
      kind: 'therapy',
      events: known ? [] : null,
      signals: signal === 0 ? [] : [leak],
    },
    { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing: true },
  );
  return { sessions: [session] };
}

it.each([
  ['the same', day(60, 60, true), day(60, 60, true), false],
  ['a day that grew', day(90, 90, true), day(60, 60, true), false],
  ['signals for a summary', day(60, 60, true), day(60, 0, false), false],
  ['a summary for signals', day(60, 0, false), day(60, 60, true), true],
  ['a day whose events got lost', day(60, 60, false), day(60, 60, true), true],
  ['a day that shrank', day(30, 30, true), day(60, 60, true), true],
  ['no sessions for some', { sessions: null }, day(60, 60, true), true],
  ['anything for a day of which nothing was known', day(60, 0, false), { sessions: null }, false],
  ['anything for nothing', day(60, 0, false), null, false],
  ['nothing for something', null, day(60, 0, false), true],
] as const)('%s', (_, copy, stored, expected) => {
  expect(holdsLess(copy, stored)).toBe(expected);
});
