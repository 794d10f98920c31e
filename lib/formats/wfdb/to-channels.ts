import { rateHz } from '@/lib/signals/rate';
import type { RationalRate, SampleArray, Segment } from '@/lib/signals/types';
import { ReadFault } from '../common/fault';
import { samplingRate, timesRate } from '../common/rates';
import { encodingOf, isScale, segmentsOf } from '../common/samples';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { canonicalLead } from '../leads';
import type { RecordingChannel } from '../recording';
import { parseHeader, type SignalSpec, type WfdbHeader } from './header';
import { type FileLookup, readSignals, type StoredSignal } from './read-signals';

/** Channels of a record and its length in time. */
export interface WfdbChannels {
  channels: RecordingChannel[];
  duration_ms: number;
}

/** The channels of an ordinary record. */
export function ordinaryChannels(header: WfdbHeader, lookup: FileLookup, warnings: Warnings): WfdbChannels {
  const frameRate = samplingRate(header.rate_hz);
  const signals = readSignals(header, lookup, warnings);
  const channels = signals.map((signal): RecordingChannel => {
    const rate = timesRate(frameRate, signal.spec.samplesPerFrame);
    const { unit, segments } = calibrate(signal, rate, 0, warnings);
    return { ...named(signal.spec), unit, rate, encoding: encodingOf(signal.samples), segments, status: null };
  });
  const longest = Math.max(0, ...signals.map(({ spec, samples }) => samples.length / spec.samplesPerFrame + spec.skew));
  return { channels, duration_ms: ((header.frames ?? longest) * 1000) / rateHz(frameRate) };
}

function named(spec: SignalSpec): Pick<RecordingChannel, 'label' | 'lead'> {
  return { label: spec.description, lead: canonicalLead(spec.description) };
}

function calibrate(
  { spec, samples, gap }: StoredSignal,
  rate: RationalRate,
  start_ms: number,
  warnings: Warnings,
): { unit: string | null; segments: Segment[] } {
  const isGap = gap === null ? null : (stored: number) => stored === gap;
  const { unit, factor } = keptUnit(spec.unit === '' ? 'mV' : spec.unit);
  const scale = spec.gain === null ? null : factor / spec.gain;
  const run = { samples, start_ms, rate, offset: spec.baseline };
  if (isScale(scale)) return { unit, segments: segmentsOf({ ...run, scale }, isGap) };
  warnings.add('uncalibrated', 'A signal has no gain in the header: its numbers have no unit.');
  return { unit: null, segments: segmentsOf({ ...run, scale: 1 }, isGap) };
}

/** A channel of several segments while it is collected. */
interface Strand {
  spec: SignalSpec;
  unit: string | null | undefined;
  samplesPerFrame: number | undefined;
  segments: Segment[];
}

/**
 * The channels of a multi-segment record. With a layout (a first segment of length 0) a segment's signals are matched
 * by their description, without one by their place. Each segment has its own gain; what it lacks is a gap.
 */
export function segmentedChannels(header: WfdbHeader, lookup: FileLookup, warnings: Warnings): WfdbChannels {
  const frameRate = samplingRate(header.rate_hz);
  const parts = segmentHeaders(header, lookup);
  const lookupOnce = onlyOnce(lookup);
  const hasLayout = parts[0]?.frames === 0;
  const template = parts.find((part) => part.header !== null)?.header?.signals ?? [];
  const strands = template.map((spec): Strand => ({ spec, unit: undefined, samplesPerFrame: undefined, segments: [] }));
  let frame = 0;
  for (const part of parts) {
    if (part.header !== null && part.frames > 0) {
      if (part.header.rate_hz !== header.rate_hz) throw corrupt('A segment has another sampling rate than its record.');
      const signals = readSignals({ ...part.header, frames: part.frames }, lookupOnce, warnings);
      const places = placesOf(part.header.signals, strands, hasLayout);
      for (const signal of signals) {
        const strand = strands[places.get(signal.spec) ?? -1];
        if (strand === undefined) throw corrupt('A segment has a signal that the layout does not name.');
        append(strand, signal, frameRate, (frame * 1000) / rateHz(frameRate), warnings);
      }
    }
    frame += part.frames;
  }
  if (header.frames !== null && frame !== header.frames) {
    warnings.add('malformed', 'The segments’ lengths do not add up to the record’s.');
  }
  return {
    channels: strands.filter(({ segments }) => segments.length > 0).map((strand) => toChannel(strand, frameRate)),
    duration_ms: (frame * 1000) / rateHz(frameRate),
  };
}

function segmentHeaders(header: WfdbHeader, lookup: FileLookup) {
  const seen = new Set([header.name]);
  return (header.segments ?? []).map(({ name, frames }) => {
    if (name === '~') return { header: null, frames };
    if (seen.has(name)) throw corrupt('A segment stands in the record twice, or is the record itself.');
    seen.add(name);
    const file = lookup(`${name}.hea`);
    if (file === undefined) throw new ReadFault('missing_file', 'The header of a segment was not sent.');
    const segment = parseHeader(file.whole());
    if (segment.segments !== null) throw corrupt('A segment is itself made of segments.');
    return { header: segment, frames };
  });
}

/** Segments that share a signal file would multiply it without end. */
function onlyOnce(lookup: FileLookup): FileLookup {
  const seen = new Set<string>();
  return (name) => {
    if (seen.has(name)) throw corrupt('Two segments name the same signal file.');
    seen.add(name);
    return lookup(name);
  };
}

/** Which strand each signal of a segment continues; two signals of one description keep their order. */
function placesOf(signals: readonly SignalSpec[], strands: readonly Strand[], byName: boolean) {
  const places = new Map<SignalSpec, number>();
  const taken = new Set<number>();
  for (const [index, spec] of signals.entries()) {
    const place = byName
      ? strands.findIndex((strand, i) => !taken.has(i) && strand.spec.description === spec.description)
      : index;
    taken.add(place);
    places.set(spec, place);
  }
  return places;
}

function append(strand: Strand, signal: StoredSignal, frameRate: RationalRate, start_ms: number, warnings: Warnings) {
  const { samplesPerFrame } = signal.spec;
  const rate = timesRate(frameRate, samplesPerFrame);
  const { unit, segments } = calibrate(signal, rate, start_ms, warnings);
  if (strand.samplesPerFrame !== undefined && strand.samplesPerFrame !== samplesPerFrame) {
    throw new ReadFault('unsupported', 'A signal changes its sampling rate between segments.');
  }
  if (strand.unit !== undefined && strand.unit !== unit) {
    throw new ReadFault('unsupported', 'A signal changes its unit between segments.');
  }
  strand.unit = unit;
  strand.samplesPerFrame = samplesPerFrame;
  for (const segment of segments) strand.segments.push(segment);
}

function toChannel(strand: Strand, frameRate: RationalRate): RecordingChannel {
  const { segments } = strand;
  const wide = segments.some(({ samples }) => samples instanceof Int32Array);
  const even = wide ? segments.map((segment) => ({ ...segment, samples: widened(segment.samples) })) : segments;
  return {
    ...named(strand.spec),
    unit: strand.unit ?? null,
    rate: timesRate(frameRate, strand.samplesPerFrame ?? 1),
    encoding: wide ? 'int32' : 'int16',
    segments: even,
    status: null,
  };
}

function widened(samples: SampleArray): Int32Array {
  return samples instanceof Int32Array ? samples : Int32Array.from(samples);
}

function corrupt(detail: string): ReadFault {
  return new ReadFault('corrupt', detail);
}
