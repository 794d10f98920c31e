import type { MedianBeat } from '@/lib/measure/domain/beats/median-beat';
import type { QualityReason } from '@/lib/measure/domain/quality/lead-quality';
import { rangeOf } from '@/lib/measure/domain/quality/noise';
import type { Recording } from '@/lib/recordings/contracts';

/** What is looked at of a record. */
export type CheckedEcg = Pick<
  Recording,
  'channels' | 'device' | 'device_id' | 'filters' | 'measurements' | 'quality' | 'recording_date'
>;

/** Something that may make two ECGs differ though the heart is the same. */
export interface ToCheck {
  code:
    | 'limb_leads'
    | 'disturbed_leads'
    | 'lead_set'
    | 'device'
    | 'software'
    | 'bandwidth'
    | 'sampling_rate'
    | 'qtc_formula'
    | 'precordial_amplitudes'
    | 'heart_rate'
    | 'wide_qrs'
    | 'bazett_rate'
    | 'time_apart';
  text: string;
}

type Check = (earlier: CheckedEcg, later: CheckedEcg) => string | null;

/** This product's own choices: rates between which QTc is held to compare, a year as a long time. */
const FAR_RATES_BPM = 20;
const LONG_APART_DAYS = 365;
const DAY_MS = 86_400_000;
/** A QRS from here on is wide: it makes QT long without repolarisation being long. */
const WIDE_QRS_MS = 120;
/** Outside these rates Bazett over- or under-corrects. */
const BAZETT_BPM = { least: 60, most: 90 } as const;

const rhythmOf = ({ channels }: CheckedEcg) => channels.filter(({ kind, unit }) => kind === 'rhythm' && unit === 'uV');
const namesOf = (ecg: CheckedEcg) => [...new Set(rhythmOf(ecg).map(({ name }) => name))];
const missingIn = (ecg: CheckedEcg, names: readonly string[]) => {
  const own = new Set(namesOf(ecg));
  return names.filter((name) => !own.has(name));
};

function leadsWith({ quality }: CheckedEcg, wanted: (reason: QualityReason) => boolean): string[] {
  return (quality ?? []).filter(({ reasons }) => reasons.some(wanted)).map(({ lead }) => lead);
}

/** `earlier`, `later` or `both`; null for none. */
function sides(earlier: boolean, later: boolean): string | null {
  if (earlier && later) return 'both ECGs';
  return earlier ? 'the earlier ECG' : later ? 'the later ECG' : null;
}

const limbLeads: Check = (earlier, later) => {
  const suspected = (ecg: CheckedEcg) =>
    leadsWith(ecg, (reason) => reason === 'limb_lead_reversal_suspected').length > 0;
  const where = sides(suspected(earlier), suspected(later));
  return where && `Limb-lead reversal suspected in ${where}.`;
};

const disturbedLeads: Check = (earlier, later) => {
  const disturbed = (ecg: CheckedEcg) =>
    leadsWith(ecg, (reason) => reason !== 'limb_lead_reversal_suspected').join(', ');
  const parts = [
    ['earlier', disturbed(earlier)],
    ['later', disturbed(later)],
  ].flatMap(([side, leads]) => (leads ? [`${side}: ${leads}`] : []));
  return parts.length === 0 ? null : `Disturbed leads, ${parts.join('; ')}.`;
};

