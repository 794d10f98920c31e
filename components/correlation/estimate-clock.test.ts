import { afterEach, describe, expect, it, vi } from 'vitest';
import { aRecording } from '@/components/testing/factories';
import { encodeWindow } from '@/lib/signals/window-wire';
import { estimateClock, estimateText, pulseRecord } from './estimate-clock';
import { holter, START, therapy } from './night-ecg.fixture';

afterEach(() => vi.unstubAllGlobals());

/** Beats of 25 min whose rate wanders, in ms: made up, the same each time. */
function wanderingBeats(): number[] {
  let [state, drift, at] = [7, 0, 500];
  const beats: number[] = [];
  while (at < 1_500_000) {
    beats.push(at);
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    drift = 0.97 * drift + 90 * (state / 2 ** 32 - 0.5);
    at += 800 + drift;
  }
  return beats;
}

describe('the estimate of a clock', () => {
  const MINUTES_25 = 25 * 60_000;
  const channel = (name: string, unit: string, sampling_rate_hz: number) => ({
    ...{ id: name, name, kind: 'rhythm', unit, sampling_rate_hz, derived: false },
  });
  const pulse = aRecording({
    ...{ id: 'rec_1', modality: 'bipap', recording_date: START.toISOString(), duration_ms: MINUTES_25 },
    channels: [channel('pulse', 'bpm', 1)],
  });
  const beats = wanderingBeats();

  /** The pulse of the same heart, by a clock 42 s ahead. */
  function pulseWindow(): Response {
    const values = Float32Array.from({ length: 1500 }, (_, second) => {
      const k = beats.findIndex((beat) => beat > second * 1000 - 42_000);
      return k < 1 ? Number.NaN : 60_000 / ((beats[k] ?? 0) - (beats[k - 1] ?? 0));
    });
    const one = { id: '0', name: 'pulse', unit: 'bpm', sampling_rate_hz: 1, kind: 'samples' as const };
    const channels = [{ ...one, start_ms: 0, step_ms: 1000, values }];
    return new Response(encodeWindow({ from_ms: 0, to_ms: MINUTES_25, channels }, START));
  }

  function wholeEcg(): Response {
    const values = new Float32Array(MINUTES_25 / 8);
    for (const beat of beats)
      for (let by = -5; by <= 5; by++) {
        const k = Math.round(beat / 8) + by;
        if (k >= 0 && k < values.length) values[k] = 1000 - 180 * Math.abs(by);
      }
    const one = { id: '1', name: 'II', unit: 'uV', sampling_rate_hz: 125, kind: 'samples' as const };
    const channels = [{ ...one, start_ms: 0, step_ms: 8, values }];
    return new Response(encodeWindow({ from_ms: 0, to_ms: MINUTES_25, channels }, START));
  }

  it('finds the offset of the ECG against the pulse', async () => {
    vi.stubGlobal('fetch', async (path: string) => (path.includes('pulse') ? pulseWindow() : wholeEcg()));
    const { recording, ...ecg } = holter(null);
    const found = await estimateClock({ ...ecg, recording: { ...recording, duration_ms: MINUTES_25 } }, pulse);
    if (!found.ok) throw new Error(found.reason);
    expect(Math.abs(found.offset_ms - 42_000)).toBeLessThanOrEqual(2000);
    expect(estimateText(found)).toMatch(/^Estimated from 2\d min of heart rate and pulse, correlation [01]\.\d\d\.$/);
  }, 30_000);

  it('says why it cannot', async () => {
    const apart = { ...pulse, recording_date: '2026-10-29T21:00:00.000Z' };
    const found = await estimateClock(holter(null), apart);
    expect(estimateText(found)).toBe('No estimate. ECG and pulse have less than ten minutes in common.');
    expect(pulseRecord([therapy])).toBeNull();
  });
});
