import type { MadeBeat } from '../beats/median-beat';
import type { Measured, MeasuredName, UnmeasuredReason } from '../ecg-measurement';
import { middleOf } from '../order-statistics';
import { type Axis, axisOf } from './axes';
import { type Delineation, delineate, type GlobalWave } from './delineate';
import { measured, unmeasured } from './measured';
import type { GlobalMark } from './over-leads';

type Interval = Exclude<MeasuredName, 'heart_rate_bpm'>;

/** What is known of the rhythm the beat was taken from. */
export interface BeatContext {
  /** The usual interval between two beats, in samples. */
  usual: number;
  paced: boolean;
  af_suspected: boolean;
}

/** Leads and beats from which on their number takes nothing from the confidence. */
const ENOUGH_LEADS = 6;
const ENOUGH_BEATS = 5;
/** Marks of leads that spread by this halve the confidence, in ms. */
const HALVING_SPREAD_MS = 12;
/** Noise left in the median beat: what halves the confidence, and beyond what edges are no longer where they are found. */
const NOISE_UV = { halving: 15, most: 15 };
/** Less confidence than this is none: the leads do not agree. */
const LEAST_CONFIDENCE = 0.2;

/** How far a mark can be trusted: how many leads agree, how closely, and of how many. */
function trust({ agreeing, leads, spread }: GlobalMark, rate_hz: number): number {
  const spread_ms = (spread * 1000) / rate_hz;
  const few = Math.min(1, Math.sqrt(leads / ENOUGH_LEADS));
  return (few * Math.sqrt(agreeing / leads)) / (1 + (spread_ms / HALVING_SPREAD_MS) ** 2);
}

interface Frame {
  beat: MadeBeat;
  names: readonly string[];
  found: Delineation;
  /** That of the lead in the middle, in µV. */
  noise_uv: number;
}

/** The time between two marks; the reason given where one is missing or the leads do not agree on it. */
function interval(
  { beat, noise_uv }: Frame,
  first: GlobalMark | null,
  second: GlobalMark | null,
  reason: UnmeasuredReason,
): Measured {
  if (!first || !second || second.at <= first.at) return unmeasured(reason);
  const beats = Math.min(1, Math.sqrt(beat.used / ENOUGH_BEATS));
  const noise = 1 / (1 + (noise_uv / NOISE_UV.halving) ** 2);
  const confidence = beats * noise * Math.min(trust(first, beat.rate_hz), trust(second, beat.rate_hz));
  if (confidence < LEAST_CONFIDENCE) return unmeasured(reason);
  return measured(Math.round(((second.at - first.at) * 1000) / beat.rate_hz), confidence);
}

const measuredAxis = (axis: Axis): Measured =>
  axis.ok ? measured(axis.deg, axis.confidence) : unmeasured(axis.reason);

/** @param onset where the wave begins, as it may have no onset of its own */
function axis({ beat, names, found }: Frame, { end }: GlobalWave, onset: GlobalMark | null, missing: UnmeasuredReason) {
  if (!onset || !end || end.at <= onset.at) return unmeasured(missing);
  return measuredAxis(axisOf(beat, names, { from: onset.at, to: end.at }, found.noise_uv));
}

function noneOf(reason: UnmeasuredReason): Record<Interval, Measured> {
  const none = unmeasured(reason);
  return { p_ms: none, pr_ms: none, qrs_ms: none, qt_ms: none, p_axis_deg: none, qrs_axis_deg: none, t_axis_deg: none };
}

/**
 * The intervals and axes of a median beat: PR from P onset to QRS onset, QRS, and QT from QRS onset to T end, each over all
 * leads (Kligfield P et al. 2007, see `median-beat.ts`).
 *
 * @param names the leads of the beat, in order
 */
export function measureIntervals(
  beat: MadeBeat,
  names: readonly string[],
  { usual, paced, af_suspected }: BeatContext,
): Record<MeasuredName, Measured> {
  const heart = { heart_rate_bpm: unmeasured('too_few_beats') };
  // a stimulus hides where the complex begins, and a paced QT is not that of the patient's own beats
  if (paced) return { ...heart, ...noneOf('paced') };
  const found = delineate(beat, usual);
  const noise_uv = middleOf(Float64Array.from(found.noise_uv));
  if (noise_uv > NOISE_UV.most) return { ...heart, ...noneOf('noisy') };
  const frame = { beat, names, found, noise_uv };
  const { p, qrs, t } = found;
  const atrial = af_suspected
    ? { p_ms: unmeasured('af_suspected'), pr_ms: unmeasured('af_suspected'), p_axis_deg: unmeasured('af_suspected') }
    : {
        p_ms: interval(frame, p.onset, p.end, 'no_p_wave'),
        pr_ms: interval(frame, p.onset, qrs.onset, 'no_p_wave'),
        p_axis_deg: axis(frame, p, p.onset, 'no_p_wave'),
      };
  return {
    ...heart,
    ...atrial,
    qrs_ms: interval(frame, qrs.onset, qrs.end, 'qrs_not_found'),
    qt_ms: interval(frame, qrs.onset, t.end, qrs.onset ? 't_end_not_found' : 'qrs_not_found'),
    qrs_axis_deg: axis(frame, qrs, qrs.onset, 'qrs_not_found'),
    t_axis_deg: axis(frame, t, qrs.end, 't_end_not_found'),
  };
}
