/** Heart rate at instants that rise, in bpm; times in ms on a clock of its own. Not evenly spaced. */
export interface RateSeries {
  at_ms: readonly number[];
  bpm: readonly number[];
}

/** Heart rate once a second from `start_s` on; NaN where it is not known. */
export interface RateGrid {
  start_s: number;
  bpm: Float64Array;
}

/** RR intervals outside these are missed or doubled beats, or no beats at all. */
const SHORTEST_RR_MS = 300;
const LONGEST_RR_MS = 2500;

/** Between two values further apart than this nothing is known. */
const LONGEST_STEP_MS = 5000;

/** A beat that is this much early or late against its neighbours is ectopic, or found wrongly: its rate is not the pulse. */
const ECTOPIC_PART = 0.25;

/**
 * Heart rate from beats: each interval's rate at its end. Intervals that no heart makes, and those that differ by more than
 * a quarter from the median of the five around them (ectopic beats, missed ones), say nothing.
 * @param beats_ms instants of beats, rising
 */
export function rateOfBeats(beats_ms: readonly number[]): RateSeries {
  const at_ms: number[] = [];
  const rr: number[] = [];
  for (let k = 1; k < beats_ms.length; k++) {
    const interval = (beats_ms[k] ?? 0) - (beats_ms[k - 1] ?? 0);
    if (interval < SHORTEST_RR_MS || interval > LONGEST_RR_MS) continue;
    at_ms.push(beats_ms[k] ?? 0);
    rr.push(interval);
  }
  const usual = rr.map((_, k) => {
    const around = rr.slice(Math.max(0, k - 2), k + 3).sort((a, b) => a - b);
    return around[around.length >> 1] ?? 0;
  });
  const kept = rr.flatMap((interval, k) => (Math.abs(interval / (usual[k] ?? 1) - 1) <= ECTOPIC_PART ? [k] : []));
  return { at_ms: kept.map((k) => at_ms[k] ?? 0), bpm: kept.map((k) => 60_000 / (rr[k] ?? 1)) };
}

/** A series once a second, by straight lines between its values; nothing across a gap of more than five seconds. */
export function onGrid({ at_ms, bpm }: RateSeries): RateGrid {
  const [first, last] = [at_ms[0], at_ms.at(-1)];
  // no interval is no heart rate, not one of 0
  if (first === undefined || last === undefined) return { start_s: 0, bpm: new Float64Array() };
  const start_s = Math.ceil(first / 1000);
  const count = Math.max(0, Math.floor(last / 1000) - start_s + 1);
  const grid = new Float64Array(count).fill(Number.NaN);
  let k = 0;
  for (let index = 0; index < count; index++) {
    const t = (start_s + index) * 1000;
    while (k + 1 < at_ms.length && (at_ms[k + 1] ?? 0) <= t) k++;
    const [t0, v0] = [at_ms[k] ?? 0, bpm[k] ?? 0];
    if (t0 === t) grid[index] = v0;
    const t1 = at_ms[k + 1];
    if (t0 === t || t1 === undefined || t1 - t0 > LONGEST_STEP_MS) continue;
    grid[index] = v0 + (((bpm[k + 1] ?? 0) - v0) * (t - t0)) / (t1 - t0);
  }
  return { start_s, bpm: grid };
}

/** Mean over `width` values around each that are known; NaN where less than half of them are. */
function centredMean(values: Float64Array, width: number): Float64Array {
  const half = width >> 1;
  const sums = new Float64Array(values.length + 1);
  const counts = new Uint32Array(values.length + 1);
  for (let k = 0; k < values.length; k++) {
    const value = values[k] ?? Number.NaN;
    const known = !Number.isNaN(value);
    sums[k + 1] = (sums[k] ?? 0) + (known ? value : 0);
    counts[k + 1] = (counts[k] ?? 0) + Number(known);
  }
  return Float64Array.from(values, (_, k) => {
    const [from, to] = [Math.max(0, k - half), Math.min(values.length, k + half + 1)];
    const count = (counts[to] ?? 0) - (counts[from] ?? 0);
    return 2 * count < to - from ? Number.NaN : ((sums[to] ?? 0) - (sums[from] ?? 0)) / count;
  });
}

/** Rises and falls shorter than this are breathing and averaging of the oximeter. */
const SMOOTH_S = 7;
/** Slower ones follow the night, and are alike at any shift of a minute. */
const TREND_S = 120;

/** What of a heart rate tells one minute from another: without its trend, and smoothed as an oximeter smooths. */
export function rhythmOf(grid: RateGrid): Float64Array {
  const smooth = centredMean(grid.bpm, SMOOTH_S);
  const trend = centredMean(grid.bpm, TREND_S);
  return smooth.map((value, k) => (Number.isNaN(grid.bpm[k] ?? Number.NaN) ? Number.NaN : value - (trend[k] ?? 0)));
}
