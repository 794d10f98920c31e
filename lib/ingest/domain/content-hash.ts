import { createHash, type Hash } from 'node:crypto';
import type { Channel, SampleArray } from '@/lib/signals/types';

/** What makes a recording the same recording (VAL-3). */
export interface HashedContent {
  /** As sent; `null` where the device's assignment says who it was. */
  patient_id: string | null;
  device_id: string;
  start: Date;
  channels: readonly Channel[];
  /** What else tells two recordings apart: for therapy its sessions, events, settings and summary. Plain JSON. */
  facts?: unknown;
}

/**
 * SHA-256 (hex) of patient, device, start, channels and samples. The way the upload was written makes no difference:
 * white space, the order of fields and of channels, one form of a recording or the other.
 */
export function contentHash({ patient_id, device_id, start, channels, facts }: HashedContent): string {
  const hash = createHash('sha256');
  hash.update(canonicalJson(['nightbeat-content-1', patient_id, device_id, start.toISOString(), facts ?? null]));
  addChannels(hash, channels);
  return hash.digest('hex');
}

/**
 * SHA-256 (hex) of the samples alone, whoever's they are said to be and whenever: the same value under two patients is
 * the same recording filed twice (ING-6). `null` where no sample differs from its neighbour: two empty days, or two ECGs
 * with every electrode off, are not the same recording.
 */
export function samplesHash(channels: readonly Channel[]): string | null {
  if (channels.every(({ segments }) => segments.every(({ samples }) => isFlat(samples)))) return null;
  const hash = createHash('sha256');
  hash.update('nightbeat-samples-1');
  addChannels(hash, channels);
  return hash.digest('hex');
}

function isFlat(samples: SampleArray): boolean {
  const [first] = samples;
  return samples.every((sample) => sample === first);
}

/** Derived leads are left out: they say nothing that the sent ones do not. */
function addChannels(hash: Hash, channels: readonly Channel[]): void {
  const described = channels
    .filter((channel) => !channel.derived)
    .map((channel) => ({ channel, head: headOf(channel) }))
    .sort((a, b) => (a.head < b.head ? -1 : Number(a.head > b.head)));
  for (const { channel, head } of described) {
    hash.update(head);
    for (const { samples } of channel.segments) hash.update(bytesOf(samples));
  }
}

/** Ids and the order of channels are ours; names, units, rates, times and scales are the recording's. */
function headOf({ kind, name, unit, rate, encoding, segments }: Channel): string {
  const runs = segments.map(({ start_ms, scale, offset, samples }) => [start_ms, scale, offset, samples.length]);
  return canonicalJson({ kind, name, unit, rate, encoding, runs });
}

function bytesOf(samples: SampleArray): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** By index: this walks all samples of an upload. */
function holdsObjects(values: readonly unknown[]): boolean {
  for (let k = 0; k < values.length; k++) if (isObject(values[k])) return true;
  return false;
}

/** The value with the fields of its objects in order; an array of plain values, such as samples, stays as it is. */
function inOrder(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return holdsObjects(value) ? value.map(inOrder) : value;
  // a date, say, tells itself how it is written
  if ('toJSON' in value && typeof value.toJSON === 'function') return inOrder(value.toJSON());
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return Object.fromEntries(fields.map(([name, inner]) => [name, inOrder(inner)]));
}

/**
 * JSON with the fields of every object in the order of their names and without those that are undefined. Dates are
 * written as JSON does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value));
}
