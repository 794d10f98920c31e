import { type ContainerHeader, type HeaderFailure, parseHeader, parsePreamble } from './container-header';
import { itemBytes, slotsPerBin } from './container-layout';
import { type ByteSpan, type PlannedChannel, type PlannedRun, planWindow } from './plan-window';
import { periodMs, rateHz } from './rate';
import type { SampleArray } from './types';
import type { SignalWindow, WindowChannel, WindowQuery, WindowRefusal } from './window';

/** Gives the bytes `[from, to)` of the object; a range past its end is cut at the end. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>;

/** The first request: holds the whole header of nearly every recording. */
const FIRST_READ_BYTES = 32 * 1024;

/**
 * Reads a container's header: one range, or two when there are many segments. It is immutable like the object, so it
 * may be kept for later windows.
 */
export async function readHeader(
  readRange: ReadRange,
): Promise<{ ok: true; header: ContainerHeader } | { ok: false; reason: HeaderFailure }> {
  const first = await readRange(0, FIRST_READ_BYTES);
  const start = parsePreamble(first);
  if (!start.ok) return start;
  if (start.headerBytes <= first.length || first.length < FIRST_READ_BYTES) return parseHeader(first);
  const rest = await readRange(first.length, start.headerBytes);
  const whole = new Uint8Array(first.length + rest.length);
  whole.set(first);
  whole.set(rest, first.length);
  return parseHeader(whole);
}

interface FetchedSpan extends ByteSpan {
  bytes: Uint8Array;
}

/**
 * Reads a window of a recording with a few range reads, all at once (see `planWindow` for what is returned when).
 * Values are physical, in each channel's unit; gaps are NaN.
 *
 * @returns `corrupt` when the object is shorter than its header says, else a refusal of `planWindow`
 */
export async function readWindow(
  readRange: ReadRange,
  header: ContainerHeader,
  query: WindowQuery,
): Promise<{ ok: true; window: SignalWindow } | WindowRefusal | { ok: false; reason: 'corrupt' }> {
  const planned = planWindow(header, query);
  if (!planned.ok) return planned;
  const { plan } = planned;
  const spans = await Promise.all(
    plan.spans.map(async (span): Promise<FetchedSpan> => ({ ...span, bytes: await readRange(span.from, span.to) })),
  );
  if (spans.some((span) => span.bytes.length !== span.to - span.from)) return { ok: false, reason: 'corrupt' };
  const channels = plan.channels.map((channel) => assemble(channel, spans));
  return { ok: true, window: { from_ms: plan.from_ms, to_ms: plan.to_ms, channels } };
}

function assemble(channel: PlannedChannel, spans: readonly FetchedSpan[]): WindowChannel {
  const { stored, level, first_bin, end_bin, runs } = channel;
  const step = periodMs(stored.rate) * slotsPerBin(level);
  const base = {
    id: stored.id,
    name: stored.name,
    unit: stored.unit,
    sampling_rate_hz: rateHz(stored.rate),
    start_ms: (stored.segments[0]?.start_ms ?? 0) + first_bin * step,
    step_ms: step,
  };
  const bins = end_bin - first_bin;
  if (level === 0) {
    const values = new Float64Array(bins).fill(Number.NaN);
    for (const run of runs) fillSamples(values, run, run.first_bin - first_bin, itemsOf(channel, run, spans));
    return { ...base, kind: 'samples', values };
  }
  const min = new Float64Array(bins).fill(Number.NaN);
  const max = new Float64Array(bins).fill(Number.NaN);
  for (const run of runs) fillBins(min, max, run, run.first_bin - first_bin, itemsOf(channel, run, spans));
  return { ...base, kind: 'minmax', min, max };
}

function fillSamples(values: Float64Array, run: PlannedRun, at: number, items: SampleArray): void {
  for (let i = 0; i < items.length; i++) values[at + i] = ((items[i] ?? Number.NaN) - run.offset) * run.scale;
}

/** Two segments may share a bin: it then holds the extremes of both. */
function fillBins(min: Float64Array, max: Float64Array, run: PlannedRun, at: number, pairs: SampleArray): void {
  for (let i = 0; i * 2 < pairs.length; i++) {
    const a = ((pairs[i * 2] ?? Number.NaN) - run.offset) * run.scale;
    const b = ((pairs[i * 2 + 1] ?? Number.NaN) - run.offset) * run.scale;
    const [low, high] = run.scale < 0 ? [b, a] : [a, b];
    const oldLow = min[at + i] ?? Number.NaN;
    const oldHigh = max[at + i] ?? Number.NaN;
    min[at + i] = Number.isNaN(oldLow) ? low : Math.min(oldLow, low);
    max[at + i] = Number.isNaN(oldHigh) ? high : Math.max(oldHigh, high);
  }
}

/** The stored numbers of a run, gathered from the chunks they stand in. */
function itemsOf(channel: PlannedChannel, run: PlannedRun, spans: readonly FetchedSpan[]): SampleArray {
  const { encoding } = channel.stored;
  const width = itemBytes(encoding, channel.level);
  const bytes = new Uint8Array(run.pieces.reduce((sum, piece) => sum + (piece.to - piece.from) * width, 0));
  let at = 0;
  for (const piece of run.pieces) {
    const length = (piece.to - piece.from) * width;
    const span = findSpan(spans, piece.byte);
    if (span) bytes.set(span.bytes.subarray(piece.byte - span.from, piece.byte - span.from + length), at);
    at += length;
  }
  if (encoding === 'int16') return new Int16Array(bytes.buffer);
  return encoding === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

/** Spans are in order: the last one that begins at or before the byte. */
function findSpan(spans: readonly FetchedSpan[], byte: number): FetchedSpan | undefined {
  let low = 0;
  let high = spans.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? Number.POSITIVE_INFINITY) <= byte) low = middle;
    else high = middle;
  }
  return spans[low];
}
