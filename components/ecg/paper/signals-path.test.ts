import { describe, expect, it } from 'vitest';
import { aRecording, channels } from '@/components/testing/factories';
import { firstSignalsPath, windowToFetch } from './signals-path';

const TEN_SECONDS = { fromMs: 20_000.4, toMs: 30_000.4 };
/** Of which not even the seconds on the paper can be sent sample by sample. */
const FAST = aRecording({
  duration_ms: 60_000,
  channels: channels(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']).map((channel) => ({
    ...channel,
    sampling_rate_hz: 8000,
  })),
});

describe('what to fetch', () => {
  it('is the whole of a short recording, every sample, so that paging asks nothing more', () => {
    // 12 leads × 500 Hz × 38.4 s = 230 400 samples
    expect(windowToFetch(aRecording({ duration_ms: 38_400 }), TEN_SECONDS, 1060)).toEqual({
      fromMs: 0,
      toMs: 38_400,
      width: null,
    });
  });

  it('is the visible window of a long one and 5 s on both sides, on a grid that small steps share', () => {
    // 3 leads × 500 Hz × 24 h is far too much; 10 s of it are 15 000 samples
    const day = aRecording({ duration_ms: 86_400_000, channels: channels(['I', 'II', 'III']) });
    expect(windowToFetch(day, TEN_SECONDS, 1060)).toEqual({ fromMs: 15_000, toMs: 40_000, width: null });
  });

  it('asks for minima and maxima a column where even the window is too much', () => {
    expect(windowToFetch(FAST, TEN_SECONDS, 1059.2)).toMatchObject({ width: 1060 });
  });
});

describe('what the paper shows first', () => {
  it('is named without a look at the screen', () => {
    const recording = aRecording({ duration_ms: 10_000 });
    const query = `block=rhythm&version=${recording.version}&from_ms=0&to_ms=10000`;
    expect(firstSignalsPath(recording)).toBe(`/api/ecg/data/${recording.id}/signals?${query}`);
    const day = aRecording({ duration_ms: 86_400_000, channels: channels(['I', 'II', 'III']) });
    expect(firstSignalsPath(day)).toContain('from_ms=0&to_ms=15000');
  });

  it('is not named where the paper does not begin with the recording', () => {
    const minute = aRecording({ duration_ms: 60_000 });
    expect(firstSignalsPath(minute, 30_000)).toBeNull();
    // a moment of the first strip, and any of a recording that is one strip
    expect(firstSignalsPath(minute, 5000)).toBe(firstSignalsPath(minute));
    const strip = aRecording({ duration_ms: 10_000 });
    expect(firstSignalsPath(strip, 9999)).toBe(firstSignalsPath(strip));
  });

  it('is not named where it depends on the screen', () => {
    expect(firstSignalsPath(FAST)).toBeNull();
  });
});
