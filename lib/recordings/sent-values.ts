import type { SentEcg } from '@/lib/correlation/domain/statistics/ecg-values';
import type { RecordDocument } from '@/models/record';

/** What the device sent of an ECG that is set beside therapy; null where it sent none. */
export function sentValuesOf({
  measurements,
  statements,
}: Pick<RecordDocument, 'measurements' | 'statements'>): SentEcg {
  const { heart_rate_bpm = null, qt_ms = null, qtc_ms = null, qtc_formula = null } = measurements ?? {};
  return {
    ...{ heart_rate_bpm, qt_ms, qtc_ms, qtc_formula },
    statement: statements.length > 0 ? statements.join('. ') : null,
  };
}
