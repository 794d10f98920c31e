import type { SampledValues } from './histogram';

/** Oximetry of one session: times in ms, so that sessions can be pooled. */
export interface OximetryDigest {
  /** Time with a saturation that can be one. */
  valid_ms: number;
  below_90_ms: number;
  at_or_below_88_ms: number;
  desaturations: number;
  min_percent: number;
}

/** Below this an oximeter's number says more about the finger clip than about the blood. Our own choice, no source. */
const LEAST_VALID_PERCENT = 50;
const MOST_VALID_PERCENT = 100;

/** A desaturation is a fall of 4 points, as in the CMS definition of a hypopnoea (clinical reference 1.4). */
const FALL_PERCENT = 4;

/** Our own choices, no source: the fall is measured from the highest value of this long before … */
const BASELINE_MS = 120_000;
/** … must last this long, which a single wrong sample does not … */
const LEAST_FALL_MS = 3000;
/** … and is over when the saturation has risen by this much from its lowest. */
const RECOVERY_PERCENT = 2;
/** A hole in the signal as long as this begins a new baseline. */
const HOLE_MS = 10_000;

/**
 * What a saturation signal says: time under 90 % (T90), at or under 88 % (T88), falls of 4 points and more (ODI), the
 * lowest value. `null` when no sample is a saturation.
 * @param length samples that belong to the session
 */
export function digestOximetry(signal: SampledValues, length: number): OximetryDigest | null {
  const { period_ms } = signal;
  const falls = new FallCounter(period_ms);
  let valid = 0;
  let below90 = 0;
  let atOrBelow88 = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const raw = signal.values[i] ?? null;
    const value = raw === null ? Number.NaN : (raw - signal.offset) * signal.scale;
    if (!(value >= LEAST_VALID_PERCENT && value <= MOST_VALID_PERCENT)) continue;
    valid++;
    if (value < 90) below90++;
    if (value <= 88) atOrBelow88++;
    lowest = Math.min(lowest, value);
    falls.add(i, value);
  }
  if (valid === 0) return null;
  return {
    valid_ms: Math.round(valid * period_ms),
    below_90_ms: Math.round(below90 * period_ms),
    at_or_below_88_ms: Math.round(atOrBelow88 * period_ms),
    desaturations: falls.count,
    min_percent: lowest,
  };
}

/** Counts falls from the highest value of the last two minutes. */
class FallCounter {
  count = 0;
  /** Candidates for the highest value, their values falling: the first is it. */
  private highest: { at: number; value: number }[] = [];
  private fall: { since: number; lowest: number; counted: boolean } | null = null;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly period_ms: number) {}

  add(at: number, value: number): void {
    if ((at - this.last) * this.period_ms > HOLE_MS) this.restart();
    this.last = at;
    if (this.fall) this.follow(this.fall, at, value);
    else this.watch(at, value);
  }

  private watch(at: number, value: number): void {
    while ((this.highest.at(-1)?.value ?? Number.POSITIVE_INFINITY) <= value) this.highest.pop();
    this.highest.push({ at, value });
    while ((at - (this.highest[0]?.at ?? at)) * this.period_ms > BASELINE_MS) this.highest.shift();
    const baseline = this.highest[0]?.value ?? value;
    if (value <= baseline - FALL_PERCENT) {
      this.fall = { since: at, lowest: value, counted: false };
      this.follow(this.fall, at, value);
    }
  }

  private follow(fall: NonNullable<FallCounter['fall']>, at: number, value: number): void {
    fall.lowest = Math.min(fall.lowest, value);
    const recovered = value >= fall.lowest + RECOVERY_PERCENT;
    if (!recovered && !fall.counted && (at + 1 - fall.since) * this.period_ms >= LEAST_FALL_MS) {
      fall.counted = true;
      this.count++;
    }
    if (!recovered) return;
    const { counted } = fall;
    this.fall = null;
    // a fall too short to count was none: what went before it is still the baseline
    if (counted) this.highest = [];
    this.watch(at, value);
  }

  private restart(): void {
    this.highest = [];
    this.fall = null;
  }
}
