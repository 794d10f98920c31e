import type { TraceMedianResult } from './median-of-traces';
import { type CheckedEcg, checkPrecordials, type ToCheck, whatToCheck } from './what-to-check';

/** One of two ECGs that are checked, with its median beat where there is one. */
export interface CheckedSide {
  recording: CheckedEcg;
  median: TraceMedianResult | null;
}

/** What to check of two ECGs: their electrodes by their median beats first, then what their records say. */
export function allChecks(earlier: CheckedSide, later: CheckedSide): ToCheck[] {
  const checks = whatToCheck(earlier.recording, later.recording);
  const [before, after] = [earlier.median, later.median];
  if (!before?.ok || !after?.ok) return checks;
  const precordials = checkPrecordials({ beat: before, names: before.names }, { beat: after, names: after.names });
  return precordials ? [precordials, ...checks] : checks;
}
