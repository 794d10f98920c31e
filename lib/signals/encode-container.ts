import { encodeHeader } from './container-header';
import {
  bytesPerSample,
  firstSlots,
  itemBytes,
  layOutSections,
  levelCount,
  locateItems,
  type Section,
  type StoredChannel,
} from './container-layout';
import { type BinPairs, firstLevel, nextLevel } from './pyramid';
import { rateHz } from './rate';
import type { Channel, Encoding, SampleArray } from './types';

/** All channels together take about this many bytes of a chunk: one request's worth, small enough to over-read. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes a signal container (`signals.nbs`; layout in docs/decisions/0007): header, samples, min/max pyramid.
 *
 * The input is what a parser of ours built, so a broken one is a defect and throws a RangeError: ids that repeat,
 * segments that are empty, overlap or hold another encoding than the channel says, values that are not finite.
 *
 * @param channels in the order they are shown
 * @param meta `duration_ms`: the recording's length in ms
 */
export function encodeContainer(channels: readonly Channel[], meta: { duration_ms: number }): Uint8Array {
  const stored = storedChannels(channels);
  const header = encodeHeader(stored, meta.duration_ms);
  const sections = layOutSections(stored, header.length);
  const last = sections.at(-1);
  const bytes = new Uint8Array(last === undefined ? header.length : last.byte + last.bytes);
  bytes.set(header);
  for (const [index, channel] of channels.entries()) writeChannel(bytes, stored, sections, index, channel);
  return bytes;
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

function writeChannel(
  bytes: Uint8Array,
  stored: readonly StoredChannel[],
  sections: readonly Section[],
  index: number,
  channel: Channel,
): void {
  const info = stored[index];
  if (info === undefined) return;
  const written = sections.map(() => 0);
  for (const [at, segment] of info.segments.entries()) {
    const samples = channel.segments[at]?.samples ?? new Int16Array(0);
    let items: SampleArray | BinPairs = samples;
    for (let level = 0; level <= levelCount(info); level++) {
      if (level > 0) items = level === 1 ? firstLevel(segment, samples) : nextLevel(segment, level, items);
      const section = sections[level];
      if (section === undefined) break;
      written[level] = writeItems(bytes, stored, section, index, written[level] ?? 0, items);
    }
  }
}

/** Copies one segment's items to their chunks; gives the number of the channel's next item on that level. */
function writeItems(
  bytes: Uint8Array,
  stored: readonly StoredChannel[],
  section: Section,
  index: number,
  from: number,
  items: SampleArray,
): number {
  const source = new Uint8Array(items.buffer, items.byteOffset, items.byteLength);
  const width = itemBytes(encodingOf(items), section.level);
  const to = from + source.length / width;
  for (const piece of locateItems(stored, section, index, from, to)) {
    bytes.set(source.subarray((piece.from - from) * width, (piece.to - from) * width), piece.byte);
  }
  return to;
}
