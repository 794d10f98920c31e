import { rateHz } from '@/lib/signals/rate';
import type { RationalRate } from '@/lib/signals/types';
import { base64Bytes } from '../common/base64';
import { int16Samples } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { MAX_CHANNELS } from '../common/limits';
import { samplingRate } from '../common/rates';
import { isScale, segmentsOf } from '../common/samples';
import { cleanLine, decimal, integer } from '../common/text';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { findAll, readXml, textAt, type XmlElement } from '../common/xml';
import { canonicalLead } from '../leads';
import {
  emptyRecording,
  type RecordedFilters,
  type Recording,
  type RecordingBlock,
  type RecordingChannel,
} from '../recording';
import { readBeats, readDevice, readMeasurements, readPatient, readStart, readStatements } from './facts';

/** Reads a GE MUSE XML export (`RestingECG`): rhythm and median waveforms, as many leads as are stored. */
export function readMuse(bytes: Uint8Array, warnings: Warnings): Recording {
  const root = readXml(bytes);
  warnings.add('unverified', 'MUSE XML is read by its description; no real file was at hand.');
  const waveforms = findAll(root, 'Waveform');
  if (waveforms.length === 0) throw new ReadFault('unsupported', 'The MUSE document holds no waveforms.');
  return {
    ...emptyRecording('muse'),
    format_version: cleanLine(textAt(root, 'MuseInfo/MuseVersion')),
    start: readStart(root, warnings),
    blocks: waveforms.map((waveform) => readWaveform(waveform, warnings)),
    patient: readPatient(root, warnings),
    device: readDevice(root),
    filters: filtersOf(waveforms),
    measurements: readMeasurements(root),
    statements: readStatements(root),
    annotations: readBeats(root),
    warnings: [],
  };
}

function readWaveform(waveform: XmlElement, warnings: Warnings): RecordingBlock {
  const type = textAt(waveform, 'WaveformType')?.trim().toLowerCase();
  if (type !== 'median' && type !== 'rhythm')
    throw new ReadFault('unsupported', 'A MUSE waveform is of an unknown type.');
  const base = decimal(textAt(waveform, 'SampleBase'));
  const exponent = integer(textAt(waveform, 'SampleExponent')) ?? 0;
  const rate = samplingRate(base === null || Math.abs(exponent) > 9 ? null : base * 10 ** exponent);
  const leads = findAll(waveform, 'LeadData');
  if (leads.length > MAX_CHANNELS) throw new ReadFault('too_large', `There are more than ${MAX_CHANNELS} leads.`);
  const channels = leads.map((lead) => readLead(lead, rate, warnings));
  const ends = channels.flatMap(({ segments }) =>
    segments.map(({ start_ms, samples }) => start_ms + (samples.length * 1000) / rateHz(rate)),
  );
  const duration_ms = ends.reduce((latest, end) => Math.max(latest, end), 0);
  return { kind: type, label: null, start_ms: 0, duration_ms, channels };
}

function readLead(lead: XmlElement, rate: RationalRate, warnings: Warnings): RecordingChannel {
  const label = textAt(lead, 'LeadID')?.trim() ?? '';
  const data = base64Bytes(textAt(lead, 'WaveFormData') ?? '', 'A lead');
  const declared = integer(textAt(lead, 'LeadSampleCountTotal'));
  const size = integer(textAt(lead, 'LeadSampleSize')) ?? 2;
  if (size !== 2) throw new ReadFault('unsupported', 'MUSE samples of another size than 16 bits are not read.');
  if (declared !== null && data.length < 2 * declared)
    throw new ReadFault('truncated', 'A MUSE lead is shorter than declared.');
  if (declared !== null && data.length > 2 * declared)
    warnings.add('malformed', 'A MUSE lead is longer than declared.');
  const samples = int16Samples(data.subarray(0, declared === null ? data.length : 2 * Math.max(0, declared)));
  const scaling = scalingOf(lead);
  if (scaling === null) warnings.add('uncalibrated', 'A lead has no units per bit: its numbers have no unit.');
  const { unit, scale } = scaling ?? { unit: null, scale: 1 };
  return {
    label,
    lead: canonicalLead(label),
    unit,
    rate,
    encoding: 'int16',
    segments: segmentsOf({ samples, start_ms: 0, rate, scale, offset: 0 }, null),
    status: textAt(lead, 'LeadOff')?.trim().toUpperCase() === 'TRUE' ? 'lead off' : null,
  };
}

/** Some sites write a decimal comma. */
function scalingOf(lead: XmlElement): { unit: string; scale: number } | null {
  const perBit = decimal(textAt(lead, 'LeadAmplitudeUnitsPerBit')?.replace(',', '.'));
  const written = cleanLine(textAt(lead, 'LeadAmplitudeUnits'));
  if (perBit === null || written === null) return null;
  const { unit, factor } = keptUnit(written);
  const scale = perBit * factor;
  return isScale(scale) ? { unit, scale } : null;
}

/** The rhythm's filters: high-pass in hundredths of 1 Hz, the others in Hz. */
function filtersOf(waveforms: readonly XmlElement[]): RecordedFilters {
  const rhythm = waveforms.find((waveform) => textAt(waveform, 'WaveformType')?.trim().toLowerCase() === 'rhythm');
  const highPass = decimal(textAt(rhythm, 'HighPassFilter'));
  const notch = decimal(textAt(rhythm, 'ACFilter')?.replace(/\s*hz$/i, ''));
  return {
    high_pass_hz: highPass === null ? null : highPass / 100,
    low_pass_hz: decimal(textAt(rhythm, 'LowPassFilter')),
    notch_hz: notch === 0 ? null : notch,
  };
}
