import { describe, expect, it } from 'vitest';
import { placeLayout, visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { layoutsFor, STANDARD_LEADS } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { GAINS_MM_PER_MV, SPEEDS_MM_PER_S } from '@/lib/ecg/domain/paper/paper-scale';
import {
  type Caliper,
  marchTimes,
  microvoltsToYMm,
  moveEnd,
  msToXMm,
  nudge,
  readCaliper,
  segmentAt,
  segmentOf,
  shift,
} from './caliper';

const RATE_HZ = 500;

/** Zero but for one pulse: 1 mV from 1 s to 2 s. */
const PULSE: LeadTrace = {
  ...{ id: '1', name: 'II', kind: 'samples', unit: 'uV', sampling_rate_hz: RATE_HZ, start_ms: 0, step_ms: 2 },
  values: Float32Array.from({ length: 5000 }, (_, index) => (index >= 500 && index < 1000 ? 1000 : 0)),
};
const LAYOUT = layoutsFor(STANDARD_LEADS)[0];
if (!LAYOUT) throw new Error('no layout');
const ZOOMS = [2.5, 3.25, 4, 5.5, 8, 12, 16, 32];

function aCaliper(kind: 'time' | 'march'): Extract<Caliper, { kind: 'time' | 'march' }> {
  return { id: 1, kind, lead: 'II', row: 3, at: [0, 0], handle: 1 };
}
const aVoltage: Extract<Caliper, { kind: 'voltage' }> = {
  ...{ id: 1, kind: 'voltage', lead: 'II', row: 3, at: [0, 0], handle: 1, atMs: 0 },
};

describe.each(ZOOMS)('a caliper set by the pointer at %f px per mm', (pxPerMm) => {
  it.each(SPEEDS_MM_PER_S)('reads the pulse of 1 mV and 1 s as 1.00 mV and 1000 ms at %f mm/s', (speed) => {
    for (const gain of GAINS_MM_PER_MV) {
      const placed = placeLayout(LAYOUT, visibleTime(10_000, 0, speed), speed, { limb: gain, chest: gain });
      const segment = placed.segments.at(-1);
      if (!segment) throw new Error('no strip');
      /** The place of a pointer that stands on whole CSS pixels. */
      const pixel = (ms: number, uv: number) => ({
        xMm: Math.round(msToXMm(segment, ms, speed) * pxPerMm) / pxPerMm,
        yMm: Math.round(microvoltsToYMm(segment, uv, 0) * pxPerMm) / pxPerMm,
        pxPerMm,
      });
      // the trace passes within half a pixel of the pointer, so the level is the trace's own
      let voltage: Caliper = moveEnd(aVoltage, 0, segment, pixel(500, 0), PULSE, speed);
      voltage = moveEnd(voltage, 1, segment, pixel(1500, 1000), PULSE, speed);
      expect(readCaliper(voltage, speed, gain).value).toBe('1.00 mV');

      // the pointer hits the nearest pixel, the keys the sample
      let time: Caliper = aCaliper('time');
      for (const [handle, ms] of [
        [0, 1000],
        [1, 2000],
      ] as const) {
        time = moveEnd(time, handle, segment, pixel(ms, 0), PULSE, speed);
        const halfPixelMs = (0.5 / pxPerMm / speed) * 1000;
        expect(Math.abs(time.at[handle] - ms)).toBeLessThanOrEqual(halfPixelMs + 1);
        time = nudge(time, (ms - time.at[handle]) / PULSE.step_ms, PULSE);
      }
      expect(readCaliper(time, speed, gain)).toEqual({
        value: '1000 ms',
        rate: '60 bpm',
        mm: `${speed.toFixed(1)} mm`,
      });
    }
  });
});

describe('keys on a caliper', () => {
  it('move its active end by one sample, never past the recording', () => {
    const caliper: Caliper = { ...aCaliper('time'), at: [1000, 2000] };
    expect(nudge(caliper, 1, PULSE).at).toEqual([1000, 2002]);
    expect(nudge({ ...caliper, handle: 0 }, -10, PULSE).at).toEqual([980, 2000]);
    expect(nudge(caliper, 100_000, PULSE).at).toEqual([1000, 9998]);
    expect(nudge({ ...caliper, handle: 0 }, -100_000, PULSE).at).toEqual([0, 2000]);
  });

  it('move a level by 5 µV, and the whole caliper along the trace', () => {
    const caliper = { ...aVoltage, at: [0, 1000], atMs: 1000 } as const;
    expect(nudge(caliper, 1, PULSE).at).toEqual([0, 1005]);
    expect(nudge({ ...caliper, handle: 0 }, -10, PULSE).at).toEqual([-50, 1000]);
    expect(shift(caliper, 3, PULSE)).toMatchObject({ at: [0, 1000], atMs: 1006 });
  });
});

describe('what a caliper reads', () => {
  it('has a sign from the first level to the second', () => {
    expect(readCaliper({ ...aVoltage, at: [200, -250] }, 25, 10)).toEqual({
      value: '−0.45 mV',
      rate: null,
      mm: '4.5 mm',
    });
  });

  it('has no rate where both ends are one', () => {
    expect(readCaliper({ ...aCaliper('time'), at: [300, 300] }, 25, 10)).toMatchObject({ value: '0 ms', rate: null });
  });

  it('does not depend on the order of the ends', () => {
    expect(readCaliper({ ...aCaliper('time'), at: [1800, 1000] }, 25, 10)).toEqual({
      value: '800 ms',
      rate: '75 bpm',
      mm: '20.0 mm',
    });
  });
});

describe('calipers on the paper', () => {
  const placed = placeLayout(LAYOUT, visibleTime(10_000, 0, 25), 25, { limb: 10, chest: 10 });

  it('stand on the row they were set on, or where their lead shows that time', () => {
    expect(segmentOf(placed, { ...aCaliper('time'), at: [1000, 2000] })).toMatchObject({ row: 3 });
    expect(segmentOf(placed, { ...aCaliper('time'), row: 1, at: [1000, 2000] })).toMatchObject({ row: 1 });
    expect(segmentOf(placed, { ...aCaliper('time'), row: 1, at: [5000, 6000] })).toMatchObject({ row: 3 });
    expect(segmentOf(placed, { ...aCaliper('time'), lead: 'V6', at: [1000, 2000] })).toBeNull();
  });

  it('march their interval out over the lead, both ways', () => {
    const strip = placed.segments.at(-1);
    if (!strip) throw new Error('no strip');
    const times = marchTimes({ ...aCaliper('march'), at: [4000, 5500] }, strip);
    expect(times).toEqual([1000, 2500, 7000, 8500, 10_000]);
    expect(marchTimes({ ...aCaliper('march'), at: [4000, 4000] }, strip)).toEqual([]);
  });

  it('are set on the lead whose row is nearest', () => {
    expect(segmentAt(placed, { xMm: 140, yMm: 24, pxPerMm: 4 })?.lead).toBe('V1');
    expect(segmentAt(placed, { xMm: 2, yMm: 24, pxPerMm: 4 })).toBeNull();
  });
});
