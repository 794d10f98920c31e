import { describe, expect, it } from 'vitest';
import { aRecording, channels } from '@/components/testing/factories';
import { windowToFetch } from './use-ecg-traces';

const TEN_SECONDS = { fromMs: 20_000.4, toMs: 30_000.4 };

describe('what to fetch', () => {
  it('is the whole of a short recording, every sample, so that paging asks nothing more', () => {
    // 12 leads × 500 Hz × 38.4 s = 230 400 samples
    expect(windowToFetch(aRecording({ duration_ms: 38_400 }), TEN_SECONDS, 1060)).toEqual({
      fromMs: 0,
      toMs: 38_400,
      width: null,
    });
  });

  it('is the visible window of a long one, at whole milliseconds that hold it', () => {
    // 3 leads × 500 Hz × 24 h is far too much; 10 s of it are 15 000 samples
    const day = aRecording({ duration_ms: 86_400_000, channels: channels(['I', 'II', 'III']) });
    expect(windowToFetch(day, TEN_SECONDS, 1060)).toEqual({ fromMs: 20_000, toMs: 30_001, width: null });
  });

  it('asks for minima and maxima a column where even the window is too much', () => {
    const fast = channels(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']).map(
      (channel) => ({ ...channel, sampling_rate_hz: 8000 }),
    );
    const recording = aRecording({ duration_ms: 60_000, channels: fast });
    expect(windowToFetch(recording, TEN_SECONDS, 1059.2)).toMatchObject({ width: 1060 });
  });
});
