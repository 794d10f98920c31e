import { rateHz } from '@/lib/signals/rate';
import { ByteReader } from '../common/byte-reader';
import { type ByteSource, unitsInBlock } from '../common/byte-source';
import { crc16 } from '../common/crc16';
import { ReadFault } from '../common/fault';
import { samplingRate } from '../common/rates';
import { isScale, segmentsOf } from '../common/samples';
import { cleanLine, latin1, sexOf } from '../common/text';
import type { Warnings } from '../common/warnings';
import { dateText, timeText, writtenTime } from '../common/written-time';
import { canonicalLead, ishneLeadName } from '../leads';
import { emptyRecording, type Recording, type RecordingChannel } from '../recording';
import { readIshneAnnotations } from './annotations';

const FIXED_HEADER = 522;
const MAX_LEADS = 12;
const QUALITIES = [
  ...[null, null, 'intermittent noise', 'frequent noise'],
  ...['intermittent disconnection', 'frequent disconnection'],
];

/** The fields of the fixed header. */
interface IshneHeader {
  samples: number;
  dataOffset: number;
  version: number;
  patient: Recording['patient'];
  start: Recording['start'];
  leads: { code: number; quality: number; nanovolts: number }[];
  recorder: string | null;
  rate_hz: number;
}

/**
 * Reads a Holter recording in ISHNE's standard output format (Badilini, ANE 1998) and, where it was sent with it, its
 * annotation file.
 */
export function readIshne(file: ByteSource, warnings: Warnings, annotations: Uint8Array | null): Recording {
  warnings.add('unverified', 'ISHNE files are read by their description; no real file was at hand.');
  const header = readHeader(file, warnings);
  const rate = samplingRate(header.rate_hz);
  const count = header.leads.length;
  const present = Math.floor((file.size - header.dataOffset) / (2 * count));
  const samples = Math.min(declaredSamples(header, present, warnings), present);
  const columns = readColumns(file, header, samples);
  const channels = header.leads.map((lead, index): RecordingChannel => {
    const column = columns[index] ?? new Int16Array(0);
    const label = ishneLeadName(lead.code) ?? `lead ${lead.code}`;
    const scale = lead.nanovolts / 1000;
    const calibrated = isScale(scale);
    if (!calibrated) warnings.add('uncalibrated', 'A lead has no amplitude resolution: its numbers have no unit.');
    return {
      label,
      lead: canonicalLead(label),
      unit: calibrated ? 'uV' : null,
      rate,
      encoding: 'int16',
      segments: segmentsOf({ samples: column, start_ms: 0, rate, scale: calibrated ? scale : 1, offset: 0 }, null),
      status: QUALITIES[lead.quality] ?? null,
    };
  });
  const duration_ms = (samples * 1000) / rateHz(rate);
  return {
    ...emptyRecording('ishne'),
    format_version: header.version < 0 ? null : String(header.version),
    start: header.start,
    blocks: [{ kind: 'rhythm', label: null, start_ms: 0, duration_ms, channels }],
    patient: header.patient,
    device: { make: null, model: header.recorder, serial: null, firmware: null },
    annotations: annotations === null ? [] : [readIshneAnnotations(annotations, rate, warnings)],
    warnings: [],
  };
}

/** The samples of each lead: the file has one of every lead after the other. */
function readColumns(file: ByteSource, { dataOffset, leads }: IshneHeader, samples: number): Int16Array[] {
  const columns = leads.map(() => new Int16Array(samples));
  const rowBytes = 2 * leads.length;
  const most = unitsInBlock(rowBytes);
  for (let first = 0; first < samples; first += most) {
    const end = Math.min(samples, first + most);
    const block = file.read(dataOffset + first * rowBytes, dataOffset + end * rowBytes);
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    for (const [index, column] of columns.entries())
      for (let row = first; row < end; row++) column[row] = view.getInt16((row - first) * rowBytes + 2 * index, true);
  }
  return columns;
}

function readHeader(file: ByteSource, warnings: Warnings): IshneHeader {
  const bytes = file.read(0, FIXED_HEADER);
  const reader = new ByteReader(bytes, 'The ISHNE file');
  const i16s = (count: number) => Array.from({ length: count }, () => reader.i16());
  const text = (length: number) => cleanLine(latin1(reader.take(length)).split('\0')[0]);
  reader.skip(8);
  const sum = reader.u16();
  reader.skip(4);
  const samples = reader.i32();
  reader.skip(4);
  const dataOffset = reader.i32();
  const version = reader.i16();
  const [given_name, family_name, patient_id] = [text(40), text(40), text(20)];
  const sex = reader.i16();
  reader.skip(2);
  const [birth, recorded] = [i16s(3), i16s(3)];
  reader.skip(6);
  const [hour = -1, minute = -1, second = -1] = i16s(3);
  const count = reader.i16();
  const [codes, qualities, resolutions] = [i16s(MAX_LEADS), i16s(MAX_LEADS), i16s(MAX_LEADS)];
  reader.skip(2);
  const recorder = text(40);
  const rate_hz = reader.i16();
  if (count < 1 || count > MAX_LEADS)
    throw new ReadFault('corrupt', 'The ISHNE file has an impossible number of leads.');
  if (dataOffset < FIXED_HEADER) throw new ReadFault('corrupt', 'The ISHNE file’s data would begin in its header.');
  if (dataOffset > file.size) throw new ReadFault('truncated', 'The ISHNE file ends before its data.');
  if (sum !== 0 && crc16(file.read(10, dataOffset)) !== sum) {
    warnings.add('checksum', 'The sum of the ISHNE header does not match; many writers leave it wrong.');
  }
  return {
    samples,
    dataOffset,
    version,
    patient: { patient_id, family_name, given_name, birth_date: dateOf(birth), sex: sexOfCode(sex), age: null },
    start: writtenTime({ date: dateOf(recorded), time: timeText(hour, minute, second) }, warnings, true),
    leads: Array.from({ length: count }, (_, i) => ({
      code: codes[i] ?? 0,
      quality: qualities[i] ?? 0,
      nanovolts: resolutions[i] ?? 0,
    })),
    recorder,
    rate_hz,
  };
}

/** Some writers store the samples of all leads together instead of those of one. */
function declaredSamples(header: IshneHeader, present: number, warnings: Warnings): number {
  const { samples, leads } = header;
  if (samples > 0 && samples === present * leads.length && leads.length > 1) return present;
  if (samples <= 0) {
    warnings.add('malformed', 'The ISHNE file does not say how many samples it has; all that are there are read.');
    return present;
  }
  if (samples > present) warnings.add('truncated', 'The ISHNE file ends before its last sample.');
  return samples;
}

/** Day, month, year; some writers put the year first. -9 is "not given". */
function dateOf([a = -9, b = -9, c = -9]: readonly number[]): string | null {
  return a > 31 ? dateText(a, b, c) : dateText(c, b, a);
}

function sexOfCode(code: number) {
  return code === 0 || code < 0 ? null : sexOf(String(code));
}
