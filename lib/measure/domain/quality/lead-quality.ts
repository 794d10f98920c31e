import { type LeadValues, runsOf } from '../lead-values';
import { type LeadNoise, measureNoise } from './noise';
import { reversalSuspected } from './reversal';
import { type JudgedStretch, SignalOverTime, type SignalSpan } from './signal-over-time';

export const QUALITY_REASONS = [
  'baseline_wander',
  'mains_noise',
  'muscle_noise',
  'lead_off',
  'limb_lead_reversal_suspected',
] as const;
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** How well one lead can be read: 1 undisturbed, 0 not at all, with what disturbs it (VAL-6). */
export interface LeadQuality {
  lead: string;
  score: number;
  reasons: QualityReason[];
}

/**
 * For each kind of disturbance: what nobody minds, what is named, and what leaves nothing to read, in µV. This product's own
 * choice: 0.1 mV is one small box of paper, a P wave about 0.1 to 0.2 mV. See the test for what they say of real ECGs.
 */
const LIMITS = {
  baseline_wander: { fine: 300, named: 700, unreadable: 3000, of: (noise: LeadNoise) => noise.wander_uv },
  mains_noise: { fine: 10, named: 25, unreadable: 300, of: (noise: LeadNoise) => noise.mains_uv },
  muscle_noise: { fine: 10, named: 25, unreadable: 150, of: (noise: LeadNoise) => noise.muscle_uv },
} as const;

/** Leads of lower quality are not measured. */
export const LEAST_QUALITY = 0.35;

/** A lead that moves less than this in two seconds shows no heart. */
const OFF_UV = 20;
const WINDOW_S = 2;
/** Stretches of at most this length are judged by themselves, so that a bad minute does not spoil a day. */
const STRETCH_S = 10;
/** More of a lead than this without a signal is named. */
const OFF_PART_NAMED = 0.1;

const LIMB_LEADS = new Set(['I', 'II', 'III', 'aVR', 'aVL', 'aVF']);

/** The part of a stretch's windows in which nothing moves, 0 to 1. */
function offPart(samples: Float64Array, rate_hz: number): number {
  const count = Math.round(WINDOW_S * rate_hz);
  const windows = Math.floor(samples.length / count);
  let off = 0;
  for (let window = 0; window < windows; window++) {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let k = window * count; k < (window + 1) * count; k++) {
      const value = samples[k] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (max - min < OFF_UV) off += 1;
  }
  return windows === 0 ? 0 : off / windows;
}

interface StretchQuality {
  score: number;
  reasons: QualityReason[];
}

/**
 * How well one unbroken stretch of a lead can be read; see `judgeQuality`.
 *
 * @param samples in µV
 */
export function stretchQuality(samples: Float64Array, rate_hz: number): StretchQuality {
  const off = offPart(samples, rate_hz);
  if (off === 1) return { score: 0, reasons: ['lead_off'] };
  const noise = measureNoise(samples, rate_hz);
  let score = 1 - off;
  const reasons: QualityReason[] = off > OFF_PART_NAMED ? ['lead_off'] : [];
  for (const reason of ['baseline_wander', 'mains_noise', 'muscle_noise'] as const) {
    const { fine, named, unreadable, of } = LIMITS[reason];
    const value = of(noise);
    score *= 1 - Math.min(1, Math.max(0, (value - fine) / (unreadable - fine)));
    if (value >= named) reasons.push(reason);
  }
  return { score, reasons };
}

/** Whether nothing moves in a notable part of a stretch. */
export const isOff = ({ reasons }: StretchQuality) => reasons.includes('lead_off');

interface Stretch {
  samples: Float64Array;
  /** Of its first sample, from the recording's start. */
  from_ms: number;
}

/** Stretches of a part of a lead, none shorter than one window; what is left over at the end belongs to the last. */
function* stretchesOf({ values, rate_hz, start_ms }: LeadValues): Generator<Stretch> {
  const least = Math.round(WINDOW_S * rate_hz);
  const length = Math.round(STRETCH_S * rate_hz);
  for (const run of runsOf(values)) {
    // a run is a view of the values
    const first = (run.byteOffset - values.byteOffset) / Float64Array.BYTES_PER_ELEMENT;
    for (let from = 0; run.length - from >= least; ) {
      const to = run.length - from - length >= least ? from + length : run.length;
      yield { samples: run.subarray(from, to), from_ms: start_ms + ((first + from) * 1000) / rate_hz };
      from = to;
    }
  }
}

/** A reason counts for the lead when it holds in this part of its stretches or more. */
const REASON_PART = 0.1;

/** What the stretches of one lead were judged to be. */
class JudgedLead {
  private count = 0;
  private sum = 0;
  private readonly found = new Map<QualityReason, number>();

  constructor(private readonly name: string) {}

  take(lead: LeadValues): JudgedStretch[] {
    const { rate_hz } = lead;
    return [...stretchesOf(lead)].map(({ samples, from_ms }) => {
      const quality = stretchQuality(samples, rate_hz);
      const { score, reasons } = quality;
      this.count += 1;
      this.sum += score;
      for (const reason of reasons) this.found.set(reason, (this.found.get(reason) ?? 0) + 1);
      const to_ms = from_ms + (samples.length * 1000) / rate_hz;
      return { from_ms, to_ms, readable: score >= LEAST_QUALITY, off: isOff(quality) };
    });
  }

  /** The mean over the stretches; nothing where none was long enough. */
  quality(reversed: boolean): LeadQuality[] {
    if (this.count === 0) return [];
    const often = QUALITY_REASONS.filter((reason) => (this.found.get(reason) ?? 0) >= REASON_PART * this.count);
    const reasons: QualityReason[] =
      reversed && LIMB_LEADS.has(this.name) ? [...often, 'limb_lead_reversal_suspected'] : often;
    return [{ lead: this.name, score: Math.round((this.sum / this.count) * 100) / 100, reasons }];
  }
}

/** Judges the leads of a recording that is read part by part. */
export interface QualityJudge {
  /** Takes the next part of all leads. Suspected reversal is looked for in the first. */
  take(leads: readonly LeadValues[]): void;
  /** Score rounded to two decimals, in the order of the leads. */
  quality(): LeadQuality[];
  /** Where there are samples, and how they can be read in the best lead; time in pieces of less than two seconds is left out. */
  signal(): readonly SignalSpan[];
}

/**
 * The quality of every lead of a rhythm recording, derived leads left out: they can be no better than what they are made
 * of. A lead shorter than two seconds is not judged. Suspected limb-lead reversal is named at each limb lead and does not
 * lower the score: the trace can be read, but not as what it is labelled.
 */
export function judgeQuality(): QualityJudge {
  const judged = new Map<string, JudgedLead>();
  const overTime = new SignalOverTime();
  let reversed: boolean | null = null;
  return {
    take(leads) {
      reversed ??= reversalSuspected(leads) !== null;
      const sent = leads.filter(({ derived }) => !derived);
      const stretches = sent.flatMap((lead) => {
        const one = judged.get(lead.id) ?? new JudgedLead(lead.name);
        judged.set(lead.id, one);
        return one.take(lead);
      });
      overTime.take(stretches);
    },
    quality: () => [...judged.values()].flatMap((one) => one.quality(reversed === true)),
    signal: () => overTime.spans(),
  };
}
