import { describe, expect, it } from 'vitest';
import {
  ageYears,
  formatAge,
  formatDate,
  formatDateTime,
  formatOffset,
  formatPlainDate,
  formatSpan,
  formatTime,
  zoneOffsetMinutes,
} from './format-time';

const BRUSSELS = 'Europe/Brussels';

describe('dates and times', () => {
  it('writes an instant in the named zone, winter and summer', () => {
    expect(formatDateTime('2026-11-22T07:14:07.000Z', BRUSSELS, true)).toBe('22 Nov 2026 08:14:07 CET');
    expect(formatDateTime('2026-07-01T22:30:00.000Z', BRUSSELS)).toBe('2 Jul 2026 00:30 CEST');
  });

  it('writes September in three letters and midnight as 00', () => {
    expect(formatDate('2026-09-22T22:00:00Z', BRUSSELS)).toBe('23 Sep 2026');
    expect(formatTime('2026-09-22T22:00:00Z', BRUSSELS)).toBe('00:00');
  });

  it('knows a zone offset on both sides of the clock change', () => {
    expect(zoneOffsetMinutes('2026-10-25T00:59:00Z', BRUSSELS)).toBe(120);
    expect(zoneOffsetMinutes('2026-10-25T01:00:00Z', BRUSSELS)).toBe(60);
    expect(zoneOffsetMinutes('2026-01-01T00:00:00Z', 'Asia/Kolkata')).toBe(330);
    expect(zoneOffsetMinutes('2026-01-01T00:00:00Z', 'America/New_York')).toBe(-300);
  });

  it.each([
    [0, 'UTC'],
    [60, 'UTC+1'],
    [-300, 'UTC−5'],
    [330, 'UTC+5:30'],
    [-210, 'UTC−3:30'],
  ])('writes an offset of %i minutes as %s', (minutes, text) => {
    expect(formatOffset(minutes)).toBe(text);
  });

  it('keeps a birth date a calendar date, whatever the zone of the machine', () => {
    expect(formatPlainDate('1952-03-14')).toBe('14 Mar 1952');
    expect(formatPlainDate('2000-01-01')).toBe('1 Jan 2000');
  });

  it('counts age by the local calendar: the birthday begins at local midnight', () => {
    expect(ageYears('1952-03-14', '2026-03-13T22:59:00Z', BRUSSELS)).toBe(73);
    expect(ageYears('1952-03-14', '2026-03-13T23:00:00Z', BRUSSELS)).toBe(74);
  });

  it('gives months under two years', () => {
    expect(formatAge('2026-04-23', '2026-11-22T12:00:00Z', BRUSSELS)).toBe('6 mo');
    expect(formatAge('2026-04-22', '2026-11-22T12:00:00Z', BRUSSELS)).toBe('7 mo');
    expect(formatAge('1952-03-14', '2026-11-22T12:00:00Z', BRUSSELS)).toBe('74 y');
  });

  it.each([
    [26 * 60_000, '26 min'],
    [348 * 60_000, '5 h 48 min'],
    [120 * 60_000, '2 h'],
    [50 * 3_600_000, '2 d'],
    [-5, '0 min'],
  ])('writes a span of %i ms as %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});
