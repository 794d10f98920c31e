import { describe, expect, it } from 'vitest';
import { nightWindow } from './night-window';

describe('the nights of a worklist', () => {
  it('end with the night that began yesterday by the local calendar', () => {
    // 00:30 on 23 November in Brussels
    const window = nightWindow(new Date('2026-11-22T23:30:00Z'), 60);
    expect(window.nights).toHaveLength(14);
    expect([window.nights[0], window.nights[13], window.known_from]).toEqual([
      '2026-11-09',
      '2026-11-22',
      '2026-10-26',
    ]);
  });

  it('wait for the last one until local noon', () => {
    expect(nightWindow(new Date('2026-11-22T10:59:00Z'), 60).last_pending).toBe(true);
    expect(nightWindow(new Date('2026-11-22T11:00:00Z'), 60).last_pending).toBe(false);
  });
});
