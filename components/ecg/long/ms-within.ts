import type { Episode } from '@/lib/measure/domain/rhythm/follow-fibrillation';

/** How much of a stretch lies in some spans that do not overlap, ms. */
export function msWithin(spans: readonly Episode[], from_ms: number, to_ms: number): number {
  return spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(to_ms, span.to_ms) - Math.max(from_ms, span.from_ms)),
    0,
  );
}
