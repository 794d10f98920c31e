import { periodMs } from './rate';
import type { ChannelInfo, Encoding, RationalRate } from './types';

/*
 * Where everything stands in a signal container, computed from the header alone (docs/decisions/0007).
 *
 * Every channel has a grid of slots, one sampling period apart, that starts with its first sample. A segment takes the
 * slots from its start on; a start between two slots goes to the nearer one. A pyramid bin of level n covers 4^n slots,
 * counted from slot 0. Bins are stored per segment and only where there are samples, so a gap costs nothing.
 */

/** A pyramid bin covers 4 bins of the level below (4 samples on level 1). */
export const BIN_RATIO = 4;

/** No further level once this many bins cover a channel. */
const COARSEST_BINS = 4;

/** A segment as the header holds it. */
export interface SegmentInfo {
  start_ms: number;
  scale: number;
  offset: number;
  count: number;
  /** The grid slot of its first sample. */
  first_slot: number;
}

/** A channel as the header holds it. */
export interface StoredChannel extends ChannelInfo {
  /** How many of its samples (or bins) stand in one chunk. */
  chunk_items: number;
  segments: readonly SegmentInfo[];
}

/** Some stored items `[from, to)` of one channel and the byte at which the first of them stands. */
export interface Piece {
  from: number;
  to: number;
  byte: number;
}

/** Slots covered by one bin of a level (level 0 is the samples themselves). */
export function slotsPerBin(level: number): number {
  return BIN_RATIO ** level;
}

/** Bytes of one stored sample. */
export function bytesPerSample(encoding: Encoding): number {
  return encoding === 'int16' ? 2 : 4;
}

/** Bytes of one stored item: a sample, or on pyramid levels a minimum and a maximum. */
export function itemBytes(encoding: Encoding, level: number): number {
  return bytesPerSample(encoding) * (level === 0 ? 1 : 2);
}

/**
 * The slot of each segment's first sample. Segments that do not overlap in time never share a slot: rounding keeps a
 * distance of one period at one slot, and where an error in the last bit of a start undoes that, the segment moves on.
 */
export function firstSlots(rate: RationalRate, segments: readonly { start_ms: number; count: number }[]): number[] {
  const start = segments[0]?.start_ms ?? 0;
  const period = periodMs(rate);
  let free = 0;
  return segments.map(({ start_ms, count }) => {
    const nearest = Math.round((start_ms - start) / period);
    const slot = nearest === free - 1 ? free : nearest;
    free = slot + count;
    return slot;
  });
}

/** Slots from the first sample to the last, gaps included. */
export function slotCount(channel: Pick<StoredChannel, 'segments'>): number {
  const last = channel.segments.at(-1);
  return last === undefined ? 0 : last.first_slot + last.count;
}

/** How many pyramid levels a channel has above its samples. */
export function levelCount(channel: Pick<StoredChannel, 'segments'>): number {
  let levels = 0;
  for (let bins = slotCount(channel); bins > COARSEST_BINS; bins = Math.ceil(bins / BIN_RATIO)) levels++;
  return levels;
}

/** The bins `[first, end)` of a level that a segment has samples in. */
export function segmentBins(segment: SegmentInfo, level: number): { first: number; end: number } {
  const slots = slotsPerBin(level);
  return {
    first: Math.floor(segment.first_slot / slots),
    end: Math.floor((segment.first_slot + segment.count - 1) / slots) + 1,
  };
}

/** How many items a channel has stored on a level; none above its own top level. */
function itemCount(channel: StoredChannel, level: number): number {
  if (level > levelCount(channel)) return 0;
  let items = 0;
  for (const segment of channel.segments) {
    const bins = segmentBins(segment, level);
    items += bins.end - bins.first;
  }
  return items;
}

/** One level of a container: the samples of all channels (level 0) or their bins, cut into chunks. */
export interface Section {
  level: number;
  /** Offset from the start of the object. */
  byte: number;
  bytes: number;
  /** Stored items of each channel, in the order of the channels. */
  items: readonly number[];
}

const ALIGNMENT = 8;

/** The next multiple of 8: arrays of doubles begin there. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** All sections of a container, samples first, then the pyramid from its finest level to its coarsest. */
export function layOutSections(channels: readonly StoredChannel[], dataStart: number): Section[] {
  const sections: Section[] = [];
  const levels = Math.max(0, ...channels.map(levelCount));
  let byte = dataStart;
  for (let level = 0; level <= levels; level++) {
    const items = channels.map((channel) => itemCount(channel, level));
    const bytes = channels.reduce((sum, c, index) => sum + (items[index] ?? 0) * itemBytes(c.encoding, level), 0);
    sections.push({ level, byte, bytes, items });
    byte += aligned(bytes);
  }
  return sections;
}

/**
 * Where the items `[from, to)` of a channel stand in a section. A section is a row of chunks; a chunk holds the next
 * `chunk_items` items of every channel, one channel after the other. So what belongs to one stretch of time stands
 * together, and a window over all channels is one range of bytes.
 */
export function locateItems(
  channels: readonly StoredChannel[],
  section: Section,
  index: number,
  from: number,
  to: number,
): Piece[] {
  const channel = channels[index];
  if (channel === undefined) return [];
  const width = itemBytes(channel.encoding, section.level);
  const pieces: Piece[] = [];
  for (let start = from; start < to; ) {
    const chunk = Math.floor(start / channel.chunk_items);
    const end = Math.min(to, (chunk + 1) * channel.chunk_items);
    const byte = chunkByte(channels, section, chunk, index) + (start - chunk * channel.chunk_items) * width;
    pieces.push({ from: start, to: end, byte });
    start = end;
  }
  return pieces;
}

/** The byte at which a channel's part of a chunk begins: after all earlier chunks and the channels before it. */
function chunkByte(channels: readonly StoredChannel[], section: Section, chunk: number, index: number): number {
  let byte = section.byte;
  for (const [at, channel] of channels.entries()) {
    const stored = section.items[at] ?? 0;
    const before = Math.min(stored, chunk * channel.chunk_items);
    const until = Math.min(stored, (chunk + 1) * channel.chunk_items);
    byte += (at < index ? until : before) * itemBytes(channel.encoding, section.level);
  }
  return byte;
}
