import { saysUndenied } from '@/lib/ecg/domain/critical-statements';
import { type QtcFormula, qtc, rrFromRate } from '@/lib/ecg/domain/qtc';

/**
 * Whose a value of an ECG is: as its device sent it, corrected here from the QT and the rate its device sent, or computed
 * from the samples.
 */
export type EcgSource = 'device' | 'corrected' | 'computed';

/** Where a series takes its values from: one series, one origin. */
export type EcgOrigin = 'device' | 'computed';

export interface EcgFigure {
  value: number;
  source: EcgSource;
}

/** What of an ECG is set beside therapy (COR-4). */
export const ECG_MEASURES = ['qtc_ms', 'heart_rate_bpm'] as const;
export type EcgMeasure = (typeof ECG_MEASURES)[number];

/** What a statement says of the rhythm. */
export type RhythmClass = 'atrial_fibrillation' | 'sinus';

/** What a device sent of an ECG. */
export interface SentEcg {
  heart_rate_bpm: number | null;
  qt_ms: number | null;
  qtc_ms: number | null;
  qtc_formula: string | null;
  /** All statements of the device, one after the other. */
  statement: string | null;
}

/** What values are taken from. */
export interface MeasuredEcg extends SentEcg {
  duration_ms: number;
  /** Of a confirmed or amended reading. */
  reader_statement: string | null;
  /** Computed from the samples; null where the organisation does not show it. */
  computed: {
    heart_rate_bpm: number | null;
    qtc_ms: Record<QtcFormula, number> | null;
    af_suspected: boolean | null;
    measured_ms: number;
    /** Over all of a long recording. */
    fibrillation: { suspected_ms: number; judged_ms: number } | null;
  } | null;
}

function deviceQtc({ heart_rate_bpm, qt_ms, qtc_ms, qtc_formula }: SentEcg, formula: QtcFormula): EcgFigure | null {
  if (qtc_ms !== null && qtc_formula === formula) return { value: qtc_ms, source: 'device' };
  if (qt_ms === null || heart_rate_bpm === null || heart_rate_bpm <= 0) return null;
  return { value: qtc(formula, qt_ms, rrFromRate(heart_rate_bpm)), source: 'corrected' };
}

/** Which value is asked for; the formula is of no matter to the heart rate. */
export interface EcgQuestion {
  measure: EcgMeasure;
  formula: QtcFormula;
}

function deviceFigure(ecg: SentEcg, { measure, formula }: EcgQuestion): EcgFigure | null {
  if (measure === 'qtc_ms') return deviceQtc(ecg, formula);
  return ecg.heart_rate_bpm === null ? null : { value: ecg.heart_rate_bpm, source: 'device' };
}

function computedFigure({ computed }: MeasuredEcg, { measure, formula }: EcgQuestion): EcgFigure | null {
  const value = measure === 'qtc_ms' ? computed?.qtc_ms?.[formula] : computed?.heart_rate_bpm;
  return value === null || value === undefined ? null : { value, source: 'computed' };
}

/**
 * A value of an ECG that is set beside therapy, and whose it is: the one place that decides it. QTc is by the chosen
 * formula alone: the device's where it used that one, otherwise corrected from its QT and rate; formulae are never mixed.
 * @returns null where this origin has none; it is never filled from the other
 */
export function ecgFigure(ecg: MeasuredEcg, question: EcgQuestion, origin: EcgOrigin): EcgFigure | null {
  return origin === 'device' ? deviceFigure(ecg, question) : computedFigure(ecg, question);
}

/** Values of several ECGs, all of one origin. */
export interface EcgSeries<Ecg> {
  figures: (EcgFigure & { ecg: Ecg })[];
  /** ECGs that have this value from the other origin only. */
  left_out: number;
}

/** Values of ECGs from one origin: the devices' own, unless more of the ECGs have computed ones. */
export function ecgSeries<Ecg extends MeasuredEcg>(ecgs: readonly Ecg[], question: EcgQuestion): EcgSeries<Ecg> {
  const from = (origin: EcgOrigin) =>
    ecgs.flatMap((ecg) => {
      const figure = ecgFigure(ecg, question, origin);
      return figure ? [{ ...figure, ecg }] : [];
    });
  const [device, computed] = [from('device'), from('computed')];
  const [figures, others] = computed.length > device.length ? [computed, device] : [device, computed];
  const has = new Set(figures.map(({ ecg }) => ecg));
  return { figures, left_out: others.filter(({ ecg }) => !has.has(ecg)).length };
}

const ATRIAL_FIBRILLATION = /\batrial (?:fibrillation|flutter)\b|\ba ?fib\b|\baf\b/g;
const SINUS = /\bsinus (?:rhythm|bradycardia|tachycardia|arrhythmia)\b/g;

function saidRhythm(statement: string | null): RhythmClass | null {
  if (statement === null) return null;
  if (saysUndenied(statement, ATRIAL_FIBRILLATION)) return 'atrial_fibrillation';
  return saysUndenied(statement, SINUS) ? 'sinus' : null;
}

/** The rhythm somebody named, and who. */
export interface NamedRhythm {
  value: RhythmClass;
  source: 'reader' | 'device';
}

/**
 * The rhythm of an ECG: as its reader confirmed it, else as its device names it. Atrial fibrillation counts where it is
 * said, "possible" included, and not denied.
 */
export function namedRhythm({ reader_statement, statement }: MeasuredEcg): NamedRhythm | null {
  const read = saidRhythm(reader_statement);
  if (read) return { value: read, source: 'reader' };
  const sent = saidRhythm(statement);
  return sent && { value: sent, source: 'device' };
}

/** Whether an ECG shows atrial fibrillation, who says so, and of how much of it. */
export interface FibrillationFinding {
  fibrillation: boolean;
  source: 'reader' | 'device' | 'computed';
  /** How much of the recording the finding is about, in ms. */
  judged_ms: number;
}

/**
 * Whether an ECG shows atrial fibrillation: by the rhythm that its reader or its device names, else by what was computed,
 * which speaks for what of a long one could be judged, of a short one for the part that was measured. Null where nobody says anything of the rhythm.
 */
export function fibrillationOf(ecg: MeasuredEcg): FibrillationFinding | null {
  const named = namedRhythm(ecg);
  if (named) {
    const fibrillation = named.value === 'atrial_fibrillation';
    return { fibrillation, source: named.source, judged_ms: ecg.duration_ms };
  }
  const { af_suspected = null, measured_ms = 0, fibrillation = null } = ecg.computed ?? {};
  if (fibrillation) {
    const { suspected_ms, judged_ms } = fibrillation;
    return { fibrillation: suspected_ms > 0, source: 'computed', judged_ms };
  }
  return af_suspected === null ? null : { fibrillation: af_suspected, source: 'computed', judged_ms: measured_ms };
}

/** An ECG's values and rhythm by its device alone; null where it sent none. */
export interface DeviceValues {
  qtc_ms: EcgFigure | null;
  heart_rate_bpm: EcgFigure | null;
  rhythm: RhythmClass | null;
}

/** What an ECG's device says, QTc by one formula; see `ecgFigure`. */
export function deviceValues(ecg: SentEcg, formula: QtcFormula): DeviceValues {
  return {
    qtc_ms: deviceFigure(ecg, { measure: 'qtc_ms', formula }),
    heart_rate_bpm: deviceFigure(ecg, { measure: 'heart_rate_bpm', formula }),
    rhythm: saidRhythm(ecg.statement),
  };
}
