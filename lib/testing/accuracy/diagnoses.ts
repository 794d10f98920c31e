import { allQtc, rrFromRate } from '@/lib/ecg/domain/qtc';
import type { EcgMeasurement } from '@/lib/measure/domain/ecg-measurement';

/** The names of the SNOMED CT codes that the twelve-lead recordings here carry. */
export const DIAGNOSES: Record<string, string> = {
  '426783006': 'sinus rhythm',
  '426177001': 'sinus bradycardia',
  '427084000': 'sinus tachycardia',
  '111975006': 'prolonged QT interval',
  '59118001': 'right bundle branch block',
  '67741000119109': 'left atrial enlargement',
  '253352002': 'left atrial abnormality',
  '428750005': 'nonspecific ST-T abnormality',
  '164934002': 'T wave abnormal',
  '164873001': 'left ventricular hypertrophy',
  '55930002': 'ST changes',
};

/** Limits the names imply: rates of sinus bradycardia and tachycardia, QTc of S63 at the lower sex limit, a block's QRS. */
const SLOW_BPM = 60;
const FAST_BPM = 100;
const LONG_QTC_MS = 450;
const WIDE_QRS_MS = 120;
/** A published rate word and ours disagree only beyond what rounding makes of a rate at the limit. */
const MARGIN_BPM = 2;

/** What our numbers say against the published names, in words; nothing where they agree. */
export function contradictions({ values }: EcgMeasurement, codes: readonly string[]): string[] {
  const names = codes.map((code) => DIAGNOSES[code] ?? code);
  const rate = values.heart_rate_bpm.value;
  const qt = values.qt_ms.value;
  const qrs = values.qrs_ms.value;
  const longest = rate === null || qt === null ? null : Math.max(...Object.values(allQtc(qt, rrFromRate(rate))));
  const found: string[] = [];
  const check = (wrong: boolean, text: string) => {
    if (wrong) found.push(text);
  };
  const has = (name: string) => names.includes(name);
  check(has('sinus bradycardia') && rate !== null && rate >= SLOW_BPM + MARGIN_BPM, 'bradycardia, but not slow');
  check(has('sinus tachycardia') && rate !== null && rate <= FAST_BPM - MARGIN_BPM, 'tachycardia, but not fast');
  check(!has('sinus bradycardia') && rate !== null && rate < SLOW_BPM - MARGIN_BPM, 'slow, not named');
  check(!has('sinus tachycardia') && rate !== null && rate > FAST_BPM + MARGIN_BPM, 'fast, not named');
  check(has('prolonged QT interval') && longest !== null && longest < LONG_QTC_MS, 'prolonged QT, but no QTc is long');
  check(has('right bundle branch block') && qrs !== null && qrs < WIDE_QRS_MS, 'block, but QRS is narrow');
  check(!has('right bundle branch block') && qrs !== null && qrs >= WIDE_QRS_MS, 'wide QRS, not named');
  return found;
}
