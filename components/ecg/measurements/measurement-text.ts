import { unmeasuredText } from '@/lib/client/measured-text';
import type { NoQtcReason, QtcCaution } from '@/lib/ecg/domain/qtc-cautions';

/** Why there is no QTc, in a few words. */
export function noQtcText(reason: NoQtcReason): string {
  if (reason === 'not_sent') return 'QT or heart rate not sent';
  return reason === 'rate_too_high' ? 'heart rate too high' : unmeasuredText(reason);
}

const CAUTIONS: Record<QtcCaution, string> = {
  bazett_slow: 'Heart rate below 60: Bazett corrects too little.',
  bazett_fast: 'Heart rate above 90: Bazett corrects too much.',
  wide_qrs: 'QRS 120 ms or more: QT holds late depolarisation, see JT.',
  paced: 'Paced: QT is not that of the patient’s own beats.',
  fibrillation:
    'Atrial fibrillation stated or suspected: QT varies from beat to beat; take the mean of 10 beats or more.',
  fibrillation_few_beats: 'Fewer than 10 beats were measured.',
  rate_drift: 'The heart rate drifts by more than 10 bpm inside the strip.',
};

/** What asks for care with a QTc, as a sentence. */
export const cautionText = (caution: QtcCaution): string => CAUTIONS[caution];

/** How well leads and beats agree, in words: `high` from 0.7 on, `moderate` from 0.4 on. */
export function confidenceText(confidence: number): 'high' | 'moderate' | 'low' {
  if (confidence >= 0.7) return 'high';
  return confidence >= 0.4 ? 'moderate' : 'low';
}
