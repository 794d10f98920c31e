import { ReadFault } from '../common/fault';
import { cleanLine, integer, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { offsetMinutes, timeOfDigits, writtenTime } from '../common/written-time';
import {
  emptyRecording,
  type RecordedFilters,
  type RecordedPatient,
  type Recording,
  type WrittenTime,
} from '../recording';
import { readAnnotations } from './annotations';
import { type DataSet, readDicomFile } from './data-set';
import { readGroup } from './groups';
import { TAGS } from './tags';
import { Values } from './values';

const MAX_GROUPS = 1000;
const VALID_UID = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/;

/** Reads a DICOM waveform object (PS3.3 A.34: 12-lead, general and ambulatory ECG and their relatives). */
export function readDicom(bytes: Uint8Array, warnings: Warnings): Recording {
  const { dataSet, littleEndian } = readDicomFile(bytes);
  const values = new Values(dataSet, littleEndian);
  const groups = dataSet.get(TAGS.WaveformSequence)?.items ?? [];
  if (groups.length === 0) throw new ReadFault('unsupported', 'The DICOM object holds no waveforms.');
  if (groups.length > MAX_GROUPS)
    throw new ReadFault('too_large', `There are more than ${MAX_GROUPS} waveform groups.`);
  for (const tag of [TAGS.SOPClassUID, TAGS.SOPInstanceUID]) {
    const uid = values.text(dataSet, tag);
    if (uid !== null && !VALID_UID.test(uid)) warnings.add('malformed', 'A DICOM identifier (UID) is malformed.');
  }
  const blocks = groups.map((group) => readGroup(group, values, warnings));
  const { tracks, ...facts } = readAnnotations(dataSet, blocks, values);
  const make = values.text(dataSet, TAGS.Manufacturer);
  return {
    ...emptyRecording('dicom'),
    ...facts,
    start: startOf(dataSet, values, warnings),
    blocks,
    patient: patientOf(dataSet, values),
    device: {
      make: make?.toLowerCase() === 'unknown' ? null : make,
      model: values.text(dataSet, TAGS.ManufacturerModelName),
      serial: values.text(dataSet, TAGS.DeviceSerialNumber),
      firmware: values.text(dataSet, TAGS.SoftwareVersions),
    },
    filters: filtersOf(groups, values, warnings),
    annotations: tracks,
    warnings: [],
  };
}

function startOf(dataSet: DataSet, values: Values, warnings: Warnings): WrittenTime | null {
  const zone = offsetMinutes(values.text(dataSet, TAGS.TimezoneOffsetFromUTC) ?? '');
  const acquired = timeOfDigits(values.text(dataSet, TAGS.AcquisitionDateTime));
  if (acquired !== null) return { ...acquired, utc_offset_minutes: acquired.utc_offset_minutes ?? zone };
  const pairs = [
    [TAGS.ContentDate, TAGS.ContentTime],
    [TAGS.StudyDate, TAGS.StudyTime],
  ] as const;
  for (const [dateTag, timeTag] of pairs) {
    const date = values.text(dataSet, dateTag);
    if (date === null) continue;
    const together = timeOfDigits(`${date}${values.text(dataSet, timeTag) ?? ''}`);
    if (together !== null) return { ...together, utc_offset_minutes: zone };
    warnings.add('invalid_date', 'A date or time of the DICOM object does not exist.');
  }
  return writtenTime({});
}

const AGE_UNITS = new Map<string, 'years' | 'months' | 'weeks' | 'days'>([
  ['Y', 'years'],
  ['M', 'months'],
  ['W', 'weeks'],
  ['D', 'days'],
]);

/** Names are `Family^Given^Middle^Prefix^Suffix`, in up to three writings separated by `=`. */
function patientOf(dataSet: DataSet, values: Values): RecordedPatient {
  const [family, given, middle] = (values.text(dataSet, TAGS.PatientName) ?? '').split('=')[0]?.split('^') ?? [];
  const age = /^(\d{3})([YMWD])$/.exec(values.text(dataSet, TAGS.PatientAge) ?? '');
  const unit = AGE_UNITS.get(age?.[2] ?? '');
  const years = integer(age?.[1]);
  return {
    patient_id: values.text(dataSet, TAGS.PatientID),
    family_name: cleanLine(family),
    given_name: cleanLine([given, middle].filter(Boolean).join(' ')),
    birth_date: timeOfDigits(values.text(dataSet, TAGS.PatientBirthDate))?.date ?? null,
    sex: sexOf(values.text(dataSet, TAGS.PatientSex)),
    age: unit === undefined || years === null ? null : { value: years, unit },
  };
}

/** The filters of all channels where they agree. */
function filtersOf(groups: readonly DataSet[], values: Values, warnings: Warnings): RecordedFilters {
  const definitions = groups.flatMap((group) => group.get(TAGS.ChannelDefinitionSequence)?.items ?? []);
  const agreed = (tag: number) => {
    const found = new Set(definitions.map((definition) => values.decimal(definition, tag)));
    if (found.size > 1) warnings.add('ignored', 'Channels have different filters; the recording states none.');
    const [only = null] = found;
    return found.size === 1 ? only : null;
  };
  return {
    high_pass_hz: agreed(TAGS.FilterLowFrequency),
    low_pass_hz: agreed(TAGS.FilterHighFrequency),
    notch_hz: agreed(TAGS.NotchFilterFrequency),
  };
}
