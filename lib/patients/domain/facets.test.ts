import { describe, expect, it } from 'vitest';
import {
  birthDatesOf,
  countGroup,
  type FacetRow,
  hasFacet,
  isHeartRateExtreme,
  isQtcProlonged,
  selectionFromQuery,
  selectionToQuery,
  storedFacets,
  therapyKind,
} from './facets';

const NOW = new Date('2026-11-22T12:00:00Z');
const TODAY = '2026-11-22';

describe('limits', () => {
  it.each([
    [449, 'male', false],
    [450, 'male', true],
    [459, 'female', false],
    [460, 'female', true],
    [450, 'unknown', true],
  ])('QTc %s ms, %s: prolonged %s', (qtc, sex, expected) => {
    expect(isQtcProlonged(qtc, sex)).toBe(expected);
  });

  it.each([
    [40, true],
    [41, false],
    [130, false],
    [131, true],
  ])('heart rate %s: extreme %s', (rate, expected) => {
    expect(isHeartRateExtreme(rate)).toBe(expected);
  });
});

describe('stored facets', () => {
  it('name what is, never what is unknown', () => {
    const facets = storedFacets({
      sex: 'female',
      verified: false,
      flags: { pacemaker: 'yes', atrial_fibrillation: 'no', pregnancy: 'unknown' },
      last_ecg: { reading_state: 'unconfirmed', heart_rate_bpm: 140, qtc_ms: 455 },
      therapy_mode: 'BPAP_AUTO',
    });
    expect(new Set(facets)).toEqual(
      new Set([
        'sex:female',
        'identity:unverified',
        'flag:pacemaker',
        'ecg:unconfirmed',
        'ecg:hr_extreme',
        'therapy:bpap',
      ]),
    );
  });

  it('tell no ECG and no therapy from values nobody sent', () => {
    const bare = { sex: 'male', verified: true, flags: {} };
    expect(storedFacets({ ...bare, last_ecg: null, therapy_mode: undefined })).toEqual([
      'sex:male',
      'ecg:none',
      'therapy:none',
    ]);
    const silent = { reading_state: 'confirmed', heart_rate_bpm: null, qtc_ms: null };
    expect(storedFacets({ ...bare, last_ecg: silent, therapy_mode: null })).toEqual(['sex:male', 'therapy:other']);
  });

  it.each([
    ['CPAP', 'cpap'],
    ['APAP', 'auto_cpap'],
    ['BPAP_ST', 'bpap'],
    ['ASV_AUTO', 'asv'],
    ['IVAPS', 'other'],
  ])('%s is %s', (mode, kind) => {
    expect(therapyKind(mode)).toBe(kind);
  });
});

describe('facets of the day', () => {
  const born = (birth_date: string | null): FacetRow => ({ facets: [], birth_date, last_record_at: null });

  it.each([
    ['2008-11-23', '0_17'],
    ['2008-11-22', '18_39'],
    ['1986-11-23', '18_39'],
    ['1986-11-22', '40_64'],
    ['1961-11-23', '40_64'],
    ['1961-11-22', '65_79'],
    ['1946-11-22', '80_up'],
    [null, 'unknown'],
  ])('born %s is %s and nothing else', (birth_date, group) => {
    const counts = countGroup([born(birth_date)], 'age', NOW, TODAY);
    expect([...counts].filter(([, count]) => count > 0)).toEqual([[group, 1]]);
  });

  it('turns who was born on 29 February an age on 1 March', () => {
    expect(hasFacet(born('2008-02-29'), 'age', '18_39', NOW, '2026-02-28')).toBe(false);
    expect(hasFacet(born('2008-02-29'), 'age', '18_39', NOW, '2026-03-01')).toBe(true);
    expect(birthDatesOf('80_up', TODAY)).toEqual({ after: null, until: '1946-11-22' });
  });

  it('counts recordings within days', () => {
    const row = { ...born(null), last_record_at: new Date('2026-11-15T12:00:00Z') };
    expect(hasFacet(row, 'recent', '7', NOW, TODAY)).toBe(true);
    expect(hasFacet({ ...row, last_record_at: new Date('2026-11-15T11:59:59Z') }, 'recent', '7', NOW, TODAY)).toBe(
      false,
    );
    expect(hasFacet(born(null), 'recent', '90', NOW, TODAY)).toBe(false);
  });
});

describe('the address', () => {
  it('holds facets and reads them back, leaving out what is no facet', () => {
    const selection = { ecg: ['unconfirmed', 'none'], sex: ['female'] };
    const query = selectionToQuery({ ...selection, age: [] });
    expect(query).toBe('ecg=unconfirmed,none&sex=female');
    const read = (text: string) => selectionFromQuery((group) => new URLSearchParams(text).get(group));
    expect(read(query)).toEqual(selection);
    expect(read('sex=female,female,name&text=quill&age=')).toEqual({ sex: ['female'] });
  });
});
