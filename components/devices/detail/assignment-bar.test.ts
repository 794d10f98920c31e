import { describe, expect, it } from 'vitest';
import type { DeviceAssignmentView } from '@/lib/devices/device-contracts';
import { barMonths, barParts, barWindow } from './assignment-bar';

const NOW = '2026-12-31T00:00:00.000Z';
const one = (from: string, to: string | null): DeviceAssignmentView => ({
  id: from,
  patient_ref: 'pat_1',
  initials: 'Q. A.',
  patient: null,
  from,
  to,
});
const places = (...assignments: DeviceAssignmentView[]) =>
  barParts(assignments, NOW).map(({ left, width }) => [Math.round(left), Math.round(width)]);

describe('the bar of assignments', () => {
  it('shows a year, gaps between its pieces', () => {
    // the window is 31 December 2025 to 31 December 2026: day 73 is 14 March, day 146 is 26 May, day 292 is 19 October
    expect(places(one('2026-03-14T00:00:00Z', '2026-05-26T00:00:00Z'), one('2026-10-19T00:00:00Z', null))).toEqual([
      [20, 20],
      [80, 20],
    ]);
  });

  it('cuts what began before and leaves out what had ended', () => {
    expect(places(one('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'), one('2025-06-01T00:00:00Z', null))).toEqual([
      [0, 100],
    ]);
  });

  it('reaches to the end of what is planned', () => {
    const planned = one('2027-01-10T00:00:00Z', '2027-03-14T00:00:00Z');
    expect(barWindow([planned], NOW).to).toBe(Date.parse('2027-03-14T00:00:00Z'));
    expect(barParts([planned], NOW)[0]).toMatchObject({ left: expect.closeTo(82.7, 1) });
  });

  it('names every second month', () => {
    const months = barMonths(barWindow([], NOW));
    expect(months.map(({ month }) => month)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(months[0]?.left).toBeCloseTo((1 / 365) * 100, 5);
  });
});
