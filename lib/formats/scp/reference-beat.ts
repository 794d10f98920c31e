import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';

/** The data of section 5 or 6 before it is scaled. */
export interface ScpData {
  /** nV of one unit. */
  nanovolts: number;
  interval_us: number;
  leads: Int32Array[];
}

/** A QRS of section 4: samples from `start` to `end` of the rhythm, numbered from 1. */
interface Beat {
  type: number;
  start: number;
  fiducial: number;
  end: number;
}

/** The reference beat's length and fiducial point and the beats it was subtracted at. */
export interface ReferenceBeats {
  length_ms: number;
  fiducial: number;
  list: Beat[];
}

const BEAT_BYTES = 14;

/** Reads section 4. */
export function readBeats(body: Uint8Array | undefined): ReferenceBeats | null {
  if (body === undefined) return null;
  const reader = new ByteReader(body, 'Section 4');
  const length_ms = reader.u16();
  const fiducial = reader.u16();
  const count = reader.u16();
  if (count * BEAT_BYTES > reader.remaining)
    throw new ReadFault('truncated', 'Section 4 has fewer beats than declared.');
  const list = Array.from({ length: count }, () => ({
    type: reader.u16(),
    start: reader.i32(),
    fiducial: reader.i32(),
    end: reader.i32(),
  }));
  return { length_ms, fiducial, list };
}

/**
 * Adds the reference beat back to every beat of type 0, where the writer subtracted it: rhythm sample s gets reference
 * sample s − fiducial + reference fiducial (all numbered from 1). Both have the same rate, and one resolution is a whole
 * multiple of the other, else the file is refused.
 *
 * @param firsts number of the first sample of each lead
 */
export function addReferenceBeats(
  rhythm: ScpData,
  reference: ScpData,
  beats: ReferenceBeats,
  firsts: readonly number[],
): void {
  if (rhythm.interval_us !== reference.interval_us) {
    throw new ReadFault('unsupported', 'The reference beat has another sampling rate than the rhythm.');
  }
  const factor = reference.nanovolts / rhythm.nanovolts;
  if (!Number.isInteger(factor)) {
    throw new ReadFault('unsupported', 'The reference beat has another resolution than the rhythm.');
  }
  // Zones follow each other; a file whose zones overlap would cost time without end.
  let previousEnd = 0;
  for (const beat of beats.list) {
    if (beat.type !== 0) continue;
    if (beat.start <= previousEnd || beat.end < beat.start)
      throw new ReadFault('corrupt', 'The beats of section 4 overlap.');
    previousEnd = beat.end;
    for (const [index, samples] of rhythm.leads.entries()) {
      const beatSamples = reference.leads[index] ?? new Int32Array(0);
      addBeat(samples, beatSamples, beat, beats.fiducial - beat.fiducial, firsts[index] ?? 1, factor);
    }
  }
}

function addBeat(samples: Int32Array, reference: Int32Array, beat: Beat, shift: number, first: number, factor: number) {
  const from = Math.max(beat.start, first, 1 - shift);
  const to = Math.min(beat.end, first + samples.length - 1, reference.length - shift);
  for (let s = from; s <= to; s++) {
    samples[s - first] = (samples[s - first] ?? 0) + (reference[s + shift - 1] ?? 0) * factor;
  }
}
