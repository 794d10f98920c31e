import { describe, expect, it } from 'vitest';
import { NO_NIGHT_VALUES } from '@/lib/testing/nights';
import { NIGHT_VALUES, type Night } from '../contracts';
import { nightsCsv } from './nights-csv';

const NOTE = { reason: '=2+3, "mask test"', author: 'Ada', excluded_at: '2026-11-04T08:00:00.000Z' };

const NIGHT: Night = {
  ...NO_NIGHT_VALUES,
  ...{ id: 'ngt_1', patient_ref: 'pat_1', night: '2026-11-02', boundary_hour: 12, utc_offset_minutes: 60, clock: [] },
  ...{ start: '2026-11-02T21:00:00.000Z', end: '2026-11-03T05:00:00.000Z', usage_minutes: 480, ahi: 0.335195530726 },
  coverage: { leak_minutes: 0, pressure_minutes: 0, epap_minutes: 0 },
  ...{ overlapping: false, sessions: [], leak_type: 'unintentional', leak_limit_l_min: 24, mode: 'APAP', settings: {} },
  device_reported: { ...NO_NIGHT_VALUES, usage_minutes: 481, ahi: 0 },
  ...{ mask: null, record_ids: [], excluded: false, exclusion: null, with_excluded: null, change: 1 },
  devices: [
    { device_id: 'D-1', make: 'ResMed', model: 'AirSense 11', serial: 'S', firmware: null, device_reported: null },
    { device_id: 'D-2', make: null, model: null, serial: null, firmware: null, device_reported: null },
  ],
  updated_at: '2026-11-03T08:00:00.000Z',
};

/** A small reader of RFC 4180, as a spreadsheet has one. */
function parsed(csv: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}

function rowOf(night: Night): Record<string, string> {
  const [headers = [], row = []] = parsed(nightsCsv([night]));
  expect(row).toHaveLength(headers.length);
  return Object.fromEntries(headers.map((header, index) => [header, row[index] ?? '']));
}

describe('nights as CSV', () => {
  it('have every value twice, by its source, with its unit', () => {
    const row = rowOf(NIGHT);
    const values = Object.keys(row).filter((header) => /, (computed by|device-reported)/.test(header));
    // and the two of usage with what is excluded
    expect(values).toHaveLength(2 * NIGHT_VALUES.length + 2);
    expect(values.every((header) => /\[[^\]]+\]/.test(header))).toBe(true);
    const of = (name: string, source: RegExp) =>
      row[values.find((one) => one.startsWith(name) && source.test(one)) ?? ''];
    expect(of('AHI [events per usage hour]', /computed by nightbeat-night 1\./)).toBe('0.3352');
    expect(of('AHI [events per usage hour]', /device/)).toBe('0');
    expect(of('usage [min]', /device/)).toBe('481');
  });

  it('leave empty what is not known, which is not 0', () => {
    const row = rowOf(NIGHT);
    expect(row['T90 [min], device-reported']).toBe('');
    expect(row.mask).toBe('');
    expect(rowOf({ ...NIGHT, device_reported: null })['AHI [events per usage hour], device-reported']).toBe('');
  });

  it('name the night and its devices, and nobody', () => {
    const row = rowOf(NIGHT);
    expect(row).toMatchObject({ patient_ref: 'pat_1', night: '2026-11-02', devices: 'ResMed AirSense 11; D-2' });
    expect(Object.keys(row)).not.toContain('patient_id');
  });

  it('keep an excluded night as a row with its reason, which no spreadsheet runs', () => {
    const whole = { usage_minutes: 480, device_usage_minutes: null };
    const row = rowOf({ ...NIGHT, ...NO_NIGHT_VALUES, excluded: true, exclusion: NOTE, with_excluded: whole });
    expect(row).toMatchObject({ 'night excluded': 'yes', 'reasons of exclusion': `'${NOTE.reason}` });
    expect(Object.entries(row).find(([name]) => /^usage with.*computed/.test(name))?.[1]).toBe('480');
    expect(Object.entries(row).find(([name]) => /^usage \[min\].*computed/.test(name))?.[1]).toBe('');
  });

  it('are a header alone where there are none', () => {
    expect(nightsCsv([]).split('\r\n')).toHaveLength(2);
  });
});
