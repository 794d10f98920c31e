import { describe, expect, it } from 'vitest';
import { placeLayout } from './ecg-layout';
import { layoutsFor, STANDARD_LEADS } from './layouts';
import { fitProblems, indexRange, type LeadTrace, restingOffsetUv } from './lead-trace';

function samples(name: string, values: number[], stepMs = 2): LeadTrace {
  const base = { id: name, name, unit: 'uV', sampling_rate_hz: 1000 / stepMs, start_ms: 0, step_ms: stepMs };
  return { ...base, kind: 'samples', values: Float32Array.from(values) };
}

/** Ten seconds at 100 Hz around `level` with one spike of `peak` µV in every second. */
function beats(name: string, level: number, peak: number): LeadTrace {
  return samples(
    name,
    Array.from({ length: 1000 }, (_, i) => (i % 100 === 50 ? level + peak : level)),
    10,
  );
}

describe('samples of a span of time', () => {
  it('takes each sample once where two columns meet', () => {
    const trace = samples(
      'I',
      Array.from({ length: 5000 }, () => 0),
    );
    expect(indexRange(trace, 0, 2500)).toEqual({ from: 0, to: 1250 });
    expect(indexRange(trace, 2500, 5000)).toEqual({ from: 1250, to: 2500 });
    expect(indexRange(trace, 7500, 10_000)).toEqual({ from: 3750, to: 5000 });
  });

  it('holds for rates whose step is no round number and for spans outside', () => {
    const trace = samples(
      'I',
      Array.from({ length: 3600 }, () => 0),
      1000 / 360,
    );
    expect(indexRange(trace, 2500, 5000)).toEqual({ from: 900, to: 1800 });
    expect(indexRange(trace, -100, 20_000)).toEqual({ from: 0, to: 3600 });
  });
});

describe('resting level', () => {
  it('leaves an ordinary lead where it is, also with a resting level of 0.5 mV', () => {
    expect(restingOffsetUv(beats('V2', 120, 1500))).toBe(0);
    expect(restingOffsetUv(beats('V2', 500, 1500))).toBe(0);
  });

  it('moves a lead far from zero by its median, gaps left out', () => {
    const trace = samples('V1', [Number.NaN, 2000, 2010, 2020, 3500]);
    expect(restingOffsetUv(trace)).toBe(2020);
    expect(restingOffsetUv(samples('V1', [-1234, -1234, -1234]))).toBe(-1234);
  });

  it('is zero for a lead that is one gap', () => {
    expect(restingOffsetUv(samples('V1', [Number.NaN, Number.NaN]))).toBe(0);
  });
});

describe('what does not fit', () => {
  const placed = (gain: number) => {
    const layout = layoutsFor(STANDARD_LEADS)[0];
    if (!layout) throw new Error('no layout');
    return placeLayout(layout, { fromMs: 0, toMs: 10_000 }, 25, { limb: gain, chest: gain });
  };
  const flat = (peaks: Record<string, number>) =>
    new Map(STANDARD_LEADS.map((lead) => [lead, beats(lead, 0, peaks[lead] ?? 300)]));

  it('is nothing for an ordinary recording', () => {
    expect(fitProblems(placed(10), flat({ V4: 1200, V5: 1500, V1: -900 }))).toEqual({
      overlapping: [],
      cutOff: [],
    });
  });

  it('names both leads when a deep S wave reaches the row below', () => {
    // V2 lies under V1: rows 32 mm apart, so −2.5 mV down and +1.2 mV up (25 + 12 mm) meet.
    expect(fitProblems(placed(10), flat({ V1: -2500, V2: 1200 })).overlapping).toEqual([['V1', 'V2']]);
    expect(fitProblems(placed(5), flat({ V1: -2500, V2: 1200 })).overlapping).toEqual([]);
  });

  it('names a lead that leaves the paper', () => {
    // The first zero line lies 3 + 0.66 × 32 = 24.12 mm from the top.
    expect(fitProblems(placed(10), flat({ V4: 2400 })).cutOff).toEqual([]);
    expect(fitProblems(placed(10), flat({ V4: 2420 })).cutOff).toEqual(['V4']);
  });
});
