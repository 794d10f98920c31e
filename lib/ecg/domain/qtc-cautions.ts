import type { UnmeasuredReason } from '@/lib/measure/domain/ecg-measurement';
import type { Recording } from '@/lib/recordings/contracts';
import { yearsBetween } from './age';
import { type ChangeVerdict, qtcVerdict } from './comparison/change-table';
import { measuredOf } from './derived-ecg';
import { allQtc, type QtcFormula, rrFromRate } from './qtc';

/** Whose numbers a QTc is made of. */
export const QTC_SOURCES = ['device', 'computed'] as const;
export type QtcSource = (typeof QTC_SOURCES)[number];

/** What asks for care with a QTc (MEA-3). */
export type QtcCaution =
  | 'bazett_slow'
  | 'bazett_fast'
  | 'wide_qrs'
  | 'paced'
  | 'fibrillation'
  | 'fibrillation_few_beats'
  | 'rate_drift';

/** Why there is no QTc. */
export type NoQtcReason = 'not_sent' | 'rate_too_high' | UnmeasuredReason;

/** QTc by all formulae with what asks for care, or why there is none. */
export type JudgedQtc =
  | { ok: true; values: Record<QtcFormula, number>; jt_ms: number | null; cautions: QtcCaution[] }
  | { ok: false; reason: NoQtcReason };

/** Who is an adult; of whom no birth date is known is one. */
const ADULT_YEARS = 18;
/** Above these rates no QTc is computed, as in monitors (IntelliVue MX800 manual, p. 150). */
const HIGHEST_BPM = { adult: 150, child: 180 } as const;
/** Outside these rates Bazett corrects too much or too little. */
const BAZETT_BPM = { slow: 60, fast: 90 } as const;
/** From this width on the QT interval holds a late depolarisation: JT is shown beside it. */
const WIDE_QRS_MS = 120;
/** A mean over fewer beats of fibrillation says little. */
const FIBRILLATION_BEATS = 10;
const DRIFT_BPM = 10;

type QtcRecording = Pick<Recording, 'measurements' | 'derived' | 'statements'>;

/** What of a patient's baseline ECG stands beside another ECG. */
export type BaselineNumbers = QtcRecording & Pick<Recording, 'id' | 'recording_date'>;

/** Age at the recording; null where no birth date is known. */
export function ageAtRecording(birth_date: string | null | undefined, recording_date: string): number | null {
  return birth_date ? yearsBetween(birth_date, new Date(recording_date)) : null;
}

const isChild = (age_years: number | null) => age_years !== null && age_years < ADULT_YEARS;

/** The formula a patient's QTc is judged by: Bazett under 18, Fridericia from then on and where the age is not known. */
export function defaultFormula(age_years: number | null): QtcFormula {
  return isChild(age_years) ? 'bazett' : 'fridericia';
}

/** A statement that names something, unless an earlier word of its sentence denies it. */
function states(statements: readonly string[], wording: RegExp): boolean {
  const sentences = statements.flatMap((statement) => statement.toLowerCase().split(/[.;,\n]/));
  return sentences.some((sentence) => {
    const at = sentence.search(wording);
    return at >= 0 && !/\b(?:no|not|without)\b/.test(sentence.slice(0, at));
  });
}

/** What is known of the rhythm, whoever says so: a caution is given by either. */
function rhythmOf({ derived, statements }: QtcRecording) {
  return {
    paced: derived?.rhythm.paced === true || states(statements, /\b(?:paced|pacing|pacemaker)\b/),
    fibrillation: derived?.rhythm.af_suspected === true || states(statements, /\batrial fibrillation\b|\baf(?:ib)?\b/),
    beats: derived?.beats.measured ?? null,
    drift_bpm: derived?.rate_drift_bpm ?? null,
  };
}

interface Basis {
  rate_bpm: number | null;
  qt_ms: number | null;
  qrs_ms: number | null;
  missing: NoQtcReason;
}

