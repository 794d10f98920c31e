import { rateHz } from '@/lib/signals/rate';
import type { RationalRate } from '@/lib/signals/types';
import { ReadFault } from '../common/fault';
import { MAX_CHANNELS } from '../common/limits';
import { parseNumbers, storeNumbers } from '../common/number-list';
import { samplingRate } from '../common/rates';
import { isScale } from '../common/samples';
import { decimal } from '../common/text';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { timeOfDigits } from '../common/written-time';
import { attributeAt, find, findAll, textAt, type XmlElement } from '../common/xml';
import { canonicalLead } from '../leads';
import type { RecordingChannel, WrittenTime } from '../recording';

/** Simultaneous sequences of one `sequenceSet`; channels count from the first sample. */
export interface SequenceSet {
  /** The instant of the first sample, where the set says it. */
  head: WrittenTime | null;
  /** The first sample after the series' start in ms, where the set counts from there. */
  head_ms: number;
  duration_ms: number;
  channels: RecordingChannel[];
}

const MILLISECONDS = new Map([
  ['s', 1000],
  ['ms', 1],
  ['us', 1e-3],
]);

/** A quantity of time in ms; `null` when it has no number or no unit of time. */
export function milliseconds(element: XmlElement | undefined): number | null {
  const value = decimal(element?.attributes.get('value'));
  const unit = MILLISECONDS.get(element?.attributes.get('unit')?.trim() ?? '');
  return value === null || unit === undefined ? null : value * unit;
}

/** Reads a `sequenceSet`: one sequence is time, the others are leads. */
export function readSequenceSet(set: XmlElement, warnings: Warnings): SequenceSet {
  const sequences = findAll(set, 'component/sequence');
  const codeOf = (sequence: XmlElement) => attributeAt(sequence, 'code', 'code') ?? '';
  const time = sequences.find((sequence) => codeOf(sequence).startsWith('TIME_'));
  const increment = milliseconds(find(time, 'value/increment'));
  if (increment === null || increment <= 0)
    throw new ReadFault('corrupt', 'An aECG sequence set has no sampling interval.');
  const rate = samplingRate(1000 / increment);
  const leads = sequences.filter((sequence) => sequence !== time);
  if (leads.length > MAX_CHANNELS) throw new ReadFault('too_large', `There are more than ${MAX_CHANNELS} leads.`);
  const head = find(time, 'value/head');
  const read = leads.map((sequence) => readSequence(sequence, codeOf(sequence), rate, warnings));
  const longest = Math.max(0, ...read.map(({ count }) => count));
  if (read.some(({ count }) => count !== longest)) {
    warnings.add('malformed', 'Leads that were recorded together differ in length; the shorter ones end in a gap.');
  }
  return {
    head: codeOf(time ?? set) === 'TIME_ABSOLUTE' ? timeOfDigits(head?.attributes.get('value')) : null,
    head_ms: milliseconds(head) ?? 0,
    duration_ms: (longest * 1000) / rateHz(rate),
    channels: read.map(({ channel }) => channel),
  };
}

function readSequence(
  sequence: XmlElement,
  label: string,
  rate: RationalRate,
  warnings: Warnings,
): { channel: RecordingChannel; count: number } {
  const value = find(sequence, 'value');
  const numbers = parseNumbers(textAt(value, 'digits') ?? '');
  const scaling = scalingOf(value);
  if (scaling === null) warnings.add('uncalibrated', 'A lead has no scale in a unit: its numbers have no unit.');
  const { unit, scale, offset } = scaling ?? { unit: null, scale: 1, offset: 0 };
  const stored = storeNumbers(numbers, rate, 0, scale, offset);
  const channel = { label, lead: canonicalLead(label), unit, rate, ...stored, status: null };
  return { channel, count: numbers.length };
}

/** physical = origin + scale × digit, each in its own unit; as a stored offset, origin is −origin / scale. */
function scalingOf(value: XmlElement | undefined): { unit: string; scale: number; offset: number } | null {
  const scaleUnit = attributeAt(value, 'scale', 'unit');
  const written = decimal(attributeAt(value, 'scale', 'value'));
  if (value?.attributes.get('type') === 'SLIST_INT' || scaleUnit === undefined || !isScale(written)) return null;
  const { unit, factor } = keptUnit(scaleUnit);
  const origin = decimal(attributeAt(value, 'origin', 'value')) ?? 0;
  const originUnit = keptUnit(attributeAt(value, 'origin', 'unit') ?? scaleUnit);
  if (origin !== 0 && originUnit.unit !== unit) return null;
  const scale = written * factor;
  const offset = origin === 0 ? 0 : -(origin * originUnit.factor) / scale;
  return isScale(scale) && Number.isFinite(offset) ? { unit, scale, offset } : null;
}

/** Segments of a channel moved to where their block stands. */
export function shiftChannels(channels: readonly RecordingChannel[], by_ms: number): RecordingChannel[] {
  if (by_ms === 0) return [...channels];
  return channels.map((channel) => ({
    ...channel,
    segments: channel.segments.map((segment) => ({ ...segment, start_ms: segment.start_ms + by_ms })),
  }));
}
