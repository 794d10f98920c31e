import { classifyBeats } from './beats/classify-beats';
import { detectBeats, type LeadStretch } from './beats/detect-beats';
import { type BeatGroups, type BeatSpan, groupBeats, type MadeBeat, medianOfGroup } from './beats/median-beat';
import { withoutWander } from './beats/without-wander';
import {
  ECG_ALGORITHM,
  type EcgMeasurement,
  MEASURED_VALUES,
  type Measured,
  type MeasuredName,
  type UnmeasuredReason,
} from './ecg-measurement';
import { measureIntervals } from './intervals/measure-intervals';
import { measured, unmeasured } from './intervals/measured';
import { LEAST_QUALITY, stretchQuality } from './quality/lead-quality';
import { suspectFibrillation } from './rhythm/fibrillation';
import { type RrSeries, regularityOf, rrSeries } from './rhythm/rr-series';
import { isPaced } from './rhythm/stimuli';

/** One lead: its name and its samples in µV. */
export interface NamedLead {
  name: string;
  samples: Float64Array;
}

/** Leads recorded together without gaps, all of one length. */
export interface MeasuredStretch {
  rate_hz: number;
  /** Where in the recording they begin. */
  from_ms: number;
  leads: readonly NamedLead[];
}

/** Below this nothing of a QRS is left to measure, */
const LEAST_RATE_HZ = 100;
/** and below this no beat can be told. */
const LEAST_RATE_OF_BEATS_HZ = 50;
/** What of a beat holds its P and T waves, also at slow rates with long intervals. */
export const MEASURED_SPAN: BeatSpan = { before: { seconds: 0.42, part: 0.55 }, after: { seconds: 0.75, part: 0.8 } };
/** So much of the stretch makes the median beat; rate and rhythm are of all of it. */
const MEDIAN_BEAT_S = 20;
/** Fewer beats of one shape than this part of all are no prevailing shape: what was found may not be beats. */
const PREVAILING_PART = 1 / 3;
const RATE_DECIMALS = 1;

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));

function allUnmeasured(reason: UnmeasuredReason): Record<MeasuredName, Measured> {
  const none = unmeasured(reason);
  return Object.fromEntries(MEASURED_VALUES.map((name) => [name, none])) as Record<MeasuredName, Measured>;
}

/** A measurement that measured nothing, for one reason. */
function nothing(reason: UnmeasuredReason, { leads, rate_hz, from_ms }: MeasuredStretch, found = 0): EcgMeasurement {
  const length = leads[0]?.samples.length;
  return {
    algorithm: ECG_ALGORITHM.name,
    version: ECG_ALGORITHM.version,
    measured_from_ms: length === undefined ? null : from_ms,
    measured_ms: length === undefined ? null : Math.round((length * 1000) / rate_hz),
    values: allUnmeasured(reason),
    rr_ms: null,
    rate_drift_bpm: null,
    beats: { found, usual: 0, premature: 0, other_shape: 0, measured: 0 },
    rhythm: { regularity: null, af_suspected: null, paced: null, reason },
    leads: [],
  };
}

/** The leads that can be read; where there is none, what is wrong with most of them. Their first part speaks for all. */
function readable({ leads: all, rate_hz }: MeasuredStretch): { leads: NamedLead[]; reason: 'flat' | 'noisy' } {
  const judged = all.map((lead) => ({
    lead,
    quality: stretchQuality(lead.samples.subarray(0, Math.round(MEDIAN_BEAT_S * rate_hz)), rate_hz),
  }));
  const leads = judged.filter(({ quality }) => quality.score >= LEAST_QUALITY).map(({ lead }) => lead);
  const flat = judged.filter(({ quality }) => quality.reasons.includes('lead_off')).length;
  return { leads, reason: flat * 2 >= judged.length ? 'flat' : 'noisy' };
}

/** The first part of a stretch, with the beats in it. */
function firstPart({ rate_hz, leads }: LeadStretch, beats: readonly number[]): [LeadStretch, number[]] {
  const length = Math.min(leads[0]?.length ?? 0, Math.round(MEDIAN_BEAT_S * rate_hz));
  return [{ rate_hz, leads: leads.map((lead) => lead.subarray(0, length)) }, beats.filter((beat) => beat < length)];
}

