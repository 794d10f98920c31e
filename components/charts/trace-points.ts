/** A line to draw: pairs of pixel column and value; a NaN value lifts the pen. */
export interface TracePoints {
  x: number[];
  value: number[];
}

/** A run of samples, evenly spaced, NaN where there is a gap. */
export interface SampleRun {
  values: ArrayLike<number>;
  /** First sample to draw and the one after the last. */
  from: number;
  to: number;
  /** Device pixel of sample `from`, and pixels from one sample to the next. */
  x0: number;
  pxPerSample: number;
}

/** Bins of minimum and maximum, evenly spaced, NaN where there is a gap. */
export interface BinRun {
  min: ArrayLike<number>;
  max: ArrayLike<number>;
  from: number;
  to: number;
  x0: number;
  pxPerBin: number;
}

const GAP = Number.NaN;

function push(points: TracePoints, x: number, value: number): void {
  points.x.push(x);
  points.value.push(value);
}

function everySample(run: SampleRun): TracePoints {
  const points: TracePoints = { x: [], value: [] };
  for (let i = run.from; i < run.to; i += 1)
    push(points, run.x0 + (i - run.from) * run.pxPerSample, run.values[i] ?? GAP);
  return points;
}

/** First, lowest, highest and last sample of one pixel column, in their order in time. */
function pushColumn(
  points: TracePoints,
  run: SampleRun,
  column: { first: number; low: number; high: number; last: number },
): void {
  const early = Math.min(column.low, column.high);
  const late = Math.max(column.low, column.high);
  let previous = -1;
  for (const i of [column.first, early, late, column.last]) {
    if (i !== previous) push(points, run.x0 + (i - run.from) * run.pxPerSample, run.values[i] ?? GAP);
    previous = i;
  }
}

function perColumn(run: SampleRun): TracePoints {
  const points: TracePoints = { x: [], value: [] };
  let column: { at: number; first: number; low: number; high: number; last: number } | null = null;
  for (let i = run.from; i < run.to; i += 1) {
    const value = run.values[i] ?? GAP;
    const at = Math.floor(run.x0 + (i - run.from) * run.pxPerSample);
    if (column && (Number.isNaN(value) || column.at !== at)) {
      pushColumn(points, run, column);
      column = null;
    }
    if (Number.isNaN(value)) {
      push(points, at, GAP);
    } else if (column) {
      if (value < (run.values[column.low] ?? GAP)) column.low = i;
      if (value > (run.values[column.high] ?? GAP)) column.high = i;
      column.last = i;
    } else {
      column = { at, first: i, low: i, high: i, last: i };
    }
  }
  if (column) pushColumn(points, run, column);
  return points;
}

/**
 * The line through samples: every sample when there is at most one a pixel, otherwise first, minimum, maximum and last
 * of each pixel column, so that no peak is ever lost and the drawn line covers the same pixels.
 */
export function tracePoints(run: SampleRun): TracePoints {
  return run.pxPerSample >= 1 ? everySample(run) : perColumn(run);
}

/** The line through min/max bins: down and up within each bin, continuous from bin to bin. */
export function binPoints(run: BinRun): TracePoints {
  const points: TracePoints = { x: [], value: [] };
  for (let i = run.from; i < run.to; i += 1) {
    const x = run.x0 + (i - run.from + 0.5) * run.pxPerBin;
    push(points, x, run.min[i] ?? GAP);
    push(points, x, run.max[i] ?? GAP);
  }
  return points;
}
