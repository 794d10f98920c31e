import { encodeHeader } from './container-header';
import { itemBytes, layOutSections, levelCount, locateItems, type StoredChannel } from './container-layout';
import { firstLevel, nextLevel } from './pyramid';
import type { Channel, SampleArray } from './types';

/**
 * A container written as it first was, every level of a segment whole in memory. What is stored has these very bytes, so
 * the writer of today is held to them.
 * @param stored the channels as a header says them
 */
export function wholeContainer(channels: readonly Channel[], stored: readonly StoredChannel[], duration_ms: number) {
  const header = encodeHeader(stored, duration_ms);
  const sections = layOutSections(stored, header.length);
  const last = sections.at(-1);
  const bytes = new Uint8Array(last === undefined ? header.length : last.byte + last.bytes);
  bytes.set(header);
  for (const [index, info] of stored.entries()) {
    const written = sections.map(() => 0);
    for (const [at, segment] of info.segments.entries()) {
      const samples = channels[index]?.segments[at]?.samples ?? new Int16Array(0);
      let items: SampleArray = samples;
      for (let level = 0; level <= levelCount(info); level++) {
        if (level > 0) items = level === 1 ? firstLevel(segment, samples) : nextLevel(segment, level, items);
        const section = sections[level];
        if (section === undefined) break;
        const source = new Uint8Array(items.buffer, items.byteOffset, items.byteLength);
        const width = itemBytes(info.encoding, level);
        const from = written[level] ?? 0;
        const to = from + source.length / width;
        for (const piece of locateItems(stored, section, index, from, to))
          bytes.set(source.subarray((piece.from - from) * width, (piece.to - from) * width), piece.byte);
        written[level] = to;
      }
    }
  }
  return bytes;
}
