import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { MAX_CHANNELS } from '../common/limits';
import { decimal, integer, latin1, utf8OrLatin1 } from '../common/text';

/** A signal as the header describes it. */
export interface EdfSignal {
  label: string;
  unit: string;
  physicalMin: number | null;
  physicalMax: number | null;
  digitalMin: number | null;
  digitalMax: number | null;
  prefilter: string;
  /** Samples in one data record. */
  samples: number;
  /** Bytes before this signal in a data record. */
  offset: number;
}

export interface EdfHeader {
  /** 2 for EDF, 3 for BDF. */
  bytesPerSample: 2 | 3;
  patient: string;
  recording: string;
  date: string;
  time: string;
  /** `EDF+C`, `EDF+D`, `BDF+C` … or what else stands there. */
  kind: string;
  headerBytes: number;
  /** As declared; -1 is "not known". */
  records: number;
  recordSeconds: number;
  recordBytes: number;
  signals: EdfSignal[];
}

const FIXED_BYTES = 256;

/** Reads the header of an EDF or BDF file. */
export function parseEdfHeader(bytes: Uint8Array): EdfHeader {
  const reader = new ByteReader(bytes, 'The EDF header');
  const text = (length: number) => utf8OrLatin1(reader.take(length)).trim();
  const bytesPerSample = latin1(reader.take(8)).startsWith('\xffBIOSEMI') ? 3 : 2;
  const [patient, recording, date, time] = [text(80), text(80), text(8), text(8)];
  const headerBytes = integer(text(8));
  const kind = text(44);
  const records = integer(text(8));
  const recordSeconds = number(text(8));
  const count = integer(text(4));
  if (records === null || recordSeconds === null || recordSeconds < 0) {
    throw new ReadFault('corrupt', 'The EDF header has no number or no duration of data records.');
  }
  if (count === null || count < 0 || headerBytes !== FIXED_BYTES * (count + 1)) {
    throw new ReadFault('corrupt', 'The EDF header’s length does not fit its number of signals.');
  }
  if (count > MAX_CHANNELS) throw new ReadFault('too_large', `The EDF file has more than ${MAX_CHANNELS} signals.`);
  const signals = parseSignals(text, count, bytesPerSample);
  const recordBytes = signals.reduce((sum, { samples }) => sum + samples * bytesPerSample, 0);
  return {
    bytesPerSample,
    patient,
    recording,
    date,
    time,
    kind,
    headerBytes,
    records,
    recordSeconds,
    recordBytes,
    signals,
  };
}

/** Fields stand by kind: all labels, then all transducers, and so on. */
function parseSignals(text: (length: number) => string, count: number, bytesPerSample: number): EdfSignal[] {
  const column = (length: number) => Array.from({ length: count }, () => text(length));
  const labels = column(16);
  column(80);
  const [units, physicalMins, physicalMaxs, digitalMins, digitalMaxs] = [
    column(8),
    column(8),
    column(8),
    column(8),
    column(8),
  ];
  const [prefilters, samples] = [column(80), column(8)];
  column(32);
  let offset = 0;
  return labels.map((label, index) => {
    const perRecord = integer(samples[index]);
    if (perRecord === null || perRecord < 0 || perRecord > 2 ** 31) {
      throw new ReadFault('corrupt', 'An EDF signal has no credible number of samples in a record.');
    }
    const signal = {
      label,
      unit: units[index] ?? '',
      physicalMin: number(physicalMins[index]),
      physicalMax: number(physicalMaxs[index]),
      digitalMin: integer(digitalMins[index]),
      digitalMax: integer(digitalMaxs[index]),
      prefilter: prefilters[index] ?? '',
      samples: perRecord,
      offset,
    };
    offset += perRecord * bytesPerSample;
    return signal;
  });
}

/** Some writers use a decimal comma. */
function number(text: string | undefined): number | null {
  return decimal(text?.replace(',', '.'));
}

/** Whether a signal holds annotations instead of samples. */
export function isAnnotationSignal({ label }: EdfSignal): boolean {
  return label === 'EDF Annotations' || label === 'BDF Annotations';
}
