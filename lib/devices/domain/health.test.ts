import { describe, expect, it } from 'vitest';
import { HEALTH_DAYS, healthDays } from './health';

const BRUSSELS = 'Europe/Brussels';
const NOW = new Date('2026-11-22T14:02:00+01:00');
const nightly = { cadence: 'nightly' as const, shared: false, assignments: [], created_at: new Date('2026-01-01') };
const at = (text: string, night: string | null = null) => ({ night, recording_date: new Date(text) });

describe('the health of a device', () => {
  it('covers thirty nights, the last one the night that ended at noon', () => {
    const days = healthDays(nightly, [], NOW, BRUSSELS);
    expect(days).toHaveLength(HEALTH_DAYS);
    expect([days[0]?.date, days.at(-1)?.date]).toEqual(['2026-10-23', '2026-11-21']);
    const morning = healthDays(nightly, [], new Date('2026-11-22T11:59:00+01:00'), BRUSSELS);
    expect(morning.at(-1)?.date).toBe('2026-11-20');
  });

  it('counts recordings by their own night, else by the noon-to-noon night they begin in', () => {
    const days = healthDays(
      nightly,
      [at('2026-11-21T23:00:00+01:00'), at('2026-11-22T03:00:00+01:00'), at('2026-11-20T13:00:00+01:00', '2026-11-19')],
      NOW,
      BRUSSELS,
    );
    const received = Object.fromEntries(days.filter((day) => day.received > 0).map((day) => [day.date, day.received]));
    expect(received).toEqual({ '2026-11-21': 2, '2026-11-19': 1 });
  });

  it('counts by calendar day, today included, for a device that sends when it is used', () => {
    const days = healthDays({ ...nightly, cadence: 'on_use' }, [at('2026-11-22T03:00:00+01:00')], NOW, BRUSSELS);
    expect(days.at(-1)).toEqual({ date: '2026-11-22', received: 1, expected: false });
    expect(days.some(({ expected }) => expected)).toBe(false);
  });

  it('expects nothing before the device was known', () => {
    const days = healthDays({ ...nightly, created_at: new Date('2026-11-20T10:00:00Z') }, [], NOW, BRUSSELS);
    expect(days.filter(({ expected }) => expected).map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('expects nothing before it was known, even of a patient who is said to have had it before', () => {
    const assignments = [{ from: new Date('2026-06-01T12:00:00Z'), to: null }];
    const days = healthDays({ ...nightly, assignments, created_at: NOW }, [], NOW, BRUSSELS);
    expect(days.some(({ expected }) => expected)).toBe(false);
  });

  it('expects nothing in a gap between patients', () => {
    const assignments = [
      { from: new Date('2026-06-01T12:00:00Z'), to: new Date('2026-10-26T10:00:00Z') },
      { from: new Date('2026-11-20T14:00:00Z'), to: null },
    ];
    const days = healthDays({ ...nightly, assignments }, [], NOW, BRUSSELS);
    expect(days.filter(({ expected }) => expected).map(({ date }) => date)).toEqual([
      '2026-10-23',
      '2026-10-24',
      '2026-10-25',
      '2026-11-20',
      '2026-11-21',
    ]);
  });
});
