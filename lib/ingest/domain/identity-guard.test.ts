import { describe, expect, it } from 'vitest';
import { identityDisagreements, timeInDoubt } from './identity-guard';

describe('identityDisagreements', () => {
  const known = { family_name: 'Müller-Lüdenscheid', given_name: 'Åse', birth_date: '1957-03-02', sex: 'female' };

  it('finds none between ways of writing one name', () => {
    expect(identityDisagreements({ family_name: 'MULLER  LUDENSCHEID', given_name: 'ase' }, known)).toEqual([]);
    expect(identityDisagreements({ family_name: 'Mu\u0308ller-Lu\u0308denscheid' }, known)).toEqual([]);
    expect(
      identityDisagreements(
        { family_name: 'Strøm', given_name: 'Weiß' },
        { family_name: 'STROM', given_name: 'WEISS' },
      ),
    ).toEqual([]);
  });

  it('names every field that differs', () => {
    const sent = { family_name: 'Maier', given_name: 'Ada', birth_date: '1957-02-03', sex: 'male' };
    expect(identityDisagreements(sent, known)).toEqual(['family_name', 'given_name', 'birth_date', 'sex']);
    expect(identityDisagreements({ birth_date: '1957-03-03' }, known)).toEqual(['birth_date']);
  });

  it('takes absent fields and an unknown sex for nothing said', () => {
    expect(identityDisagreements({}, known)).toEqual([]);
    expect(identityDisagreements(known, { family_name: null, sex: 'unknown' })).toEqual([]);
    expect(identityDisagreements({ sex: 'unknown' }, known)).toEqual([]);
    expect(identityDisagreements({ family_name: '-' }, known)).toEqual([]);
  });

  it('compares names of other scripts as they are', () => {
    expect(identityDisagreements({ family_name: '山田' }, { family_name: '山本' })).toEqual(['family_name']);
  });
});

describe('timeInDoubt', () => {
  const received = new Date('2026-11-03T08:00:00Z');
  const at = (device_time: string) => ({ recording_date: new Date(device_time), device_time });
  it.each([
    ['2026-11-04T08:00:00Z', null],
    ['2026-11-04T08:00:01Z', 'future'],
    ['2000-01-01T00:03:00Z', 'clock_reset'],
    ['2000-12-31T23:59:59Z', 'clock_reset'],
    ['2001-01-01T00:00:00Z', null],
    ['1999-12-31T23:59:59Z', null],
  ])('of %s is %s', (time, doubt) => {
    expect(timeInDoubt(at(time), received, null)).toBe(doubt);
  });

  it('goes by the device’s own clock for a reset', () => {
    expect(timeInDoubt(at('2000-01-01T00:05:00+01:00'), received, null)).toBe('clock_reset');
  });

  it.each([
    ['2023-04-14T23:59:59+02:00', 'before_device'],
    ['2023-04-15T00:00:00+02:00', null],
  ])('of %s from a device made on 15 April 2023 is %s', (time, doubt) => {
    expect(timeInDoubt(at(time), received, '2023-04-15')).toBe(doubt);
  });
});
