import { encodeHeader } from './container-header';
import {
  bytesPerSample,
  firstSlots,
  itemBytes,
  layOutSections,
  levelCount,
  locateItems,
  type Section,
  type SegmentInfo,
  type StoredChannel,
  segmentBins,
  slotsPerBin,
} from './container-layout';
import { emptySamples } from './pack';
import { type BinPairs, firstLevel, nextLevel } from './pyramid';
import { rateHz } from './rate';
import type { Channel, Encoding, SampleArray } from './types';

/** All channels together take about this many bytes of a chunk: one request's worth, small enough to over-read. */
const CHUNK_BYTES = 64 * 1024;

/** Where a container is written to: zeros at first, then bytes anywhere in it. */
export interface ContainerTarget {
  /** Called once, before anything is written, with the container's length. */
  open(bytes: number): void;
  /** The bytes are the writer's own again as soon as this returns. */
  write(bytes: Uint8Array, at: number): void;
}

/**
 * Writes a signal container (`signals.nbs`; layout in docs/decisions/0007): header, samples, min/max pyramid. Beside the
 * samples it needs the memory of a few blocks, however long the recording is.
 *
 * The input is what a parser of ours built, so a broken one is a defect and throws a RangeError: ids that repeat,
 * segments that are empty, overlap or hold another encoding than the channel says, values that are not finite.
 *
 * @param channels in the order they are shown
 * @param meta `duration_ms`: the recording's length in ms
 */
export function writeContainer(
  channels: readonly Channel[],
  meta: { duration_ms: number },
  target: ContainerTarget,
): void {
  const stored = storedChannels(channels);
  const header = encodeHeader(stored, meta.duration_ms);
  const sections = layOutSections(stored, header.length);
  const last = sections.at(-1);
  target.open(last === undefined ? header.length : last.byte + last.bytes);
  target.write(header, 0);
  const rooms = new Map<Encoding, SampleArray[]>();
  for (const [index, channel] of channels.entries()) writeChannel({ target, stored, sections, rooms, index }, channel);
}

/** A container in memory, written as `writeContainer` does. */
export function encodeContainer(channels: readonly Channel[], meta: { duration_ms: number }): Uint8Array {
  let container = new Uint8Array();
  writeContainer(channels, meta, {
    open: (bytes) => {
      container = new Uint8Array(bytes);
    },
    write: (bytes, at) => container.set(bytes, at),
  });
  return container;
}

function storedChannels(channels: readonly Channel[]): StoredChannel[] {
  if (new Set(channels.map((channel) => channel.id)).size < channels.length) throw new RangeError('channel ids repeat');
  const bytesPerSecond = channels.reduce((sum, c) => sum + rateHz(c.rate) * bytesPerSample(c.encoding), 0);
  return channels.map(({ segments, ...info }) => {
    const counted = segments.map(({ samples, ...segment }) => {
      checkSamples(info.encoding, samples);
      return { ...segment, count: samples.length };
    });
    const slots = firstSlots(info.rate, counted);
    const rows = counted.map((segment, index) => ({ ...segment, first_slot: slots[index] ?? 0 }));
    for (const [index, row] of rows.entries()) checkSegment(row, rows[index - 1]);
    const chunkItems = Math.max(1, Math.round((rateHz(info.rate) * CHUNK_BYTES) / bytesPerSecond));
    return { ...info, chunk_items: chunkItems, segments: rows };
  });
}

function checkSegment(
  row: StoredChannel['segments'][number],
  before: StoredChannel['segments'][number] | undefined,
): void {
  if (![row.start_ms, row.scale, row.offset].every(Number.isFinite) || row.scale === 0) {
    throw new RangeError('a segment has no finite start, scale or offset');
  }
  if (before !== undefined && row.first_slot < before.first_slot + before.count) {
    throw new RangeError('segments overlap');
  }
}

function checkSamples(encoding: Encoding, samples: SampleArray): void {
  if (samples.length === 0) throw new RangeError('a segment is empty');
  if (encodingOf(samples) !== encoding) throw new RangeError('a segment has another encoding than its channel');
  if (samples instanceof Float32Array && !samples.every(Number.isFinite)) {
    throw new RangeError('a sample is not finite');
  }
}