function rhythmOf(stretch: LeadStretch, beats: readonly number[], series: RrSeries, paced: boolean | null) {
  const suspicion = paced ? null : suspectFibrillation(stretch, beats);
  const reason: UnmeasuredReason | null = paced ? 'paced' : suspicion === null ? 'too_few_beats' : null;
  return { regularity: regularityOf(series), af_suspected: suspicion?.suspected ?? null, paced, reason };
}

const countOf = <Item>(items: readonly Item[], wanted: Item) => items.filter((item) => item === wanted).length;

interface Found {
  /** All beats, of the whole stretch without wander. */
  beats: readonly number[];
  stretch: LeadStretch;
  series: RrSeries;
  /** Those of its first part, sorted, and their median. */
  groups: BeatGroups;
  beat: MadeBeat | null;
}

function summed({ beats, stretch, series, groups, beat }: Found, whole: MeasuredStretch, leads: NamedLead[]) {
  const paced = beat ? isPaced(stretch, beat.at) : null;
  const rhythm = rhythmOf(stretch, beats, series, paced);
  const names = leads.map(({ name }) => name);
  const context = { usual: groups.usual, paced: paced === true, af_suspected: rhythm.af_suspected === true };
  const classes = classifyBeats(groups);
  const part = groups.alike.length / groups.beats.length;
  const values = beat ? measureIntervals(beat, names, context) : allUnmeasured('too_few_beats');
  return {
    ...nothing('too_few_beats', whole),
    values: { ...values, heart_rate_bpm: measured(rounded(60_000 / series.mean_ms, RATE_DECIMALS), part) },
    rr_ms: Math.round(series.mean_ms),
    rate_drift_bpm: series.drift_bpm === null ? null : rounded(series.drift_bpm, RATE_DECIMALS),
    beats: {
      found: classes.length,
      usual: countOf(classes, 'usual'),
      premature: countOf(classes, 'premature'),
      other_shape: countOf(classes, 'other_shape'),
      measured: beat?.used ?? 0,
    },
    rhythm,
    leads: names,
  };
}

/** A measurement, and the beats it was made on. */
export interface MeasuredBeats {
  measurement: EcgMeasurement;
  /** As samples of the stretch; found also where nothing else could be measured. */
  beats: readonly number[];
}

/**
 * Measures an ECG: heart rate, rhythm, intervals and axes, each with its confidence or the reason why it cannot be told. Leads
 * too poor to read are left out. Rate and rhythm are of the whole stretch; intervals are of the median beat of its first 20
 * seconds, over all leads (global: the earliest onset and the latest end that leads agree on).
 *
 * @param whole leads as recorded, unfiltered, without gaps; a stretch of at most some minutes
 */
export function measureBeats(whole: MeasuredStretch): MeasuredBeats {
  const { rate_hz } = whole;
  if (whole.leads.length === 0) return { measurement: nothing('no_leads', whole), beats: [] };
  if (rate_hz < LEAST_RATE_OF_BEATS_HZ) return { measurement: nothing('low_sampling_rate', whole), beats: [] };
  const { leads, reason } = readable(whole);
  if (leads.length === 0) return { measurement: nothing(reason, whole), beats: [] };
  const raw: LeadStretch = { rate_hz, leads: leads.map(({ samples }) => samples) };
  const beats = detectBeats(raw);
  if (rate_hz < LEAST_RATE_HZ) return { measurement: nothing('low_sampling_rate', whole), beats };
  const series = rrSeries(beats, rate_hz);
  if (!series) return { measurement: nothing('too_few_beats', whole, beats.length), beats };
  const stretch = withoutWander(raw, beats);
  const [first, early] = firstPart(stretch, beats);
  const groups = groupBeats(first, early);
  if (groups.alike.length < PREVAILING_PART * early.length)
    return { measurement: nothing('noisy', whole, beats.length), beats };
  const beat = medianOfGroup(first, groups, MEASURED_SPAN);
  return { measurement: summed({ beats, stretch, series, groups, beat }, whole, leads), beats };
}

/** As `measureBeats`, without the beats. */
export function measureEcg(whole: MeasuredStretch): EcgMeasurement {
  return measureBeats(whole).measurement;
}
