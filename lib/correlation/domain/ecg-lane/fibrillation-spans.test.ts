import { describe, expect, it } from 'vitest';
import type { Mark } from '@/lib/measure/domain/beat-list/beat-list';
import { labelledSpans, suspectedSpans } from './fibrillation-spans';

const derived = (af_suspected: boolean | null, measured_ms: number | null = 120_000) => ({
  ...{ measured_from_ms: 2000, measured_ms },
  rhythm: { af_suspected },
});
const mark = (kind: Mark['kind'], text: string, from_ms: number, to_ms: number | null): Mark => ({
  ...{ kind, text, from_ms, to_ms },
});

describe('where atrial fibrillation is shaded', () => {
  it('is the measured part where it is suspected there, and nothing beyond', () => {
    expect(suspectedSpans(derived(true))).toEqual([{ by: 'computed', from_ms: 2000, to_ms: 122_000 }]);
  });

  it.each([
    ['is not suspected', derived(false)],
    ['was not judged', derived(null)],
    ['was measured nowhere', derived(true, null)],
    ['is not shown by the organisation', null],
  ])('is nowhere where it %s', (_, values) => {
    expect(suspectedSpans(values)).toEqual([]);
  });

  it('is what the file labels so, and no other rhythm or mark', () => {
    const marks = [
      mark('rhythm', 'N', 0, 1000),
      mark('rhythm', 'AFIB', 1000, 5000),
      mark('rhythm', 'AFL', 5000, 6000),
      mark('note', 'AFIB?', 7000, 8000),
      mark('rhythm', 'AFIB', 9000, null),
    ];
    expect(labelledSpans(marks)).toEqual([
      { by: 'file', from_ms: 1000, to_ms: 5000 },
      { by: 'file', from_ms: 5000, to_ms: 6000 },
      // its end is not known: it is a point
      { by: 'file', from_ms: 9000, to_ms: 9000 },
    ]);
  });
});
