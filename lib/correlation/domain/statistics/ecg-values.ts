import { saysUndenied } from '@/lib/ecg/domain/critical-statements';
import { type QtcFormula, qtc, rrFromRate } from '@/lib/ecg/domain/qtc';

/** Whose a value of an ECG is: as its device sent it, or corrected here from the QT and the rate its device sent. */
export type EcgSource = 'device' | 'corrected';

export interface EcgFigure {
  value: number;
  source: EcgSource;
}

/** What the device's statements say of the rhythm. */
export type RhythmClass = 'atrial_fibrillation' | 'sinus';

/** An ECG's own values, each with whose it is; null where it is not known. */
export interface EcgValues {
  qtc_ms: EcgFigure | null;
  heart_rate_bpm: EcgFigure | null;
  rhythm: { value: RhythmClass; source: 'device' } | null;
}

/** What values are taken from. */
export interface MeasuredEcg {
  heart_rate_bpm: number | null;
  qt_ms: number | null;
  qtc_ms: number | null;
  qtc_formula: string | null;
  /** All statements of the device, one after the other. */
  statement: string | null;
}

const ATRIAL_FIBRILLATION = /\batrial (?:fibrillation|flutter)\b|\ba ?fib\b|\baf\b/g;
const SINUS = /\bsinus (?:rhythm|bradycardia|tachycardia|arrhythmia)\b/g;

function rhythmOf(statement: string | null): EcgValues['rhythm'] {
  if (statement === null) return null;
  if (saysUndenied(statement, ATRIAL_FIBRILLATION)) return { value: 'atrial_fibrillation', source: 'device' };
  return saysUndenied(statement, SINUS) ? { value: 'sinus', source: 'device' } : null;
}

function qtcOf({ heart_rate_bpm, qt_ms, qtc_ms, qtc_formula }: MeasuredEcg, formula: QtcFormula): EcgFigure | null {
  if (qtc_ms !== null && qtc_formula === formula) return { value: qtc_ms, source: 'device' };
  if (qt_ms === null || heart_rate_bpm === null || heart_rate_bpm <= 0) return null;
  return { value: qtc(formula, qt_ms, rrFromRate(heart_rate_bpm)), source: 'corrected' };
}

/**
 * The values of an ECG that are set beside therapy, and whose they are: the one place that decides it. QTc is by the
 * chosen formula alone: the device's where it used that one, otherwise corrected from its QT and rate; formulae are never
 * mixed. Atrial fibrillation counts as flagged where the device says it, "possible" included, and does not deny it.
 */
export function ecgValues(ecg: MeasuredEcg, formula: QtcFormula): EcgValues {
  const { heart_rate_bpm } = ecg;
  return {
    qtc_ms: qtcOf(ecg, formula),
    heart_rate_bpm: heart_rate_bpm === null ? null : { value: heart_rate_bpm, source: 'device' },
    rhythm: rhythmOf(ecg.statement),
  };
}
