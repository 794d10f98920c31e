import { describe, expect, it } from 'vitest';
import type { LanePiece } from '@/components/charts/lanes/lane-data';
import { aRecording } from '@/components/testing/factories';
import type { ClockState } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { fibrillationText, pointOf } from './draw-ecg-rate';
import { ecgBeatsAddress, fibrillationOnNight, NO_TRACES } from './ecg-window';

const START = Date.parse('2026-10-27T21:00:00.000Z');
const HOUR = 3_600_000;
/** A night of eight hours. */
const WHOLE = { fromMs: START, toMs: START + 8 * HOUR };

/** An ECG with stored beats, so many hours after the night's begin and so long, its clock ten seconds behind. */
function ecg(fromHours: number, hours: number, level: ClockState['level'] = 'event'): NightEcg {
  const recording = aRecording({
    ...{ id: 'rec_ecg', duration_ms: hours * HOUR, recording_date: new Date(START + fromHours * HOUR).toISOString() },
    files: [{ role: 'beats', content_type: 'x', bytes: 1, sha256: '' }],
  });
  const clock = { offset_ms: 10_000, uncertainty_ms: 2000, method: 'manual', determined_on: null, level } as const;
  return { recording, therapy_device_id: 'PAP-1', clock, alignment_revision: 1 };
}
const BEATS = '/api/ecg/data/rec_ecg/beats?version=1';

describe('the beats that a night asks for', () => {
  it.each([
    ['all of an ECG that lies in the night', 1, 5, BEATS],
    ['those of the night of a day', -4, 24, `${BEATS}&from_ms=${4 * HOUR - 10_000}&to_ms=${12 * HOUR - 10_000}`],
    ['those of the night of two weeks', -48, 336, `${BEATS}&from_ms=${48 * HOUR - 10_000}&to_ms=${56 * HOUR - 10_000}`],
    ['up to its end of one that begins earlier', -1, 3, `${BEATS}&from_ms=${HOUR - 10_000}&to_ms=${3 * HOUR}`],
    ['from its start of one that ends later', 6, 6, `${BEATS}&from_ms=0&to_ms=${2 * HOUR - 10_000}`],
    ['none of one that is over before', -5, 4, null],
  ])('are %s', (_, from, hours, address) => {
    expect(ecgBeatsAddress(ecg(from, hours), WHOLE)).toBe(address);
  });

  it('are none where nothing may be said of when they were, or none are stored', () => {
    expect(ecgBeatsAddress(ecg(1, 5, 'night'), WHOLE)).toBeNull();
    const none = ecg(1, 5);
    none.recording = { ...none.recording, files: [] };
    expect(ecgBeatsAddress(none, WHOLE)).toBeNull();
  });
});

describe('fibrillation on the lane', () => {
  const traces = { ...NO_TRACES, labelled: [{ by: 'file' as const, from_ms: 1000, to_ms: 5000 }] };

  it('stands on the clock of the night, and the legend says whose it is', () => {
    const spans = fibrillationOnNight(ecg(1, 5), traces);
    expect(spans).toEqual([{ by: 'file', fromMs: START + HOUR + 11_000, toMs: START + HOUR + 15_000 }]);
    expect(fibrillationText([...spans, ...spans])).toEqual(['AF as labelled in the file']);
    expect(fibrillationText([{ by: 'computed', fromMs: 0, toMs: 1 }])).toEqual(['AF suspected, computed']);
  });

  it('stands nowhere where the clock is not known well enough', () => {
    expect(fibrillationOnNight(ecg(1, 5, 'night'), traces)).toEqual([]);
  });
});

describe('an ECG that is too short to be seen as a line', () => {
  const piece = (values: number[]): LanePiece => ({
    channel: {
      ...{ kind: 'samples', id: 'r', name: 'r', unit: 'bpm', sampling_rate_hz: 1 },
      ...{ start_ms: 1000, step_ms: 1000, values: Float64Array.from(values) },
    },
    originMs: START,
  });
  const night = { view: WHOLE, width: 800 };

  it('is a point at the mean of what is known, in its middle', () => {
    expect(pointOf(piece([60, Number.NaN, 70, 80, 90]), night)).toEqual({ ms: START + 3000, value: 75 });
  });

  it('is a line once one has zoomed in, and nothing where nothing is known', () => {
    expect(pointOf(piece([60, 70, 80]), { view: { fromMs: START, toMs: START + 60_000 }, width: 800 })).toBeNull();
    expect(pointOf(piece([Number.NaN]), night)).toBeNull();
    expect(pointOf(piece([]), night)).toBeNull();
  });
});
