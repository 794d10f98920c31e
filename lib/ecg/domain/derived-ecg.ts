import {
  type EcgMeasurement,
  MEASURED_VALUES,
  type Measured,
  type MeasuredName,
  type MeasuredRhythm,
  type UnmeasuredReason,
} from '@/lib/measure/domain/ecg-measurement';
import type { FibrillationOverTime } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import type { UnjudgedTime } from '@/lib/measure/domain/rhythm/unjudged-time';
import { allQtc, type QtcFormula, rrFromRate } from './qtc';

/** Above this rate a record holds no QTc of ours (IntelliVue MX800 manual, p. 150); a child's is judged where it is shown. */
const HIGHEST_BPM = 150;

/** What is computed of an ECG as a record holds it: a number or null by name, and beside them how sure or why not. */
export interface DerivedEcg extends Record<MeasuredName, number | null> {
  algorithm: string;
  version: string;
  rr_ms: number | null;
  qtc_ms: Record<QtcFormula, number> | null;
  rhythm: MeasuredRhythm & { regular: boolean | null; confidence: number | null };
  /** 0 to 1, of what was measured; how well leads and beats agree, no probability. */
  confidence: Partial<Record<MeasuredName, number>>;
  not_measured: { field: MeasuredName | 'qtc_ms'; reason: UnmeasuredReason | 'rate_too_high' }[];
  rate_drift_bpm: number | null;
  beats: EcgMeasurement['beats'];
  measured_from_ms: number | null;
  measured_ms: number | null;
  leads: string[];
  /** Of a long recording beat by beat; null of a short one, where nothing could be judged, and where the heart is paced. */
  fibrillation: FibrillationOverTime | null;
  /** What of a long recording could not be judged; null of a short one, and where the heart is paced. */
  unjudged: UnjudgedTime | null;
}

/** What following a long recording beat by beat gives. */
type Followed = Pick<DerivedEcg, 'fibrillation' | 'unjudged'>;

const NOT_FOLLOWED: Followed = { fibrillation: null, unjudged: null };

function qtcOf({ heart_rate_bpm, qt_ms }: EcgMeasurement['values']): Pick<DerivedEcg, 'qtc_ms' | 'not_measured'> {
  const rate = heart_rate_bpm.value;
  const withheld = (reason: DerivedEcg['not_measured'][number]['reason']) => ({
    qtc_ms: null,
    not_measured: [{ field: 'qtc_ms' as const, reason }],
  });
  if (heart_rate_bpm.value === null) return withheld(heart_rate_bpm.reason);
  if (qt_ms.value === null) return withheld(qt_ms.reason);
  if (rate === null || rate > HIGHEST_BPM) return withheld('rate_too_high');
  const { bazett, fridericia, framingham, hodges } = allQtc(qt_ms.value, rrFromRate(rate));
  const tenth = (value: number) => Number(value.toFixed(1));
  const qtc_ms = {
    bazett: tenth(bazett),
    fridericia: tenth(fridericia),
    framingham: tenth(framingham),
    hodges: tenth(hodges),
  };
  return { qtc_ms, not_measured: [] };
}

/**
 * A measurement as a record holds it.
 * @param followed over all of a long recording
 */
export function derivedEcg({ values, rhythm, ...rest }: EcgMeasurement, followed: Followed = NOT_FOLLOWED): DerivedEcg {
  const numbers = Object.fromEntries(MEASURED_VALUES.map((name) => [name, values[name].value]));
  const sure = MEASURED_VALUES.flatMap((name) => {
    const { confidence } = values[name];
    return confidence === null ? [] : [[name, confidence] as const];
  });
  const missing = MEASURED_VALUES.flatMap((name) => {
    const { reason } = values[name];
    return reason === null ? [] : [{ field: name, reason }];
  });
  const { qtc_ms, not_measured } = qtcOf(values);
  return {
    ...rest,
    // made of every name just above
    ...(numbers as Record<MeasuredName, number | null>),
    qtc_ms,
    rhythm: {
      ...rhythm,
      regular: rhythm.regularity === null ? null : rhythm.regularity === 'regular',
      confidence: values.heart_rate_bpm.confidence,
    },
    confidence: Object.fromEntries(sure),
    not_measured: [...missing, ...not_measured],
    ...(rhythm.paced ? NOT_FOLLOWED : { fibrillation: followed.fibrillation, unjudged: followed.unjudged }),
  };
}

/** One value of a record's derived values, with its confidence or the reason why there is none. */
export function measuredOf(derived: DerivedEcg, name: MeasuredName): Measured {
  const value = derived[name];
  if (value !== null) return { value, confidence: derived.confidence[name] ?? 0, reason: null };
  const reason = derived.not_measured.find(({ field }) => field === name)?.reason;
  // only of QTc a rate can be too high
  return { value: null, confidence: null, reason: reason && reason !== 'rate_too_high' ? reason : 'no_leads' };
}
