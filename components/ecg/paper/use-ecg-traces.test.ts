import { describe, expect, it } from 'vitest';
import { aRecording, channels } from '@/components/testing/factories';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { tracesToDraw, windowToFetch } from './use-ecg-traces';

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

  it('is the visible window of a long one and 5 s on both sides, on a grid that small steps share', () => {
    // 3 leads × 500 Hz × 24 h is far too much; 10 s of it are 15 000 samples
    const day = aRecording({ duration_ms: 86_400_000, channels: channels(['I', 'II', 'III']) });
    expect(windowToFetch(day, TEN_SECONDS, 1060)).toEqual({ fromMs: 15_000, toMs: 40_000, width: null });
  });

  it('asks for minima and maxima a column where even the window is too much', () => {
    const fast = channels(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']).map(
      (channel) => ({ ...channel, sampling_rate_hz: 8000 }),
    );
    const recording = aRecording({ duration_ms: 60_000, channels: fast });
    expect(windowToFetch(recording, TEN_SECONDS, 1059.2)).toMatchObject({ width: 1060 });
  });
});

describe('leads to draw', () => {
  const base = { unit: 'uV', sampling_rate_hz: 500, start_ms: 0, step_ms: 2 };
  const lead = (id: string, name: string, values: number[]) => ({
    ...base,
    ...{ id, name, kind: 'samples' as const, values: Float32Array.from(values) },
  });

  it('have aVR upside down beside it, and a shared name once, as its first channel', () => {
    const traces = tracesToDraw([lead('0', 'II', [1]), lead('1', 'II', [2]), lead('2', 'aVR', [-300, 40])], NO_FILTER);
    expect(traces.get('II')).toMatchObject({ id: '0' });
    expect(traces.get('−aVR')).toMatchObject({ values: Float32Array.from([300, -40]) });
  });

  it('leave out what is no voltage', () => {
    const pressure = { ...lead('0', 'ABP', [80]), unit: 'mmHg' };
    const unscaled = { ...lead('1', 'II', [1]), unit: '1' };
    expect([...tracesToDraw([pressure, unscaled, lead('2', 'V1', [1])], NO_FILTER).keys()]).toEqual(['V1']);
  });

  it('turn minima into maxima when turned upside down', () => {
    const bins = { ...base, id: '0', name: 'aVR', kind: 'minmax' as const };
    const traces = tracesToDraw([{ ...bins, min: Float32Array.of(-500), max: Float32Array.of(100) }], NO_FILTER);
    expect(traces.get('−aVR')).toMatchObject({ min: Float32Array.of(-100), max: Float32Array.of(500) });
  });

  it('are filtered where they are samples, and as recorded where they are minima and maxima', () => {
    const noisy = lead(
      '0',
      'I',
      Array.from({ length: 500 }, (_, k) => (k % 2 ? 100 : -100)),
    );
    const bins = {
      ...base,
      id: '1',
      name: 'II',
      kind: 'minmax' as const,
      min: Float32Array.of(-1),
      max: Float32Array.of(1),
    };
    const traces = tracesToDraw([noisy, bins], { ...NO_FILTER, low_pass_hz: 40 });
    const drawn = traces.get('I');
    expect(drawn?.kind === 'samples' && Math.abs(drawn.values[250] ?? 100)).toBeLessThan(1);
    expect(traces.get('II')).toBe(bins);
  });
});
