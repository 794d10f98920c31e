import { ReadFault } from '../common/fault';
import { cleanLine, decimal, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { msBetween, timeOfDigits } from '../common/written-time';
import { attributeAt, descendants, find, findAll, readXml, textAt, type XmlElement } from '../common/xml';
import {
  emptyRecording,
  type RecordedFilters,
  type RecordedPatient,
  type Recording,
  type RecordingBlock,
  type RecordingDevice,
  type WrittenTime,
} from '../recording';
import { type AnnotationFacts, readAnnotationSets, readComments } from './annotations';
import { readSequenceSet, shiftChannels } from './sequences';

const MAX_SERIES = 1000;

/** Reads an HL7 annotated ECG (aECG, ANSI/HL7 V3 ECG R1): series as rhythm, derived series as representative beats. */
export function readAecg(bytes: Uint8Array, warnings: Warnings): Recording {
  const root = readXml(bytes);
  if (root.namespace !== 'urn:hl7-org:v3') {
    warnings.add('unverified', 'The document is not in HL7’s namespace; it is read as if it were.');
  }
  const serieses = findAll(root, 'component/series');
  if (serieses.length > MAX_SERIES) throw new ReadFault('too_large', `There are more than ${MAX_SERIES} series.`);
  const start = startOf(root, serieses, warnings);
  const blocks: RecordingBlock[] = [];
  const facts: AnnotationFacts[] = [];
  for (const series of serieses) {
    addSeries(series, 'series', start, blocks, facts, warnings);
    for (const derived of findAll(series, 'derivation/derivedSeries')) {
      addSeries(derived, 'derivedSeries', start, blocks, facts, warnings);
    }
  }
  if (blocks.every(({ channels }) => channels.length === 0)) {
    throw new ReadFault('unsupported', 'The aECG document holds no waveforms.');
  }
  return {
    ...emptyRecording('aecg'),
    start,
    blocks,
    patient: patientOf(root),
    device: deviceOf(serieses[0]),
    filters: filtersOf(serieses),
    measurements: facts.flatMap(({ measurements }) => measurements),
    statements: facts.flatMap(({ statements }) => statements),
    notes: readComments(root),
    annotations: facts.map(({ track }) => track).filter(({ at }) => at.length > 0),
    warnings: [],
  };
}

function addSeries(
  series: XmlElement,
  name: string,
  start: WrittenTime | null,
  blocks: RecordingBlock[],
  facts: AnnotationFacts[],
  warnings: Warnings,
): void {
  const label = attributeAt(series, 'code', 'code') ?? null;
  const kind = name === 'derivedSeries' || label === 'REPRESENTATIVE_BEAT' ? 'median' : 'rhythm';
  const first = blocks.length;
  for (const element of findAll(series, 'component/sequenceSet')) {
    const { head, head_ms, duration_ms, channels } = readSequenceSet(element, warnings);
    const seriesStart = timeOfDigits(attributeAt(series, 'effectiveTime/low', 'value'));
    const start_ms = kind === 'median' ? 0 : (msBetween(start, head) ?? (msBetween(start, seriesStart) ?? 0) + head_ms);
    blocks.push({ kind, label, start_ms, duration_ms, channels: shiftChannels(channels, start_ms) });
  }
  const block = kind === 'median' && blocks.length > first ? first : null;
  facts.push(readAnnotationSets(series, name, start, block));
}

/** The first sample's instant where a sequence set gives one, else the series' or the document's. */
function startOf(root: XmlElement, serieses: readonly XmlElement[], warnings: Warnings): WrittenTime | null {
  const written = [
    ...serieses.flatMap((series) =>
      findAll(series, 'component/sequenceSet/component/sequence')
        .filter((sequence) => attributeAt(sequence, 'code', 'code') === 'TIME_ABSOLUTE')
        .map((sequence) => attributeAt(sequence, 'value/head', 'value')),
    ),
    ...serieses.map((series) => attributeAt(series, 'effectiveTime/low', 'value')),
    attributeAt(root, 'effectiveTime/center', 'value'),
    attributeAt(root, 'effectiveTime/low', 'value'),
  ].filter((text) => text !== undefined);
  const times = written.map(timeOfDigits).filter((time) => time !== null);
  if (times.length < written.length)
    warnings.add('invalid_date', 'A time is written in a way that is no date or time.');
  return times[0] ?? null;
}

const SUBJECT = 'componentOf/timepointEvent/componentOf/subjectAssignment/subject/trialSubject';
const AGE_UNITS = new Map<string, 'years' | 'months' | 'weeks' | 'days' | 'hours'>([
  ['a', 'years'],
  ['mo', 'months'],
  ['wk', 'weeks'],
  ['d', 'days'],
  ['h', 'hours'],
]);

function patientOf(root: XmlElement): RecordedPatient {
  const subject = find(root, SUBJECT);
  const person = find(subject, 'subjectDemographicPerson');
  const name = find(person, 'name');
  const birth = timeOfDigits(attributeAt(person, 'birthTime', 'value'));
  return {
    patient_id: cleanLine(attributeAt(subject, 'id', 'extension')),
    family_name: cleanLine(textAt(name, 'family') ?? name?.text),
    given_name: cleanLine(
      findAll(name, 'given')
        .map(({ text }) => text)
        .join(' '),
    ),
    birth_date: birth?.date ?? null,
    sex: sexOf(attributeAt(person, 'administrativeGenderCode', 'code')),
    age: ageOf(root),
  };
}

function ageOf(root: XmlElement): RecordedPatient['age'] {
  const observations = findAll(root, 'controlVariable/relatedObservation');
  const observation = observations.find((one) =>
    /^(21612-7|30525-0|29553-5)$/.test(attributeAt(one, 'code', 'code') ?? ''),
  );
  const value = decimal(attributeAt(observation, 'value', 'value'));
  const unit = AGE_UNITS.get(attributeAt(observation, 'value', 'unit') ?? '');
  return value === null || unit === undefined ? null : { value, unit };
}

function deviceOf(series: XmlElement | undefined): RecordingDevice {
  const author = find(series, 'author/seriesAuthor');
  const device = find(author, 'manufacturedSeriesDevice');
  const id = cleanLine(attributeAt(device, 'id', 'extension'));
  return {
    make: cleanLine(textAt(author, 'manufacturerOrganization/name')),
    model: cleanLine(textAt(device, 'manufacturerModelName')),
    // An id of 0 is how the standard's own example leaves it open.
    serial: id === '0' ? null : id,
    firmware: cleanLine(textAt(device, 'softwareName')),
  };
}

function filtersOf(serieses: readonly XmlElement[]): RecordedFilters {
  const filters: RecordedFilters = { high_pass_hz: null, low_pass_hz: null, notch_hz: null };
  for (const variable of serieses.flatMap((series) => findAll(series, 'controlVariable/controlVariable'))) {
    const kind = attributeAt(variable, 'code', 'code') ?? '';
    const field = (['high_pass', 'low_pass', 'notch'] as const).find((one) => kind.endsWith(one.toUpperCase()));
    if (field !== undefined) filters[`${field}_hz`] ??= frequencyIn(variable);
  }
  return filters;
}

function frequencyIn(variable: XmlElement): number | null {
  for (const element of descendants(variable)) {
    const code = attributeAt(element, 'code', 'code') ?? '';
    if (/_(CUTOFF|NOTCH)_FREQ$/.test(code)) return decimal(attributeAt(element, 'value', 'value'));
  }
  return null;
}
