import { describe, expect, it } from 'vitest';
import { ecgAddress, ecgAt, nightAddress, openingOf } from './ecg-jump';
import { HOUR, holter, START } from './night-ecg.fixture';

const start = START.getTime();
/** A night of seven and a half hours; the ECG is of its first five, its clock ten seconds behind. */
const WHOLE = { fromMs: start - 60_000, toMs: start + 7.5 * HOUR };
const ECG = holter({ offset_ms: 10_000 });
const asked = (at: string, ecg = 'rec_ecg') => ({ ecg, at });

describe('addresses of a moment', () => {
  it('count it from the start of the ECG, and name nobody', () => {
    expect(ecgAddress('rec_ecg', 4200)).toBe('/ecg/rec_ecg?at=4200');
    expect(nightAddress('ngt_1', 'rec_ecg', 4200)).toBe('/therapy/ngt_1?ecg=rec_ecg&at=4200');
  });
});

describe('where a night opens that was come to from an ECG', () => {
  it('is that moment on the clock of the night', () => {
    expect(openingOf([ECG], WHOLE, asked('3600000'))).toEqual({ atMs: start + HOUR + 10_000, instead: null });
  });

  it.each([
    ['no moment', null],
    ['garbage', asked('now')],
    ['what lies behind the end of the ECG', asked(String(5 * HOUR))],
    ['an ECG that is not of this night', asked('4200', 'rec_other')],
  ])('is as ever for %s', (_, of) => {
    expect(openingOf([ECG], WHOLE, of)).toEqual({ atMs: null, instead: null });
  });

  it('is as ever, and says why, where the clocks are not known to agree within 30 s', () => {
    for (const alignment of [null, { uncertainty_ms: 31_000 }]) {
      const { atMs, instead } = openingOf([holter(alignment)], WHOLE, asked('4200'));
      expect(atMs).toBeNull();
      expect(instead).toMatch(/not known to agree within 30 s/);
    }
  });

  it('is as ever, and says so, where the moment is none of the night', () => {
    const short = { ...WHOLE, toMs: start + HOUR };
    const { atMs, instead } = openingOf([ECG], short, asked(String(2 * HOUR)));
    expect(atMs).toBeNull();
    expect(instead).toMatch(/outside of this night/);
  });
});

describe('the ECG at the cursor', () => {
  it('is opened at the moment of its own clock', () => {
    expect(ecgAt([ECG], start + HOUR + 10_000)).toEqual({ ecg: ECG, atMs: HOUR });
    expect(ecgAt([ECG], start + HOUR + 10_000.4)?.atMs).toBe(HOUR);
  });

  it('is there from its first to its last millisecond, and not beyond', () => {
    const at = (ms: number) => ecgAt([ECG], start + 10_000 + ms)?.atMs ?? null;
    expect([at(-1), at(0), at(5 * HOUR - 1), at(5 * HOUR)]).toEqual([null, 0, 5 * HOUR - 1, null]);
    expect(at(5 * HOUR - 0.4)).toBe(5 * HOUR - 1);
  });

  it('is none where nobody knows what of it was recorded then', () => {
    expect(ecgAt([holter(null)], start + HOUR)).toBeNull();
  });
});