function encodingOf(samples: SampleArray): Encoding {
  if (samples instanceof Int16Array) return 'int16';
  return samples instanceof Int32Array ? 'int32' : 'float32';
}

/** One channel of a container that is being written. */
interface Writing {
  target: ContainerTarget;
  stored: readonly StoredChannel[];
  sections: readonly Section[];
  /** Memory for a block's low levels, the same for all channels of an encoding. */
  rooms: Map<Encoding, SampleArray[]>;
  index: number;
}

/** Levels up to this one are made of a block of samples at a time; those above it are small. */
const BLOCK_LEVELS = 8;
const BLOCK_SLOTS = slotsPerBin(BLOCK_LEVELS);

function writeChannel(writing: Writing, channel: Channel): void {
  const info = writing.stored[writing.index];
  if (info === undefined) return;
  const written = writing.sections.map(() => 0);
  const put = (level: number, items: SampleArray | BinPairs) => {
    written[level] = writeItems(writing, level, written[level] ?? 0, items);
  };
  const top = levelCount(info);
  const low = Math.min(top, BLOCK_LEVELS);
  const rooms = roomsFor(writing, info.encoding, low);
  for (const [at, segment] of info.segments.entries()) {
    const samples = channel.segments[at]?.samples ?? emptySamples(info.encoding, 0);
    put(0, samples);
    if (low === 0) continue;
    let items = writeLowLevels(segment, samples, rooms, put);
    for (let level = low + 1; level <= top; level++) {
      items = nextLevel(segment, level, items);
      put(level, items);
    }
  }
}

/** Numbers that the bins of a level in one block are. */
const roomOf = (level: number) => 2 * (BLOCK_SLOTS / slotsPerBin(level));

/** Memory for the lowest levels of a block. */
function roomsFor({ rooms }: Writing, encoding: Encoding, levels: number): SampleArray[] {
  const made = rooms.get(encoding) ?? [];
  rooms.set(encoding, made);
  while (made.length < levels) made.push(emptySamples(encoding, roomOf(made.length + 1)));
  return made.slice(0, levels);
}

/** Writes the levels there are rooms for, block by block. @returns the bins of the highest of them */
function writeLowLevels(
  segment: SegmentInfo,
  samples: SampleArray,
  rooms: readonly SampleArray[],
  put: (level: number, items: BinPairs) => void,
): BinPairs {
  const { first, end } = segmentBins(segment, rooms.length);
  const highest = emptySamples(encodingOf(samples), 2 * (end - first));
  let filled = 0;
  for (const { from, to } of blocksOf(segment)) {
    const block = { ...segment, first_slot: segment.first_slot + from, count: to - from };
    let items: SampleArray = samples.subarray(from, to);
    for (const [below, room] of rooms.entries()) {
      items = below === 0 ? firstLevel(block, items, room) : nextLevel(block, below + 1, items, room);
      put(below + 1, items);
    }
    highest.set(items, filled);
    filled += items.length;
  }
  return highest;
}

/** A segment's samples cut where a bin of the highest block level begins, so that no bin lies in two blocks. */
function* blocksOf({ first_slot, count }: SegmentInfo): Generator<{ from: number; to: number }> {
  for (let from = 0; from < count; ) {
    const next = (Math.floor((first_slot + from) / BLOCK_SLOTS) + 1) * BLOCK_SLOTS;
    const to = Math.min(count, next - first_slot);
    yield { from, to };
    from = to;
  }
}

/** Writes items to their chunks; gives the number of the channel's next item on that level. */
function writeItems(
  { target, stored, sections, index }: Writing,
  level: number,
  from: number,
  items: SampleArray,
): number {
  const section = sections[level];
  if (section === undefined) return from;
  const source = new Uint8Array(items.buffer, items.byteOffset, items.byteLength);
  const width = itemBytes(encodingOf(items), level);
  const to = from + source.length / width;
  for (const piece of locateItems(stored, section, index, from, to)) {
    target.write(source.subarray((piece.from - from) * width, (piece.to - from) * width), piece.byte);
  }
  return to;
}
