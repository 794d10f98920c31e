import { type ClockState, clockState } from '@/lib/correlation/domain/clock/clock-rule';
import { deviceValues, type EcgSource } from '@/lib/correlation/domain/statistics/ecg-values';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import { type PressureOfNights, pressureOfNights } from '@/lib/patients/domain/night-trends';
import {
  median,
  type SettingsChange,
  settingsChanges,
  type TrialState,
  trialState,
  type UsageOfNights,
  usageOfNights,
} from '@/lib/patients/domain/therapy-trends';
import { type AhiTrend, ahiTrend, type LeakTrend, leakTrend } from '@/lib/patients/domain/trends';
import { type LeftOut, leftOutOf } from './left-out';
import { REPORT_QTC_FORMULA, type ReportComputed, type ReportEcg, type ReportInputs } from './report-inputs';
import { daysOf, nightsOver } from './report-range';

/** A value of several ECGs, and whose the values are. */
export interface EcgSummary {
  n: number;
  median: number;
  low: number;
  high: number;
  sources: EcgSource[];
}

/** What somebody or something says of one ECG. */
export interface Finding {
  recording_date: string;
  text: string;
  /** How far a reader's word is; null for what is none. */
  state: 'preliminary' | 'confirmed' | 'amended' | null;
  author: string | null;
}

/** What an algorithm says of the ECGs, all together. */
export interface ComputedFindings {
  name: string;
  version: string;
  ecgs: number;
  heart_rate: { median: number; n: number } | null;
  qtc: { median: number; n: number } | null;
  af_suspected: number;
  af_judged: number;
  /** Long ECGs followed beat by beat, all together; null where there is none. */
  followed: { ecgs: number; judged_ms: number; suspected_ms: number } | null;
}

export interface EcgContent {
  count: number;
  unconfirmed: number;
  heart_rate: EcgSummary | null;
  qtc: EcgSummary | null;
  /** ECGs whose device names atrial fibrillation or flutter, and those whose device states a rhythm. */
  af_by_device: number;
  rhythm_stated: number;
  links: Record<'during' | 'morning_after' | 'same_night' | 'none', number>;
  readers: Finding[];
  devices: Finding[];
  computed: ComputedFindings | null;
}

/** How the clocks of two devices stand to each other. */
export interface ClockPair {
  ecg_device_id: string;
  therapy_device_id: string;
  state: ClockState;
}

/** What the page says, in numbers; words and places are the drawing's. */
export interface JointContent {
  days: number;
  nights_counted: number;
  last_night: string;
  usage: UsageOfNights | null;
  /** Null where the trial does not begin within the range. */
  trial: TrialState | null;
  ahi: AhiTrend | null;
  leak: LeakTrend | null;
  pressure: PressureOfNights | null;
  changes: SettingsChange[];
  ecg: EcgContent;
  left_out: LeftOut[];
  clocks: ClockPair[];
}

function summaryOf(figures: readonly ({ value: number; source: EcgSource } | null)[]): EcgSummary | null {
  const known = figures.filter((figure) => figure !== null);
  const values = known.map(({ value }) => value).sort((a, b) => a - b);
  const [low, high, middle] = [values[0], values.at(-1), median(values)];
  if (low === undefined || high === undefined || middle === null) return null;
  const named = new Set(known.map(({ source }) => source));
  const sources = (['device', 'corrected'] as const).filter((source) => named.has(source));
  return { n: values.length, median: middle, low, high, sources };
}

const newestFirst = (ecgs: readonly ReportEcg[]) => [...ecgs].reverse();

/** Readers' own words, newest ECG first; a preliminary one is marked and counts as unconfirmed. */
function readersOf(ecgs: readonly ReportEcg[]): Finding[] {
  return newestFirst(ecgs).flatMap(({ recording_date, reading: { state, statement, author } }): Finding[] =>
    state === 'unconfirmed' || statement === null ? [] : [{ recording_date, text: statement, state, author }],
  );
}

/** What devices say of ECGs on which no reader has had the last word. */
function devicesOf(ecgs: readonly ReportEcg[]): Finding[] {
  return newestFirst(ecgs).flatMap(({ recording_date, statement, reading }): Finding[] =>
    statement === null || isFinal(reading.state)
      ? []
      : [{ recording_date, text: statement, state: null, author: null }],
  );
}