const leadSet: Check = (earlier, later) => {
  const onlyLater = missingIn(earlier, namesOf(later));
  const onlyEarlier = missingIn(later, namesOf(earlier));
  const parts = [
    onlyEarlier.length > 0 ? `only in the earlier: ${onlyEarlier.join(', ')}` : null,
    onlyLater.length > 0 ? `only in the later: ${onlyLater.join(', ')}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `Leads differ, ${parts.join('; ')}.`;
};

const modelOf = ({ device }: CheckedEcg) => [device?.make, device?.model].filter(Boolean).join(' ');

const device: Check = (earlier, later) => {
  const [before, after] = [modelOf(earlier), modelOf(later)];
  if (before !== after)
    return `Different cart models: ${before || 'not stated'}, then ${after || 'not stated'}. Filters and measuring algorithm may differ.`;
  return before === '' && earlier.device_id !== later.device_id ? 'Different devices, models not stated.' : null;
};

const software: Check = (earlier, later) => {
  const [before, after] = [earlier.device?.firmware ?? null, later.device?.firmware ?? null];
  if (before === after || modelOf(earlier) !== modelOf(later)) return null;
  return `Software of the cart: ${before ?? 'not stated'}, then ${after ?? 'not stated'}. The measuring algorithm may differ.`;
};

function bandOf({ filters }: CheckedEcg): string | null {
  if (filters?.high_pass_hz == null && filters?.low_pass_hz == null) return null;
  const { high_pass_hz, low_pass_hz, notch_hz } = filters;
  const notch = notch_hz === null ? '' : `, notch ${notch_hz} Hz`;
  return `${high_pass_hz ?? '?'}–${low_pass_hz ?? '?'} Hz${notch}`;
}

const bandwidth: Check = (earlier, later) => {
  const [before, after] = [bandOf(earlier), bandOf(later)];
  if (before === null && after === null) return 'Bandwidth not stated in either.';
  if (before === after) return null;
  return `Bandwidths differ: ${before ?? 'not stated'}, then ${after ?? 'not stated'}. ST level and small waves depend on it.`;
};

const samplingRate: Check = (earlier, later) => {
  const rates = (ecg: CheckedEcg) => [...new Set(rhythmOf(ecg).map((one) => one.sampling_rate_hz))].join(' / ');
  const [before, after] = [rates(earlier), rates(later)];
  return before === after ? null : `Sampling rates differ: ${before} Hz, then ${after} Hz.`;
};

const qtcFormula: Check = (earlier, later) => {
  if (earlier.measurements?.qtc_ms == null || later.measurements?.qtc_ms == null) return null;
  const formula = ({ measurements }: CheckedEcg) => measurements?.qtc_formula?.toLowerCase() ?? null;
  const [before, after] = [formula(earlier), formula(later)];
  if (before !== null && before === after) return null;
  return before === null || after === null
    ? 'The QTc formula of a device is not stated; its values do not compare.'
    : 'The devices corrected QT by different formulae; their QTc do not compare.';
};

const heartRate: Check = (earlier, later) => {
  const [before, after] = [earlier.measurements?.heart_rate_bpm ?? null, later.measurements?.heart_rate_bpm ?? null];
  if (before === null || after === null || Math.abs(after - before) <= FAR_RATES_BPM) return null;
  return `Heart rates differ by ${Math.round(Math.abs(after - before))} bpm; a QTc difference may be the correction’s.`;
};

const wideQrs: Check = (earlier, later) => {
  const wide = ({ measurements }: CheckedEcg) => (measurements?.qrs_ms ?? 0) >= WIDE_QRS_MS;
  const where = sides(wide(earlier), wide(later));
  return where && `QRS ${WIDE_QRS_MS} ms or more in ${where}: QT holds conduction as well as repolarisation.`;
};

const bazettRate: Check = (earlier, later) => {
  const outside = ({ measurements }: CheckedEcg) => {
    const rate = measurements?.heart_rate_bpm ?? null;
    return rate !== null && (rate < BAZETT_BPM.least || rate > BAZETT_BPM.most);
  };
  const where = sides(outside(earlier), outside(later));
  return where && `Heart rate below ${BAZETT_BPM.least} or above ${BAZETT_BPM.most} bpm in ${where}: Bazett misleads.`;
};

const timeApart: Check = (earlier, later) => {
  const days = Math.round((Date.parse(later.recording_date) - Date.parse(earlier.recording_date)) / DAY_MS);
  return days > LONG_APART_DAYS ? `Recorded ${days} days apart.` : null;
};

/** Technique before physiology. */
const CHECKS: readonly (readonly [ToCheck['code'], Check])[] = [
  ['limb_leads', limbLeads],
  ['lead_set', leadSet],
  ['disturbed_leads', disturbedLeads],
  ['device', device],
  ['software', software],
  ['bandwidth', bandwidth],
  ['sampling_rate', samplingRate],
  ['qtc_formula', qtcFormula],
  ['heart_rate', heartRate],
  ['wide_qrs', wideQrs],
  ['bazett_rate', bazettRate],
  ['time_apart', timeApart],
];

/** What to check before a difference between two ECGs is taken for the heart's: technique first, then physiology. */
export function whatToCheck(earlier: CheckedEcg, later: CheckedEcg): ToCheck[] {
  return CHECKS.flatMap(([code, check]) => {
    const text = check(earlier, later);
    return text === null ? [] : [{ code, text }];
  });
}

const PRECORDIAL = ['V1', 'V2', 'V3'];
const QRS_HALF_S = 0.1;
/** Amplitudes that differ by this part of the larger, and by this much, are named: this product's own choice. */
const PRECORDIAL_PART = 0.5;
const PRECORDIAL_UV = 300;

/** From the lowest to the highest value of a lead within its QRS, in µV. */
function qrsHeight({ leads, before, rate_hz }: MedianBeat, place: number): number {
  const half = Math.round(QRS_HALF_S * rate_hz);
  return rangeOf((leads[place] ?? new Float64Array()).subarray(Math.max(0, before - half), before + half + 1));
}

/** A median beat with the names of its leads, in their order. */
export interface NamedBeat {
  beat: MedianBeat;
  names: readonly string[];
}

/** Whether the QRS of V1 to V3 are of another size, as electrodes a rib higher or lower make them. */
export function checkPrecordials(earlier: NamedBeat, later: NamedBeat): ToCheck | null {
  const differ = PRECORDIAL.filter((name) => {
    const [before, after] = [earlier.names.indexOf(name), later.names.indexOf(name)];
    if (before < 0 || after < 0) return false;
    const heights = [qrsHeight(earlier.beat, before), qrsHeight(later.beat, after)] as const;
    const apart = Math.abs(heights[0] - heights[1]);
    return apart >= PRECORDIAL_UV && apart > PRECORDIAL_PART * Math.max(...heights);
  });
  if (differ.length === 0) return null;
  return { code: 'precordial_amplitudes', text: `V1–V3 amplitudes differ (${differ.join(', ')}); check electrodes.` };
}
