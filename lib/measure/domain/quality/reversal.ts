import { type LeadValues, runsOf } from '../lead-values';
import { upperMedian } from '../order-statistics';

/** Electrodes that seem to be exchanged: right with left arm, or an arm with the right (neutral) leg. */
export type LimbLeadReversal = 'arms' | 'right_arm_and_leg' | 'left_arm_and_leg';

/** A limb lead this small beside the others lies between two electrodes at the same place. */
const FLAT_PART = 0.12;
const WINDOW_S = 1;

interface Deflection {
  /** Typical height above and depth below the lead's middle, in µV: medians over its seconds. */
  up: number;
  down: number;
}

function deflectionOf({ values: all, rate_hz }: LeadValues): Deflection | null {
  const [first] = runsOf(all);
  if (!first) return null;
  const count = Math.round(rate_hz * WINDOW_S);
  const windows = Math.min(60, Math.floor(first.length / count));
  const ups = new Float64Array(windows);
  const downs = new Float64Array(windows);
  for (let window = 0; window < windows; window++) {
    // a copy, as the median puts its values into another order
    const values = first.slice(window * count, (window + 1) * count);
    const middle = upperMedian(values);
    for (const value of values) {
      if (value - middle > (ups[window] ?? 0)) ups[window] = value - middle;
      if (middle - value > (downs[window] ?? 0)) downs[window] = middle - value;
    }
  }
  return windows === 0 ? null : { up: upperMedian(ups), down: upperMedian(downs) };
}

const sizeOf = ({ up, down }: Deflection) => up + down;
/** −1 wholly downward to 1 wholly upward. */
const directionOf = ({ up, down }: Deflection) => (up - down) / (up + down);

/** How clearly a lead must point up or down to be counted as doing so. */
const CLEAR = 0.3;

/**
 * Whether limb electrodes seem to be exchanged, after the signs of the field (Batchvarov VN, Malik M, Camm AJ. Incorrect
 * electrode cable connection during electrocardiographic recording. Europace 2007;9:1081–1090):
 * - arms exchanged: lead I points down and aVR up, while V6, which looks from the same side as I, points up. In dextrocardia
 *   V6 points down as well.
 * - an arm exchanged with the right leg: the lead between the two legs is nearly flat, II (right arm) or III (left arm).
 * An exchange of left arm and left leg leaves no sign that would hold in one ECG alone, and is not looked for.
 *
 * @returns null where nothing speaks for it, or I, II, III, aVR and V6 are not all there
 */
export function reversalSuspected(leads: readonly LeadValues[]): LimbLeadReversal | null {
  const [one, two, three, right, six] = ['I', 'II', 'III', 'aVR', 'V6'].map((name) => {
    const lead = leads.find((candidate) => candidate.name === name);
    return lead ? deflectionOf(lead) : null;
  });
  if (!one || !two || !three || !right || !six) return null;
  const largest = Math.max(sizeOf(one), sizeOf(two), sizeOf(three));
  if (largest === 0) return null;
  if (sizeOf(two) < FLAT_PART * largest) return 'right_arm_and_leg';
  if (sizeOf(three) < FLAT_PART * largest) return 'left_arm_and_leg';
  const down = directionOf(one) < -CLEAR && directionOf(right) > CLEAR;
  return down && directionOf(six) > CLEAR ? 'arms' : null;
}
