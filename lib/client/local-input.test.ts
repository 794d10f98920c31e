import { describe, expect, it } from 'vitest';
import { fromLocalInput, toLocalInput } from './local-input';

const BRUSSELS = 'Europe/Brussels';

describe('a date-and-time field', () => {
  it.each([
    ['2026-11-22T14:02', '2026-11-22T13:02:00.000Z'],
    ['2026-07-30T14:20', '2026-07-30T12:20:00.000Z'],
    ['2026-10-25T01:59', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('reads %s in Brussels as %s, and back', (local, instant) => {
    expect(fromLocalInput(local, BRUSSELS)).toBe(instant);
    expect(toLocalInput(instant, BRUSSELS)).toBe(local);
  });

  it('takes the earlier of a repeated hour and the offset before a skipped one', () => {
    expect(fromLocalInput('2026-10-25T02:30', BRUSSELS)).toBe('2026-10-25T00:30:00.000Z');
    expect(fromLocalInput('2026-03-29T02:30', BRUSSELS)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is nothing while it is not filled', () => {
    for (const value of ['', '2026-11-22', 'tomorrow']) expect(fromLocalInput(value, BRUSSELS)).toBeNull();
  });
});
