import type { ContainerHeader } from './container-header';
import {
  itemBytes,
  levelCount,
  locateItems,
  type Piece,
  type StoredChannel,
  segmentBins,
  slotCount,
  slotsPerBin,
} from './container-layout';
import { periodMs } from './rate';
import type { WindowQuery, WindowRefusal } from './window';

/** Without `width`, no more values than this (gaps count, as they are returned too). */
const MAX_VALUES = 2_000_000;

/** With `width`, samples are returned as they are while no more than this many fall on a pixel column. */
const SAMPLES_PER_COLUMN = 4;
const MAX_WIDTH = 32_768;

/** Two byte ranges this close are fetched as one: a request costs more than these bytes. */
const MERGED_HOLE_BYTES = 64 * 1024;

/** A time this close to a sample is that sample's time (in sampling periods): keeps rounding out of window edges. */
const SLOT_TOLERANCE = 1e-6;

/** Stored items of one segment that belong to the window. */
export interface PlannedRun {
  scale: number;
  offset: number;
  /** The bin (on level 0: the slot) of the run's first item. */
  first_bin: number;
  pieces: Piece[];
}

export interface PlannedChannel {
  stored: StoredChannel;
  level: number;
  /** The bins `[first_bin, end_bin)` that are returned. */
  first_bin: number;
  end_bin: number;
  runs: PlannedRun[];
}

/** A byte range `[from, to)` of the object. */
export interface ByteSpan {
  from: number;
  to: number;
}

/** Everything needed to fetch and assemble a window. `spans` are in order and apart from each other. */
export interface WindowPlan {
  from_ms: number;
  to_ms: number;
  channels: PlannedChannel[];
  spans: ByteSpan[];
}

/**
 * Works out what to read for a window. Per channel: all samples when they fit in 4 × width (or when there is no
 * width), else the bins of the coarsest level whose bins are no wider than a pixel column.
 *
 * @returns a refusal if the range is empty, negative or not finite, the width is no whole number from 1 to 32768, a
 *   channel is not in the block, or more than 2 000 000 values are asked for without a width
 */
export function planWindow(
  header: ContainerHeader,
  query: WindowQuery,
): { ok: true; plan: WindowPlan } | WindowRefusal {
  const { width } = query;
  if (width !== undefined && !(Number.isInteger(width) && width >= 1 && width <= MAX_WIDTH)) {
    return { ok: false, reason: 'invalid_width' };
  }
  const block = header.channels.filter((channel) => channel.kind === (query.block ?? 'rhythm'));
  const range = planRange(block, query);
  if (!range) return { ok: false, reason: 'invalid_range' };
  const known = new Set(block.flatMap((channel) => [channel.id, channel.name]));
  const unknown = query.channels?.filter((wanted) => !known.has(wanted)) ?? [];
  if (unknown.length > 0) return { ok: false, reason: 'unknown_channel', channels: unknown };

  const wanted = block.filter((c) => query.channels?.some((name) => name === c.id || name === c.name) ?? true);
  const extents = wanted.map((stored) => planExtent(stored, range, width));
  const values = extents.reduce((sum, extent) => sum + extent.end_bin - extent.first_bin, 0);
  if (width === undefined && values > MAX_VALUES) {
    return { ok: false, reason: 'too_many_values', values, limit: MAX_VALUES };
  }
  const channels = extents.map((extent) => ({ ...extent, runs: planRuns(header, extent) }));
  return { ok: true, plan: { ...range, channels, spans: planSpans(channels) } };
}

interface Range {
  from_ms: number;
  to_ms: number;
}

function planRange(block: readonly StoredChannel[], query: WindowQuery): Range | null {
  const end = Math.max(0, ...block.map((channel) => startMs(channel) + slotCount(channel) * periodMs(channel.rate)));
  const from_ms = query.from_ms ?? 0;
  const to_ms = query.to_ms ?? Math.max(end, from_ms);
  if (!Number.isFinite(from_ms) || !Number.isFinite(to_ms) || from_ms < 0) return null;
  if (to_ms <= from_ms && query.to_ms !== undefined) return null;
  return { from_ms, to_ms };
}

function startMs(channel: StoredChannel): number {
  return channel.segments[0]?.start_ms ?? 0;
}

type Extent = Omit<PlannedChannel, 'runs'>;

/** Level and bins of one channel. Bins at the edges are whole, so a peak beside the edge is never cut. */
function planExtent(stored: StoredChannel, range: Range, width: number | undefined): Extent {
  const period = periodMs(stored.rate);
  const start = startMs(stored);
  const slots = slotCount(stored);
  const slotAt = (ms: number) => Math.min(slots, Math.max(0, Math.ceil((ms - start) / period - SLOT_TOLERANCE)));
  const first = slotAt(range.from_ms);
  const end = slotAt(range.to_ms);
  const level = width === undefined ? 0 : chooseLevel(stored, end - first, range, width);
  const perBin = slotsPerBin(level);
  return {
    stored,
    level,
    first_bin: Math.floor(first / perBin),
    end_bin: end > first ? Math.ceil(end / perBin) : Math.floor(first / perBin),
  };
}

function chooseLevel(stored: StoredChannel, slots: number, range: Range, width: number): number {
  if (slots <= SAMPLES_PER_COLUMN * width) return 0;
  const column = (range.to_ms - range.from_ms) / width / periodMs(stored.rate);
  let level = 0;
  while (level < levelCount(stored) && slotsPerBin(level + 1) <= column + SLOT_TOLERANCE) level++;
  return level;
}

/** The stored items of each segment inside the extent. */
function planRuns(header: ContainerHeader, extent: Extent): PlannedRun[] {
  const { stored, level } = extent;
  const section = header.sections[level];
  if (section === undefined) return [];
  const index = header.channels.indexOf(stored);
  const runs: PlannedRun[] = [];
  let item = 0;
  for (const segment of stored.segments) {
    const bins = segmentBins(segment, level);
    const first = Math.max(bins.first, extent.first_bin);
    const end = Math.min(bins.end, extent.end_bin);
    if (first < end) {
      const from = item + first - bins.first;
      const pieces = locateItems(header.channels, section, index, from, from + end - first);
      runs.push({ scale: segment.scale, offset: segment.offset, first_bin: first, pieces });
    }
    item += bins.end - bins.first;
  }
  return runs;
}

function planSpans(channels: readonly PlannedChannel[]): ByteSpan[] {
  const spans = channels
    .flatMap(({ stored, level, runs }) => {
      const width = itemBytes(stored.encoding, level);
      return runs.flatMap((run) => run.pieces.map((p) => ({ from: p.byte, to: p.byte + (p.to - p.from) * width })));
    })
    .sort((a, b) => a.from - b.from);
  const merged: ByteSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.from - last.to <= MERGED_HOLE_BYTES) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}
