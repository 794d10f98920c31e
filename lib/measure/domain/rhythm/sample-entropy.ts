/** Intervals that differ by less than this are matches at first; the tolerance grows until enough of them are. */
const FIRST_TOLERANCE_MS = 30;
const TOLERANCE_STEP_MS = 5;
const LEAST_MATCHES = 5;
/** Fewer intervals than this have too few pairs to say anything. */
export const LEAST_INTERVALS = 7;

/** From here on RR intervals are as irregular as those of fibrillation (Lake and Moorman 2011). */
export const IRREGULAR_ENTROPY = -1.4;

/** Pairs of intervals that match, and pairs whose next intervals match as well. */
function countMatches(intervals: readonly number[], tolerance: number): { single: number; followed: number } {
  const counts = { single: 0, followed: 0 };
  const match = (a: number, b: number) => Math.abs((intervals[a] ?? 0) - (intervals[b] ?? 0)) <= tolerance;
  for (let a = 0; a < intervals.length - 1; a++)
    for (let b = a + 1; b < intervals.length - 1; b++) {
      if (!match(a, b)) continue;
      counts.single += 1;
      if (match(a + 1, b + 1)) counts.followed += 1;
    }
  return counts;
}

/**
 * The coefficient of sample entropy of RR intervals: how little an interval tells of the next, for series as short as twelve
 * beats, corrected for tolerance and heart rate. Sample entropy with m = 1, natural logarithm, plus ln(2r), less the logarithm
 * of the mean interval (Lake DE, Moorman JR. Accurate estimation of entropy in very short physiological time series: the
 * problem of atrial fibrillation detection in implanted ventricular devices. Am J Physiol Heart Circ Physiol
 * 2011;300:H319–H325).
 *
 * @param intervals in ms, in order
 * @returns null for fewer than seven intervals
 */
export function coefficientOfSampleEntropy(intervals: readonly number[]): number | null {
  if (intervals.length < LEAST_INTERVALS) return null;
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  for (let tolerance = FIRST_TOLERANCE_MS; ; tolerance += TOLERANCE_STEP_MS) {
    const { single, followed } = countMatches(intervals, tolerance);
    if (followed >= LEAST_MATCHES) return -Math.log(followed / single) + Math.log(2 * tolerance) - Math.log(mean);
  }
}
