import {
  aligned,
  firstSlots,
  layOutSections,
  type Section,
  type SegmentInfo,
  type StoredChannel,
} from './container-layout';
import { crc32 } from './crc32';
import { CHANNEL_KINDS, ENCODINGS, type RationalRate } from './types';

/** First bytes of every container: a byte above 127 and both kinds of line end, so that no text transfer survives. */
const CONTAINER_MAGIC = new Uint8Array([0x89, 0x4e, 0x42, 0x53, 0x0d, 0x0a, 0x1a, 0x0a]);
const CONTAINER_VERSION = 1;

/** Magic, version, length of the JSON part, length of the segment table, CRC-32 of both, four spare bytes. */
const PREAMBLE_BYTES = 32;
const SEGMENT_BYTES = 32;

/** A container's header as read: all that is needed to find any window. Holds no identity and no wall-clock time. */
export interface ContainerHeader {
  duration_ms: number;
  channels: readonly StoredChannel[];
  sections: readonly Section[];
}

export type HeaderFailure = 'not_a_container' | 'unsupported_version' | 'corrupt';

interface Preamble {
  jsonBytes: number;
  tableBytes: number;
  crc: number;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The header's bytes, from the first of the object to the first sample. */
export function encodeHeader(channels: readonly StoredChannel[], duration_ms: number): Uint8Array {
  const described = channels.map(({ segments, ...info }) => ({ ...info, segment_count: segments.length }));
  const json = new TextEncoder().encode(JSON.stringify({ duration_ms, channels: described }));
  const jsonBytes = aligned(json.length);
  const segments = channels.flatMap((channel) => channel.segments);
  const bytes = new Uint8Array(PREAMBLE_BYTES + jsonBytes + segments.length * SEGMENT_BYTES);
  bytes.fill(0x20, PREAMBLE_BYTES, PREAMBLE_BYTES + jsonBytes);
  bytes.set(json, PREAMBLE_BYTES);
  const out = view(bytes);
  for (const [index, segment] of segments.entries()) {
    const at = PREAMBLE_BYTES + jsonBytes + index * SEGMENT_BYTES;
    out.setFloat64(at, segment.start_ms, true);
    out.setFloat64(at + 8, segment.scale, true);
    out.setFloat64(at + 16, segment.offset, true);
    out.setUint32(at + 24, segment.count, true);
  }
  bytes.set(CONTAINER_MAGIC, 0);
  out.setUint32(8, CONTAINER_VERSION, true);
  out.setUint32(12, jsonBytes, true);
  out.setUint32(16, segments.length * SEGMENT_BYTES, true);
  out.setUint32(20, crc32(bytes.subarray(PREAMBLE_BYTES)), true);
  return bytes;
}

/** Reads the fixed first bytes: says how long the whole header is. */
export function parsePreamble(
  bytes: Uint8Array,
): { ok: true; preamble: Preamble; headerBytes: number } | { ok: false; reason: HeaderFailure } {
  if (bytes.length < PREAMBLE_BYTES || CONTAINER_MAGIC.some((byte, at) => bytes[at] !== byte)) {
    return { ok: false, reason: 'not_a_container' };
  }
  const input = view(bytes);
  if (input.getUint32(8, true) !== CONTAINER_VERSION) return { ok: false, reason: 'unsupported_version' };
  const preamble = {
    jsonBytes: input.getUint32(12, true),
    tableBytes: input.getUint32(16, true),
    crc: input.getUint32(20, true),
  };
  return { ok: true, preamble, headerBytes: PREAMBLE_BYTES + preamble.jsonBytes + preamble.tableBytes };
}

/** Reads a whole header. Every number in it is under its CRC, so a broken object is found before it is trusted. */
export function parseHeader(
  bytes: Uint8Array,
): { ok: true; header: ContainerHeader } | { ok: false; reason: HeaderFailure } {
  const start = parsePreamble(bytes);
  if (!start.ok) return start;
  const { preamble, headerBytes } = start;
  if (bytes.length < headerBytes) return { ok: false, reason: 'corrupt' };
  if (crc32(bytes.subarray(PREAMBLE_BYTES, headerBytes)) !== preamble.crc) return { ok: false, reason: 'corrupt' };
  const tableStart = PREAMBLE_BYTES + preamble.jsonBytes;
  const described = parseDescription(bytes.subarray(PREAMBLE_BYTES, tableStart));
  if (described === null) return { ok: false, reason: 'corrupt' };
  const table = view(bytes.subarray(tableStart, headerBytes));
  const channels: StoredChannel[] = [];
  let row = 0;
  for (const { segment_count, ...info } of described.channels) {
    if ((row + segment_count) * SEGMENT_BYTES > table.byteLength) return { ok: false, reason: 'corrupt' };
    channels.push({ ...info, segments: readSegments(table, row, segment_count, info.rate) });
    row += segment_count;
  }
  const sections = layOutSections(channels, headerBytes);
  return { ok: true, header: { duration_ms: described.duration_ms, channels, sections } };
}

function readSegments(table: DataView, row: number, count: number, rate: RationalRate): SegmentInfo[] {
  const rows = Array.from({ length: count }, (_, index) => {
    const at = (row + index) * SEGMENT_BYTES;
    return {
      start_ms: table.getFloat64(at, true),
      scale: table.getFloat64(at + 8, true),
      offset: table.getFloat64(at + 16, true),
      count: table.getUint32(at + 24, true),
    };
  });
  const slots = firstSlots(rate, rows);
  return rows.map((segment, index) => ({ ...segment, first_slot: slots[index] ?? 0 }));
}

type DescribedChannel = Omit<StoredChannel, 'segments'> & { segment_count: number };

function parseDescription(bytes: Uint8Array): { duration_ms: number; channels: DescribedChannel[] } | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isDescription(value) ? value : null;
  } catch {
    return null;
  }
}

function isDescription(value: unknown): value is { duration_ms: number; channels: DescribedChannel[] } {
  if (typeof value !== 'object' || value === null || !('duration_ms' in value) || !('channels' in value)) return false;
  return typeof value.duration_ms === 'number' && Array.isArray(value.channels) && value.channels.every(isChannel);
}

function isChannel(value: unknown): value is DescribedChannel {
  if (typeof value !== 'object' || value === null) return false;
  // The CRC proves that these are the bytes that `encodeHeader` wrote; this looks for another writer's omissions.
  const channel: Partial<Record<keyof DescribedChannel, unknown>> = value;
  return (
    typeof channel.id === 'string' &&
    typeof channel.name === 'string' &&
    typeof channel.unit === 'string' &&
    CHANNEL_KINDS.some((kind) => kind === channel.kind) &&
    ENCODINGS.some((encoding) => encoding === channel.encoding) &&
    typeof channel.derived === 'boolean' &&
    Number.isInteger(channel.segment_count) &&
    Number.isInteger(channel.chunk_items) &&
    isRate(channel.rate)
  );
}

function isRate(value: unknown): value is RationalRate {
  if (typeof value !== 'object' || value === null || !('numerator' in value) || !('denominator' in value)) return false;
  return Number(value.numerator) > 0 && Number(value.denominator) > 0;
}