function basisOf({ measurements, derived }: QtcRecording, source: QtcSource): Basis {
  if (source === 'device') {
    const { heart_rate_bpm = null, qt_ms = null, qrs_ms = null } = measurements ?? {};
    return { rate_bpm: heart_rate_bpm, qt_ms, qrs_ms, missing: 'not_sent' };
  }
  if (!derived) return { rate_bpm: null, qt_ms: null, qrs_ms: null, missing: 'not_sent' };
  const { heart_rate_bpm: rate_bpm, qt_ms, qrs_ms } = derived;
  const missing = measuredOf(derived, qt_ms === null ? 'qt_ms' : 'heart_rate_bpm').reason ?? 'not_sent';
  return { rate_bpm, qt_ms, qrs_ms, missing };
}

function cautionsOf(recording: QtcRecording, rate_bpm: number, qrs_ms: number | null): QtcCaution[] {
  const { paced, fibrillation, beats, drift_bpm } = rhythmOf(recording);
  const all: [QtcCaution, boolean][] = [
    ['bazett_slow', rate_bpm < BAZETT_BPM.slow],
    ['bazett_fast', rate_bpm > BAZETT_BPM.fast],
    ['wide_qrs', qrs_ms !== null && qrs_ms >= WIDE_QRS_MS],
    ['paced', paced],
    ['fibrillation', fibrillation],
    ['fibrillation_few_beats', fibrillation && (beats === null || beats < FIBRILLATION_BEATS)],
    ['rate_drift', drift_bpm !== null && drift_bpm > DRIFT_BPM],
  ];
  return all.flatMap(([caution, holds]) => (holds ? [caution] : []));
}

/**
 * QTc by all four formulae of the QT and heart rate one source gives, with what asks for care. It is withheld where the source
 * has no QT, and above 150 bpm of an adult or 180 of a child (MEA-3). What the device calls its QTc is not touched by this.
 *
 * @param age_years at the recording; null counts as an adult
 */
export function judgeQtc(recording: QtcRecording, source: QtcSource, age_years: number | null): JudgedQtc {
  const { rate_bpm, qt_ms, qrs_ms, missing } = basisOf(recording, source);
  if (qt_ms === null || rate_bpm === null || rate_bpm <= 0) return { ok: false, reason: missing };
  if (rate_bpm > HIGHEST_BPM[isChild(age_years) ? 'child' : 'adult']) return { ok: false, reason: 'rate_too_high' };
  const cautions = cautionsOf(recording, rate_bpm, qrs_ms);
  const shown = cautions.includes('wide_qrs') || cautions.includes('paced');
  return {
    ok: true,
    values: allQtc(qt_ms, rrFromRate(rate_bpm)),
    jt_ms: shown && qrs_ms !== null ? qt_ms - qrs_ms : null,
    cautions,
  };
}

/** How far a QTc lies from that of the patient's baseline; whole numbers as they are shown. */
export interface QtcChange {
  source: QtcSource;
  formula: QtcFormula;
  baseline_ms: number;
  now_ms: number;
  delta_ms: number;
  verdict: ChangeVerdict;
}

/**
 * The change of QTc from the patient's own baseline (MEA-4): both by one formula and both of one source, computed where both
 * are, else the device's. A difference between two sources is none of the patient's.
 *
 * @returns null where no source has a QTc in both
 */
export function changeFromBaseline(
  now: QtcRecording,
  baseline: QtcRecording,
  age_years: number | null,
): QtcChange | null {
  const formula = defaultFormula(age_years);
  for (const source of ['computed', 'device'] as const) {
    const [before, after] = [judgeQtc(baseline, source, age_years), judgeQtc(now, source, age_years)];
    if (!before.ok || !after.ok) continue;
    const [baseline_ms, now_ms] = [Math.round(before.values[formula]), Math.round(after.values[formula])];
    const delta_ms = now_ms - baseline_ms;
    return { source, formula, baseline_ms, now_ms, delta_ms, verdict: qtcVerdict(delta_ms) };
  }
  return null;
}
