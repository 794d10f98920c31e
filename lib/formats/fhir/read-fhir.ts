import { rateHz, toRationalRate } from '@/lib/signals/rate';
import { ReadFault } from '../common/fault';
import { at, isObject, type JsonObject, listOf, numberOf, readJson, textOf } from '../common/json';
import { MAX_CHANNELS } from '../common/limits';
import { parseNumbers, storeNumbers } from '../common/number-list';
import { samplingRate } from '../common/rates';
import { isScale } from '../common/samples';
import { cleanLine } from '../common/text';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { timeOfIso, writtenTime } from '../common/written-time';
import { canonicalLead, scpLeadName } from '../leads';
import { emptyRecording, type Recording, type RecordingChannel, type WrittenTime } from '../recording';

const IEEE_11073 = 'urn:oid:2.16.840.1.113883.6.24';
/** MDC code of "ECG lead" without number; SCP-ECG's lead numbers count from it. */
const MDC_LEAD_BASE = 131_328;
/** Error, below and above the device's range: no value. */
const MISSING = ['E', 'U', 'L'];

/** Reads a FHIR R4 Observation with SampledData, alone or the only such one of a Bundle. */
export function readFhir(bytes: Uint8Array, warnings: Warnings): Recording {
  const observation = findObservation(readJson(bytes));
  const places: { value: unknown; code: unknown }[] = [
    { value: at(observation, 'valueSampledData'), code: at(observation, 'code') },
    ...listOf(observation, 'component').map((component) => ({
      value: at(component, 'valueSampledData'),
      code: at(component, 'code'),
    })),
  ].filter(({ value }) => isObject(value));
  if (places.length > MAX_CHANNELS) throw new ReadFault('too_large', `There are more than ${MAX_CHANNELS} components.`);
  const channels = places.flatMap(({ value, code }) => channelsOf(value, code, warnings));
  const ends = channels.map(({ count, channel }) => (count * 1000) / rateHz(channel.rate));
  return {
    ...emptyRecording('fhir'),
    start: startOf(observation, warnings),
    blocks: [
      {
        kind: 'rhythm',
        label: textOf(observation, 'code', 'text'),
        start_ms: 0,
        duration_ms: Math.max(0, ...ends),
        channels: channels.map(({ channel }) => channel),
      },
    ],
    patient: { ...emptyRecording('fhir').patient, ...subjectOf(observation) },
    device: { ...emptyRecording('fhir').device, model: textOf(observation, 'device', 'display') },
    statements: listOf(observation, 'interpretation').flatMap((concept) => conceptOf(concept) ?? []),
    notes: listOf(observation, 'note').flatMap((note) => textOf(note, 'text') ?? []),
    warnings: [],
  };
}

function findObservation(root: unknown): JsonObject {
  const entries =
    at(root, 'resourceType') === 'Bundle' ? listOf(root, 'entry').map((one) => at(one, 'resource')) : [root];
  const hasSamples = (one: unknown) =>
    isObject(at(one, 'valueSampledData')) ||
    listOf(one, 'component').some((part) => isObject(at(part, 'valueSampledData')));
  const found = entries.filter(isObject).filter((one) => at(one, 'resourceType') === 'Observation' && hasSamples(one));
  const [first, second] = found;
  if (second !== undefined) throw new ReadFault('unsupported', 'The Bundle holds more than one recording.');
  if (first === undefined) throw new ReadFault('unsupported', 'The FHIR resource holds no sampled data.');
  return first;
}

/** A component is one channel, or several whose values alternate (`dimensions`). */
function channelsOf(
  sampled: unknown,
  code: unknown,
  warnings: Warnings,
): { channel: RecordingChannel; count: number }[] {
  const period = numberOf(sampled, 'period');
  const dimensions = numberOf(sampled, 'dimensions') ?? 1;
  const data = at(sampled, 'data');
  if (period === null || period <= 0) throw new ReadFault('corrupt', 'Sampled data has no period above 0.');
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_CHANNELS) {
    throw new ReadFault('corrupt', 'Sampled data has an impossible number of dimensions.');
  }
  if (typeof data !== 'string') throw new ReadFault('unsupported', 'Sampled data has no data.');
  samplingRate(1000 / period);
  const rate = toRationalRate(1000 / period);
  const all = parseNumbers(data, MISSING);
  const scaling = scalingOf(sampled, warnings);
  const { label, lead } = leadOf(code);
  return Array.from({ length: dimensions }, (_, dimension) => {
    const values = dimensions === 1 ? all : all.filter((_value, index) => index % dimensions === dimension);
    const stored = storeNumbers(values, rate, 0, scaling.scale, scaling.offset);
    return { channel: { label, lead, unit: scaling.unit, rate, ...stored, status: null }, count: values.length };
  });
}

/** value = data × factor + origin, in the unit of the origin; without a unit the numbers are not calibrated. */
function scalingOf(sampled: unknown, warnings: Warnings): { unit: string | null; scale: number; offset: number } {
  const written = textOf(sampled, 'origin', 'code') ?? textOf(sampled, 'origin', 'unit');
  const { unit, factor } = written === null ? { unit: null, factor: 1 } : keptUnit(written);
  const scale = (numberOf(sampled, 'factor') ?? 1) * factor;
  const origin = (numberOf(sampled, 'origin', 'value') ?? 0) * factor;
  if (!isScale(scale)) throw new ReadFault('corrupt', 'Sampled data has a factor that erases it.');
  if (unit === null) warnings.add('uncalibrated', 'Sampled data states no unit: its numbers have none.');
  return { unit, scale, offset: origin === 0 ? 0 : -origin / scale };
}

function leadOf(code: unknown): { label: string; lead: string | null } {
  const codings = listOf(code, 'coding');
  const mdc = codings.find((coding) => at(coding, 'system') === IEEE_11073);
  const text = textOf(mdc, 'display') ?? textOf(code, 'text') ?? textOf(codings[0], 'display') ?? '';
  const number = Number(textOf(mdc, 'code') ?? Number.NaN) - MDC_LEAD_BASE;
  const name = scpLeadName(number);
  return { label: text, lead: (name === undefined ? null : canonicalLead(name)) ?? canonicalLead(text) };
}

function startOf(observation: JsonObject, warnings: Warnings): WrittenTime | null {
  const written =
    at(observation, 'effectiveDateTime') ??
    at(observation, 'effectiveInstant') ??
    at(observation, 'effectivePeriod', 'start');
  if (typeof written !== 'string') return null;
  const time = timeOfIso(written.slice(0, 64));
  return time ?? writtenTime({}, warnings, true);
}

/** The subject's reference is an address; only an identifier is a patient id, a display text a name. */
function subjectOf(observation: JsonObject) {
  return {
    patient_id: textOf(observation, 'subject', 'identifier', 'value'),
    family_name: textOf(observation, 'subject', 'display'),
  };
}

function conceptOf(concept: unknown) {
  const coding = listOf(concept, 'coding')[0];
  const text = cleanLine(textOf(concept, 'text') ?? textOf(coding, 'display'));
  const code = textOf(coding, 'code');
  return text === null && code === null ? null : { text, code, origin: null };
}
