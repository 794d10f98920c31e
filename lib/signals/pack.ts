import type { Channel, ChannelInfo, Encoding, SampleArray, Segment } from './types';

/** A run of numbers as a source has them: `null` is a gap, a value is `(number − offset) × scale`. */
export interface SampleRun {
  start_ms: number;
  scale: number;
  offset: number;
  values: readonly (number | null)[];
}

const MOST_DECIMALS = 6;
const INT16 = { min: -(2 ** 15), max: 2 ** 15 - 1 };
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/**
 * Makes a channel of one or more runs, in order of time and not overlapping. Runs of nothing but gaps vanish.
 *
 * Nothing is lost where numbers have at most six decimals and fit 32 bits: they are stored as whole numbers, the power
 * of ten goes into scale and offset (0.012 mV becomes 12 × 0.001 mV). Only other numbers become 32-bit floats, off by
 * at most 2^-24 of their value.
 */
export function packChannel(
  info: Omit<ChannelInfo, 'encoding'>,
  period_ms: number,
  runs: readonly SampleRun[],
): Channel {
  const { encoding, factor } = chooseEncoding(runs);
  const segments = runs.flatMap((run) => packRun(run, period_ms, encoding, factor));
  return { ...info, encoding, segments };
}

interface Packing {
  encoding: Encoding;
  /** Stored number = source number × factor. */
  factor: number;
}

function chooseEncoding(runs: readonly SampleRun[]): Packing {
  let decimals = 0;
  let min = 0;
  let max = 0;
  for (const { values } of runs) {
    for (const value of values) {
      if (value === null) continue;
      if (value < min) min = value;
      if (value > max) max = value;
      while (decimals <= MOST_DECIMALS && !isWhole(value, 10 ** decimals)) decimals++;
    }
  }
  const factor = 10 ** decimals;
  const fits = (range: typeof INT16) => Math.round(min * factor) >= range.min && Math.round(max * factor) <= range.max;
  if (decimals > MOST_DECIMALS || !fits(INT32)) return { encoding: 'float32', factor: 1 };
  return { encoding: fits(INT16) ? 'int16' : 'int32', factor };
}

/** Whether a number is a whole number of 1/factor: the division gives back the very same double. */
function isWhole(value: number, factor: number): boolean {
  return Math.round(value * factor) / factor === value;
}

function packRun(run: SampleRun, period_ms: number, encoding: Encoding, factor: number): Segment[] {
  const { values } = run;
  const segments: Segment[] = [];
  for (let at = 0; at < values.length; ) {
    if (values[at] === null) {
      at++;
      continue;
    }
    let end = at;
    while (end < values.length && values[end] !== null) end++;
    segments.push({
      start_ms: run.start_ms + at * period_ms,
      scale: run.scale / factor,
      offset: run.offset * factor,
      samples: packValues(values, at, end, encoding, factor),
    });
    at = end;
  }
  return segments;
}

function packValues(
  values: readonly (number | null)[],
  from: number,
  to: number,
  encoding: Encoding,
  factor: number,
): SampleArray {
  const packed = emptySamples(encoding, to - from);
  for (let i = from; i < to; i++) {
    const value = (values[i] ?? 0) * factor;
    packed[i - from] = encoding === 'float32' ? value : Math.round(value);
  }
  return packed;
}

/** Room for so many stored numbers, all 0. */
export function emptySamples(encoding: Encoding, length: number): SampleArray {
  if (encoding === 'int16') return new Int16Array(length);
  return encoding === 'int32' ? new Int32Array(length) : new Float32Array(length);
}