const medianOf = (values: readonly (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  const middle = median(known);
  return middle === null ? null : { median: middle, n: known.length };
};

/** Of a long ECG all of it speaks, of a short one the part that was measured. */
const suspicionOf = ({ af_suspected, fibrillation }: ReportComputed) =>
  fibrillation ? fibrillation.suspected_ms > 0 : af_suspected;

function computedOf({ ecgs, rules }: ReportInputs): ComputedFindings | null {
  if (!rules.ecg_algorithm) return null;
  const computed = ecgs.flatMap((ecg) => ecg.computed ?? []);
  const judged = computed.map(suspicionOf).filter((suspected) => suspected !== null);
  const long = computed.flatMap(({ fibrillation }) => fibrillation ?? []);
  const sum = (of: 'judged_ms' | 'suspected_ms') => long.reduce((total, one) => total + one[of], 0);
  return {
    ...rules.ecg_algorithm,
    ecgs: computed.length,
    heart_rate: medianOf(computed.map(({ heart_rate_bpm }) => heart_rate_bpm)),
    qtc: medianOf(computed.map(({ qtc_ms }) => qtc_ms)),
    af_suspected: judged.filter(Boolean).length,
    af_judged: judged.length,
    followed:
      long.length === 0 ? null : { ecgs: long.length, judged_ms: sum('judged_ms'), suspected_ms: sum('suspected_ms') },
  };
}

/** The values an ECG has in the report: its device's, QTc by the one formula. */
export const reportValues = (ecg: ReportEcg) => deviceValues(ecg, REPORT_QTC_FORMULA);

function ecgContent(inputs: ReportInputs): EcgContent {
  const { ecgs } = inputs;
  const values = ecgs.map(reportValues);
  const links = { during: 0, morning_after: 0, same_night: 0, none: 0 };
  for (const { link } of ecgs) links[link?.kind ?? 'none'] += 1;
  return {
    count: ecgs.length,
    unconfirmed: ecgs.filter(({ reading }) => !isFinal(reading.state)).length,
    heart_rate: summaryOf(values.map(({ heart_rate_bpm }) => heart_rate_bpm)),
    qtc: summaryOf(values.map(({ qtc_ms }) => qtc_ms)),
    af_by_device: values.filter(({ rhythm }) => rhythm === 'atrial_fibrillation').length,
    rhythm_stated: values.filter(({ rhythm }) => rhythm !== null).length,
    links,
    readers: readersOf(ecgs),
    devices: devicesOf(ecgs),
    computed: computedOf(inputs),
  };
}

/** Every ECG device against every therapy device of the range; without a stored alignment the offset is not known. */
function clockPairs({ devices, clocks }: ReportInputs): ClockPair[] {
  const of = (kind: 'ecg' | 'therapy') => devices.filter((device) => device.kind === kind).map((one) => one.device_id);
  return of('ecg').flatMap((ecg_device_id) =>
    of('therapy').map((therapy_device_id) => {
      const known = clocks.find(
        (clock) => clock.ecg_device_id === ecg_device_id && clock.therapy_device_id === therapy_device_id,
      );
      const night = known?.night ?? '';
      return {
        ...{ ecg_device_id, therapy_device_id },
        state: clockState({ ecg_device_id, therapy_device_id, night }, known ?? null),
      };
    }),
  );
}

/** What a joint report says, from its inputs alone: the same inputs always say the same. */
export function jointContent(inputs: ReportInputs): JointContent {
  const { range, made_at, organization, patient, nights } = inputs;
  const { last, count } = nightsOver(range, made_at, organization.time_zone);
  const start = patient.therapy_start;
  const trialBegins = start !== null && start >= range.from && start <= last;
  return {
    days: daysOf(range),
    nights_counted: count,
    last_night: last,
    usage: nights.length === 0 ? null : usageOfNights(nights, last, count),
    trial: trialBegins ? trialState(nights, start, last) : null,
    ahi: ahiTrend(nights, last, count),
    leak: leakTrend(nights, last, count),
    pressure: pressureOfNights(nights, last, count),
    changes: settingsChanges(nights),
    ecg: ecgContent(inputs),
    left_out: leftOutOf(inputs),
    clocks: clockPairs(inputs),
  };
}
