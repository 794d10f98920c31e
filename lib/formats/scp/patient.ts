import { ByteReader } from '../common/byte-reader';
import { cleanLine, cleanText } from '../common/text';
import type { Warnings } from '../common/warnings';
import { dateText, timeText, writtenTime } from '../common/written-time';
import type { RecordedFilters, RecordedPatient, RecordingDevice, WrittenTime } from '../recording';

/** What section 1 says of patient, device and recording. */
export interface ScpFacts {
  patient: RecordedPatient;
  device: RecordingDevice;
  filters: RecordedFilters;
  start: WrittenTime | null;
  notes: string[];
  decode: (bytes: Uint8Array) => string | null;
}

/** Character sets by the low bits of tag 14's language byte. */
const CHARACTER_SETS = new Map([
  [0x03, 'iso-8859-2'],
  [0x0b, 'iso-8859-4'],
  [0x13, 'iso-8859-5'],
  [0x1b, 'iso-8859-6'],
  [0x23, 'iso-8859-7'],
  [0x2b, 'iso-8859-8'],
  [0x33, 'windows-874'],
  [0x3b, 'iso-8859-15'],
  [0x07, 'utf-16le'],
  [0x27, 'gbk'],
]);

const AGE_UNITS = ['', 'years', 'months', 'weeks', 'days', 'hours'] as const;
const SEXES = new Map<number | undefined, 'unknown' | 'male' | 'female'>([
  [0, 'unknown'],
  [1, 'male'],
  [2, 'female'],
  [9, 'unknown'],
]);
const END = 255;
const [NOTCH_60, NOTCH_50] = [1, 2];
const TAG_14_LANGUAGE = 16;
const TAG_14_STRINGS = 36;

type Tags = Map<number, Uint8Array[]>;

/** Reads section 1; a file without it says nothing of its patient. */
export function readPatient(body: Uint8Array | undefined, warnings: Warnings): ScpFacts {
  const tags = readTags(body ?? new Uint8Array(0), warnings);
  const device = tags.get(14)?.[0];
  const encoding = CHARACTER_SETS.get((device?.[TAG_14_LANGUAGE] ?? 0) & 0x3f) ?? 'latin1';
  const decode = (bytes: Uint8Array) => cleanText(new TextDecoder(encoding).decode(bytes).split('\0')[0]);
  const text = (tag: number) => {
    const value = tags.get(tag)?.[0];
    return value === undefined ? null : cleanLine(decode(value));
  };
  return {
    patient: {
      patient_id: text(2),
      family_name: text(0),
      given_name: text(1),
      birth_date: dateOf(tags.get(5)?.[0]),
      sex: SEXES.get(tags.get(8)?.[0]?.[0]) ?? null,
      age: ageOf(tags.get(4)?.[0]),
    },
    device: deviceOf(device),
    filters: filtersOf(tags),
    start: startOf(tags, warnings),
    notes: [13, 30, 35].flatMap((tag) => (tags.get(tag) ?? []).flatMap((value) => decode(value) ?? [])),
    decode,
  };
}

function readTags(body: Uint8Array, warnings: Warnings): Tags {
  const tags: Tags = new Map();
  const reader = new ByteReader(body, 'Section 1');
  while (reader.remaining >= 3) {
    const tag = reader.u8();
    const length = reader.u16();
    if (tag === END) return tags;
    if (length > reader.remaining) break;
    const values = tags.get(tag) ?? [];
    values.push(reader.take(length));
    tags.set(tag, values);
  }
  if (body.length > 0) warnings.add('malformed', 'Section 1 has no end mark or a field longer than the section.');
  return tags;
}

function dateOf(bytes: Uint8Array | undefined): string | null {
  if (bytes === undefined || bytes.length < 4) return null;
  const reader = new ByteReader(bytes, 'A date');
  return dateText(reader.u16(), reader.u8(), reader.u8());
}

function ageOf(bytes: Uint8Array | undefined): RecordedPatient['age'] {
  if (bytes === undefined || bytes.length < 3) return null;
  const reader = new ByteReader(bytes, 'An age');
  const value = reader.u16();
  const unit = AGE_UNITS[reader.u8()];
  return unit === undefined || unit === '' ? null : { value, unit };
}

/** Tag 14 ends with NUL-terminated texts: analysing revision, serial number, device software, SCP software, maker. */
function deviceOf(bytes: Uint8Array | undefined): RecordingDevice {
  if (bytes === undefined) return { make: null, model: null, serial: null, firmware: null };
  const model = cleanLine(new TextDecoder('latin1').decode(bytes.subarray(8, 14)).split('\0')[0]);
  const texts = new TextDecoder('latin1').decode(bytes.subarray(TAG_14_STRINGS)).split('\0');
  const strings = texts.map((text) => (/^unknown$/i.test(text) ? null : cleanLine(text)));
  const [, serial = null, firmware = null, , make = null] = strings;
  return { make, model, serial, firmware };
}

function filtersOf(tags: Tags): RecordedFilters {
  const word = (tag: number) => {
    const bytes = tags.get(tag)?.[0];
    return bytes === undefined || bytes.length < 2 ? null : new ByteReader(bytes, 'A filter').u16();
  };
  const baseline = word(27);
  const bits = tags.get(29)?.[0]?.[0] ?? 0;
  const low_pass_hz = word(28);
  return {
    high_pass_hz: baseline === null ? null : baseline / 100,
    // 0 Hz is no low-pass filter at all.
    low_pass_hz: low_pass_hz === 0 ? null : low_pass_hz,
    notch_hz: bits & NOTCH_60 ? 60 : bits & NOTCH_50 ? 50 : null,
  };
}

function startOf(tags: Tags, warnings: Warnings): WrittenTime | null {
  const [day, clock, zone] = [tags.get(25)?.[0], tags.get(26)?.[0], tags.get(34)?.[0]];
  const [hour = NaN, minute = NaN, second = NaN] = clock ?? [];
  const offset = zone === undefined || zone.length < 2 ? null : new ByteReader(zone, 'A zone').i16();
  const time = timeText(hour, minute, second);
  const parts = {
    date: dateOf(day),
    time,
    utc_offset_minutes: offset !== null && Math.abs(offset) <= 1080 ? offset : null,
  };
  return writtenTime(parts, warnings, day !== undefined && clock !== undefined);
}
