import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SamplesChannel } from '@/lib/signals/window';
import { leadPreview, previewLead } from './lead-preview';

const samples = (values: number[]): SamplesChannel => ({
  id: '1',
  name: 'II',
  unit: 'uV',
  sampling_rate_hz: 500,
  kind: 'samples',
  start_ms: 0,
  step_ms: 2,
  values: Float32Array.from(values),
});

const windowOf = (values: number[]) => ({ from_ms: 0, to_ms: values.length * 2 });

describe('preview of a lead', () => {
  it('keeps minimum and maximum of every column and leaves gaps empty', () => {
    const values = [1, 5, -3, 2, Number.NaN, Number.NaN, 7, 8];
    expect(leadPreview(samples(values), windowOf(values), 4)).toEqual({
      min_uv: [1, -3, null, 7],
      max_uv: [5, 2, null, 8],
    });
  });

  it('takes bins as it takes samples', () => {
    const bins = {
      ...samples([]),
      kind: 'minmax' as const,
      step_ms: 8,
      min: Float32Array.of(-4, -1),
      max: Float32Array.of(3, 9),
    };
    expect(leadPreview(bins, { from_ms: 0, to_ms: 16 }, 2)).toEqual({ min_uv: [-4, -1], max_uv: [3, 9] });
  });

  it('never loses the highest peak, whatever the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 200 }),
        (values, columns) => {
          const { min_uv, max_uv } = leadPreview(samples(values), windowOf(values), columns);
          const known = (list: (number | null)[]) => list.filter((value) => value !== null);
          expect(Math.max(...known(max_uv))).toBe(Math.max(...values));
          expect(Math.min(...known(min_uv))).toBe(Math.min(...values));
        },
      ),
    );
  });

  it('is of lead II, or of the first rhythm lead', () => {
    const channel = (id: string, name: string, kind = 'rhythm') => ({ id, name, kind });
    expect(previewLead([channel('0', 'II', 'median'), channel('1', 'I'), channel('2', 'II')])?.id).toBe('2');
    expect(previewLead([channel('0', 'V1', 'median'), channel('1', 'V5')])?.name).toBe('V5');
    expect(previewLead([channel('0', 'II', 'median')])).toBeNull();
  });
});
