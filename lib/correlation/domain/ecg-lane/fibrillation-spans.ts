import type { DerivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { isFibrillationMark, type Mark } from '@/lib/measure/domain/beat-list/beat-list';

/** A span of an ECG, ms from its start, in which somebody names atrial fibrillation. */
export interface FibrillationSpan {
  /** Suspected by our algorithm, or labelled in the file that was sent. */
  by: 'computed' | 'file';
  from_ms: number;
  to_ms: number;
}

/** The measured part of an ECG where fibrillation is suspected in it; of the rest nothing is known. */
export function suspectedSpans(
  derived:
    | (Pick<DerivedEcg, 'measured_from_ms' | 'measured_ms'> & { rhythm: Pick<DerivedEcg['rhythm'], 'af_suspected'> })
    | null,
): FibrillationSpan[] {
  if (!derived?.rhythm.af_suspected) return [];
  const { measured_from_ms: from_ms, measured_ms } = derived;
  return from_ms === null || measured_ms === null ? [] : [{ by: 'computed', from_ms, to_ms: from_ms + measured_ms }];
}

/** The rhythms that a file labels as atrial fibrillation or flutter. */
export function labelledSpans(marks: readonly Mark[]): FibrillationSpan[] {
  return marks
    .filter(isFibrillationMark)
    .map(({ from_ms, to_ms }) => ({ by: 'file', from_ms, to_ms: to_ms ?? from_ms }));
}
