import type { PatientDocument } from '@/models/patient';
import type { BaselineEcg } from './comparison-contracts';

/** A patient's chosen baseline as it goes over the wire; null where nobody chose one. */
export function presentBaseline({ baseline_ecg: baseline }: Pick<PatientDocument, 'baseline_ecg'>): BaselineEcg | null {
  if (!baseline) return null;
  return {
    record_id: baseline.value,
    author: baseline.author,
    recorded_at: baseline.recorded_at.toISOString(),
  };
}
