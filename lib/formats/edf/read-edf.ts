import type { ByteSource } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import { MAX_CHANNELS } from '../common/limits';
import { samplingRate } from '../common/rates';
import { segmentsOf } from '../common/samples';
import { cleanLine, decimal } from '../common/text';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { canonicalLead } from '../leads';
import { emptyRecording, type RecordedFilters, type Recording, type RecordingChannel } from '../recording';
import { type EdfHeader, type EdfSignal, isAnnotationSignal, parseEdfHeader } from './header';
import { readEquipment, readPatientField, readStart } from './identity';
import { checkRecordSums, countRecords, isRecordSum, type RecordRun, readRecordTimes } from './records';
import { readSamples, scalingOf } from './samples';

/** A header of as many signals as are read. */
const MOST_HEADER_BYTES = 256 * (MAX_CHANNELS + 1);

/** Reads an EDF, EDF+ or BDF file: ordinary signals of any rate, gaps of EDF+D, annotations. */
export function readEdf(file: ByteSource, warnings: Warnings): Recording {
  const header = parseEdfHeader(file.read(0, MOST_HEADER_BYTES));
  const ordinary = header.signals.filter(
    (signal) => !isAnnotationSignal(signal) && !isRecordSum(signal) && signal.samples > 0,
  );
  if (header.recordSeconds === 0 && ordinary.length > 0) {
    throw new ReadFault('corrupt', 'The EDF file has signals but data records without duration.');
  }
  const records = countRecords(header, file.size, warnings);
  if (records === 0) throw new ReadFault('truncated', 'The EDF file holds no whole data record.');
  checkRecordSums(header, file, records, warnings);
  const { runs, track } = readRecordTimes(header, file, records, warnings);
  if (header.bytesPerSample === 3)
    warnings.add('unverified', 'BDF is read by its description; no real file was at hand.');
  const channels = ordinary.map((signal) => channelOf(header, signal, file, records, runs, warnings));
  const last = runs.at(-1);
  const duration_ms = last === undefined ? 0 : (last.start_s + last.count * header.recordSeconds) * 1000;
  return {
    ...emptyRecording('edf'),
    format_version: header.kind === '' ? null : cleanLine(header.kind.split(/\s/)[0]),
    start: readStart(header, warnings),
    blocks: channels.length === 0 ? [] : [{ kind: 'rhythm', label: null, start_ms: 0, duration_ms, channels }],
    patient: readPatientField(header.patient, warnings),
    device: readEquipment(header.recording),
    filters: filtersOf(ordinary),
    annotations: track === null ? [] : [track],
    warnings: [],
  };
}

function channelOf(
  header: EdfHeader,
  signal: EdfSignal,
  file: ByteSource,
  records: number,
  runs: readonly RecordRun[],
  warnings: Warnings,
): RecordingChannel {
  const rate = samplingRate(signal.samples / header.recordSeconds);
  const samples = readSamples(header, signal, file, records);
  const { digitalMin: min, digitalMax: max } = signal;
  const scaling = scalingOf(signal);
  const lead = canonicalLead(signal.label);
  if (scaling === null || (scaling.unit === null && lead !== null))
    warnings.add('uncalibrated', 'A signal has no usable range in the header: its numbers have no unit.');
  const { unit, scale, offset } = scaling ?? { unit: null, scale: 1, offset: 0 };
  // Numbers outside the declared range are marks of "no value" or artefacts, never data.
  const isGap = min === null || max === null || min >= max ? null : (stored: number) => stored < min || stored > max;
  const segments = runs.flatMap(({ first, count, start_s }) =>
    segmentsOf(
      {
        samples: samples.subarray(first * signal.samples, (first + count) * signal.samples),
        start_ms: start_s * 1000,
        rate,
        scale,
        offset,
      },
      isGap,
    ),
  );
  const encoding = header.bytesPerSample === 2 ? 'int16' : 'int32';
  return { label: signal.label, lead, unit, rate, encoding, segments, status: null };
}

/** The filters written as `HP:0.1Hz LP:75Hz N:50Hz`, where all signals in volts agree on them. */
function filtersOf(signals: readonly EdfSignal[]): RecordedFilters {
  const texts = new Set(signals.filter(({ unit }) => keptUnit(unit).unit === 'uV').map(({ prefilter }) => prefilter));
  const [text = ''] = texts.size === 1 ? texts : [];
  const hz = (name: string) => decimal(new RegExp(`(?:^|\\s)${name}:\\s*([\\d.]+)\\s*Hz`, 'i').exec(text)?.[1]);
  return { high_pass_hz: hz('HP'), low_pass_hz: hz('LP'), notch_hz: hz('N') };
}
