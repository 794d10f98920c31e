import { rateHz } from '@/lib/signals/rate';
import { ReadFault } from '../common/fault';
import { at, isObject, listOf, numberOf, readJson, textOf } from '../common/json';
import { MAX_CHANNELS } from '../common/limits';
import { type NumberList, storeNumbers } from '../common/number-list';
import { samplingRate } from '../common/rates';
import { isScale } from '../common/samples';
import type { Warnings } from '../common/warnings';
import { timeOfIso } from '../common/written-time';
import { canonicalLead } from '../leads';
import { emptyRecording, type Measurement, type Recording, type RecordingBlock } from '../recording';

/** The unit of these intervals is not described: they are kept by the names of the file. */
const INTERVALS = ['qt', 'rr', 'qtcb', 'qtcf'] as const;

/** A recording is a few minutes; longer ones than this are something else. */
const LONGEST_CHANNEL = 2_000_000;

/**
 * Reads a Kardia (AliveCor) JSON export of one or six leads. `raw` is the signal; `enhanced`, its filtered twin, is left
 * to the source file, so that no filtered trace is shown as recorded.
 */
export function readKardia(bytes: Uint8Array, warnings: Warnings): Recording {
  const root = readJson(bytes);
  warnings.add('unverified', 'Kardia JSON is read by its description; no real file was at hand.');
  const raw = at(root, 'data', 'raw');
  if (!isObject(raw)) throw new ReadFault('unsupported', 'This layout of Kardia JSON is not read.');
  const block = blockOf(raw, warnings);
  if (isObject(at(root, 'data', 'enhanced'))) warnings.add('ignored', 'The filtered twin of the signal was left out.');
  const claimed_ms = numberOf(root, 'duration');
  if (claimed_ms !== null && Math.abs(claimed_ms - block.duration_ms) > Math.max(1000, claimed_ms * 0.02)) {
    warnings.add('malformed', 'The samples last for another time than the file says.');
  }
  const determination = textOf(root, 'algorithmDetermination');
  const empty = emptyRecording('kardia');
  const written = at(root, 'recordedAt');
  const start = typeof written === 'string' ? timeOfIso(written.slice(0, 64)) : null;
  if (start === null) warnings.add('invalid_date', 'The time of the recording does not exist.');
  const note = textOf(root, 'note');
  return {
    ...empty,
    start,
    blocks: [block],
    patient: { ...empty.patient, patient_id: textOf(root, 'patientID') },
    device: {
      make: 'AliveCor',
      model: textOf(root, 'deviceInfo', 'hardwareType'),
      serial: textOf(root, 'deviceInfo', 'serialNumber'),
      firmware: textOf(root, 'deviceInfo', 'firmwareRevision'),
    },
    measurements: measurementsOf(root),
    statements: determination === null ? [] : [{ text: null, code: determination, origin: 'device' }],
    notes: note === null ? [] : [note],
    warnings: [],
  };
}

function measurementsOf(root: unknown): Measurement[] {
  const rate = numberOf(root, 'heartRate');
  const intervals = INTERVALS.flatMap((source): Measurement[] => {
    const value = numberOf(root, 'qtMeasurement', source, 'Value') ?? numberOf(root, 'qtMeasurement', source);
    return value === null ? [] : [{ name: null, source: `qtMeasurement.${source}`, value, unit: null, lead: null }];
  });
  if (rate === null) return intervals;
  return [{ name: 'heart_rate_bpm', source: 'heartRate', value: rate, unit: '/min', lead: null }, ...intervals];
}

function blockOf(raw: unknown, warnings: Warnings): RecordingBlock {
  const frequency = numberOf(raw, 'frequency');
  if (frequency === null) throw new ReadFault('corrupt', 'The Kardia file states no sampling rate.');
  const rate = samplingRate(frequency);
  const nanovolts = numberOf(raw, 'amplitudeResolution');
  const scale = nanovolts === null ? null : nanovolts / 1000;
  if (!isScale(scale))
    warnings.add('uncalibrated', 'The file gives no amplitude resolution: its numbers have no unit.');
  const samples = at(raw, 'samples');
  const names = isObject(samples) ? Object.keys(samples).filter((name) => listOf(samples, name).length > 0) : [];
  if (names.length === 0) throw new ReadFault('unsupported', 'The Kardia file holds no samples.');
  if (names.length > MAX_CHANNELS) throw new ReadFault('too_large', `There are more than ${MAX_CHANNELS} leads.`);
  let longest = 0;
  const channels = names.map((label) => {
    const values = numbersOf(listOf(samples, label));
    longest = Math.max(longest, values.length);
    const calibrated = isScale(scale);
    const stored = storeNumbers(values, rate, 0, calibrated ? scale : 1, 0);
    return { label, lead: canonicalLead(label), unit: calibrated ? 'uV' : null, rate, ...stored, status: null };
  });
  return { kind: 'rhythm', label: 'raw', start_ms: 0, duration_ms: (longest * 1000) / rateHz(rate), channels };
}

function numbersOf(list: readonly unknown[]): NumberList {
  if (list.length > LONGEST_CHANNEL) throw new ReadFault('too_large', 'A Kardia lead has too many samples.');
  return list.map((value) => {
    if (value === null) return null;
    if (typeof value !== 'number' || Math.abs(value) > 2 ** 31)
      throw new ReadFault('corrupt', 'A Kardia sample is no number.');
    return value;
  });
}
