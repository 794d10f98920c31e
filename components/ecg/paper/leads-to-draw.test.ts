import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { tracesToDraw } from './leads-to-draw';

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
