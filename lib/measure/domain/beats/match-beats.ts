import { middleOf } from '../order-statistics';

/** The same stretch of several leads, one array of µV a lead, all of one length. */
export type Leads = readonly Float64Array[];

/** Where a beat is like a template, and how much: 1 the same shape, 0 nothing alike. */
export interface Match {
  /** Sample under the middle of the template. */
  at: number;
  likeness: number;
}

/**
 * How alike two stretches are over all leads together: the correlation coefficient of all their samples, each lead from
 * its own mean. So one lag serves all leads, a lead counts by its size, and a lead's level does not count.
 */
function likeness(a: Leads, aFrom: number, b: Leads, bFrom: number, count: number): number {
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  for (const [index, first] of a.entries()) {
    const second = b[index];
    if (!second) continue;
    let [sumA, sumB, sumAB, sumAA, sumBB] = [0, 0, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      const x = first[aFrom + k] ?? Number.NaN;
      const y = second[bFrom + k] ?? Number.NaN;
      sumA += x;
      sumB += y;
      sumAB += x * y;
      sumAA += x * x;
      sumBB += y * y;
    }
    both += sumAB - (sumA * sumB) / count;
    ofA += sumAA - (sumA * sumA) / count;
    ofB += sumBB - (sumB * sumB) / count;
  }
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
}

/**
 * Where around a sample the leads are most like a template, by cross-correlation over all leads at once (Jané R, Rix H,
 * Caminal P, Laguna P. Alignment methods for averaging of high-resolution cardiac signals. IEEE Trans Biomed Eng
 * 1991;38:571–579).
 *
 * @param template an odd number of samples a lead
 * @param reach how many samples it may lie off `near`
 * @returns null where the template does not fit into the leads
 */
export function bestMatch(leads: Leads, template: Leads, near: number, reach: number): Match | null {
  const count = template[0]?.length ?? 0;
  const half = count >> 1;
  const first = Math.max(near - reach, half);
  const last = Math.min(near + reach, (leads[0]?.length ?? 0) - 1 - half);
  let best: Match | null = null;
  for (let at = first; at <= last; at++) {
    const found = likeness(leads, at - half, template, 0, count);
    if (best === null || found > best.likeness) best = { at, likeness: found };
  }
  return best;
}

/** The samples around a place, `before` and `after` it, of each lead. */
export function cut(leads: Leads, at: number, before: number, after: number): Float64Array[] {
  return leads.map((lead) => lead.slice(at - before, at + after + 1));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * The median of several beats, sample by sample and lead by lead. Each beat counts from its own mean in the lead, which is
 * the shift that brings beats of one shape closest together, so that a wandering baseline does not widen the spread.
 */
export function medianOfBeats(beats: readonly Leads[]): Float64Array[] {
  const [first = []] = beats;
  return first.map((_, lead) => {
    const rows = beats.map((beat) => {
      const values = beat[lead] ?? new Float64Array();
      const mean = meanOf(values);
      return values.map((value) => value - mean);
    });
    const column = new Float64Array(rows.length);
    return Float64Array.from({ length: rows[0]?.length ?? 0 }, (_, k) => {
      for (const [index, row] of rows.entries()) column[index] = row[k] ?? Number.NaN;
      return middleOf(column);
    });
  });
}
