import { physicalValues } from '@/lib/signals/physical-values';
import { rateHz } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import { type LeadNoise, measureNoise } from './noise';
import { reversalSuspected } from './reversal';

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
 * How well one unbroken stretch of a lead can be read; see `leadQuality`.
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

/** Stretches of a channel, none shorter than one window; what is left over at the end belongs to the last. */
function* stretchesOf(channel: Channel): Generator<Float64Array> {
  const rate_hz = rateHz(channel.rate);
  const least = Math.round(WINDOW_S * rate_hz);
  const length = Math.round(STRETCH_S * rate_hz);
  for (const segment of channel.segments) {
    const total = segment.samples.length;
    for (let from = 0; total - from >= least; ) {
      const to = total - from - length >= least ? from + length : total;
      yield physicalValues(segment, from, to);
      from = to;
    }
  }
}

/** A reason counts for the lead when it holds in this part of its stretches or more. */
const REASON_PART = 0.1;

/** The mean over a channel's stretches; null where it has none that is long enough. */
function judgeChannel(channel: Channel): StretchQuality | null {
  const rate_hz = rateHz(channel.rate);
  let count = 0;
  let sum = 0;
  const found = new Map<QualityReason, number>();
  for (const samples of stretchesOf(channel)) {
    const { score, reasons } = stretchQuality(samples, rate_hz);
    count += 1;
    sum += score;
    for (const reason of reasons) found.set(reason, (found.get(reason) ?? 0) + 1);
  }
  if (count === 0) return null;
  const reasons = QUALITY_REASONS.filter((reason) => (found.get(reason) ?? 0) >= REASON_PART * count);
  return { score: sum / count, reasons };
}

/**
 * The quality of every lead of a rhythm recording, derived leads left out: they can be no better than what they are made
 * of. A lead shorter than two seconds is not judged. Suspected limb-lead reversal is named at each limb lead and does not
 * lower the score: the trace can be read, but not as what it is labelled.
 *
 * @returns score rounded to two decimals, in the order of the channels
 */
export function leadQuality(channels: readonly Channel[]): LeadQuality[] {
  const sent = channels.filter(({ kind, derived, unit }) => kind === 'rhythm' && !derived && unit === 'uV');
  const reversed = reversalSuspected(channels) !== null;
  return sent.flatMap((channel) => {
    const judged = judgeChannel(channel);
    if (!judged) return [];
    const reasons: QualityReason[] =
      reversed && LIMB_LEADS.has(channel.name) ? [...judged.reasons, 'limb_lead_reversal_suspected'] : judged.reasons;
    return [{ lead: channel.name, score: Math.round(judged.score * 100) / 100, reasons }];
  });
}
