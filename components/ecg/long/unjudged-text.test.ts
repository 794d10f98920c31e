import { describe, expect, it } from 'vitest';
import type { UnjudgedTime } from '@/lib/measure/domain/rhythm/unjudged-time';
import { unjudgedBetween, unjudgedReasons, unjudgedText } from './unjudged-text';

const MINUTE = 60_000;

const time = (change: Partial<UnjudgedTime>): UnjudgedTime => ({
  ...{ total_ms: 0, by_reason: {}, found: 0, spans: [] },
  ...change,
});

describe('what was not judged, in words', () => {
  it('names each reason with its time, that of most time first', () => {
    const two = time({ total_ms: 12 * MINUTE, by_reason: { lead_off: 3 * MINUTE, noisy: 9 * MINUTE } });
    expect(unjudgedText(two)).toBe('12 min: noise 9 min, leads off 3 min');
    expect(unjudgedReasons(two)).toBe('noise, leads off');
    expect(unjudgedText(time({ total_ms: 8000, by_reason: { too_few_beats: 8000 } }))).toBe('8 s: too few beats');
    expect(unjudgedText(time({}))).toBe('none');
  });

  it('is said of a span by what reaches into it', () => {
    const spans = [{ from_ms: 4 * MINUTE, to_ms: 8 * MINUTE, reason: 'noisy' as const }];
    const one = time({ found: 1, spans });
    expect(unjudgedBetween(one, 0, 6 * MINUTE)).toBe('2 min');
    expect(unjudgedBetween(one, 5 * MINUTE, 7 * MINUTE)).toBe('2 min');
    expect(unjudgedBetween(one, 8 * MINUTE, 10 * MINUTE)).toBe('none');
  });

  it('is no more than a least where not all stretches are listed, and never none', () => {
    const more = time({ found: 500, spans: [{ from_ms: 4 * MINUTE, to_ms: 8 * MINUTE, reason: 'noisy' }] });
    expect(unjudgedBetween(more, 0, 10 * MINUTE)).toBe('at least 4 min');
    expect(unjudgedBetween(more, 8 * MINUTE, 10 * MINUTE)).toBe('not listed');
  });
});
