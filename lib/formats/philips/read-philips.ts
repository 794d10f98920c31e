import { rateHz } from '@/lib/signals/rate';
import type { RationalRate, SampleArray } from '@/lib/signals/types';
import { base64Bytes } from '../common/base64';
import { int16Samples } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { samplingRate } from '../common/rates';
import { encodingOf, isScale, segmentsOf } from '../common/samples';
import { cleanLine, decimal } from '../common/text';
import type { Warnings } from '../common/warnings';
import { find, findAll, readXml, textAt, type XmlElement } from '../common/xml';
import { canonicalLead } from '../leads';
import { emptyRecording, type Recording, type RecordingBlock, type RecordingChannel } from '../recording';
import { type CalibrationTail, findCalibration } from './calibration';
import { readDevice, readFilters, readMeasurements, readPatient, readStart, readStatements } from './facts';
import { decodeXli, restoreLimbLeads } from './xli';

const TWELVE = 'I II III aVR aVL aVF V1 V2 V3 V4 V5 V6';
const MAX_LEADS = 32;
/** Resting ECGs are 10 to 60 s; this bounds what compressed data may become. */
const MAX_SAMPLES = 4_000_000;
const REPBEAT_PADDING = 32_767;

/** Reads Philips' ECG XML: SierraECG 1.03 and PhilipsECG 1.04 (TraceMasterVue, PageWriter, HeartStart). */
export function readPhilips(bytes: Uint8Array, warnings: Warnings): Recording {
  const root = readXml(bytes);
  const version = cleanLine(textAt(root, 'documentinfo/documentversion'));
  if (!/^1\.0[34](\.|$)/.test(version ?? '')) {
    warnings.add('unverified', 'This version of Philips XML is read like 1.04; no real file of it was at hand.');
  }
  return {
    ...emptyRecording('philips'),
    format_version: version,
    start: readStart(root, warnings),
    blocks: [...readWaveforms(root, warnings), ...readBeats(root, warnings)],
    patient: readPatient(root),
    device: readDevice(root),
    filters: readFilters(root),
    measurements: readMeasurements(root),
    statements: readStatements(root),
    warnings: [],
  };
}

interface Scale {
  rate: RationalRate;
  scale: number | null;
}

function readWaveforms(root: XmlElement, warnings: Warnings): RecordingBlock[] {
  const waveforms = find(root, 'waveforms/parsedwaveforms');
  if (waveforms === undefined) throw new ReadFault('unsupported', 'The Philips document holds no waveforms.');
  const attribute = (name: string) => waveforms.attributes.get(name);
  const signal = find(root, 'dataacquisition/signalcharacteristics');
  const rate = samplingRate(decimal(attribute('samplespersecond') ?? textAt(signal, 'samplingrate')));
  const resolution = attribute('resolution') ?? textAt(signal, 'resolution') ?? textAt(signal, 'signalresolution');
  const names = (attribute('leadlabels') ?? TWELVE).trim().split(/\s+/);
  const duration_ms = decimal(attribute('durationperchannel'));
  const samples = duration_ms === null ? Number.NaN : Math.round((duration_ms * rateHz(rate)) / 1000);
  if (!(samples > 0 && samples * names.length <= MAX_SAMPLES) || names.length > MAX_LEADS) {
    throw new ReadFault('corrupt', 'The Philips document has no credible length or number of leads.');
  }
  if (attribute('dataencoding') !== 'Base64')
    throw new ReadFault('unsupported', 'The waveform is not encoded in base64.');
  const data = base64Bytes(waveforms.text, 'The waveform');
  const leads = decode(data, names, samples, attribute('compressmethod') ?? attribute('compression'), attribute);
  const tail = findCalibration(leads);
  return blocksOf(leads, names, { rate, scale: scaleOf(resolution, warnings) }, tail);
}

function decode(
  data: Uint8Array,
  names: readonly string[],
  samples: number,
  method: string | undefined,
  attribute: (name: string) => string | undefined,
): Int32Array[] {
  const compressed =
    attribute('compressflag') === 'True' || (method !== undefined && attribute('compressflag') !== 'False');
  if (!compressed) {
    const plain = int16Samples(data);
    if (plain.length < names.length * samples)
      throw new ReadFault('truncated', 'The waveform ends before all leads are there.');
    return names.map((_, index) => Int32Array.from(plain.subarray(index * samples, (index + 1) * samples)));
  }
  if (method !== 'XLI') throw new ReadFault('unsupported', 'The waveform is compressed in a way that is not read.');
  const leads = decodeXli(data, names.length, samples);
  restoreLimbLeads(leads, names);
  return leads;
}

function scaleOf(resolution: string | undefined, warnings: Warnings): number | null {
  const scale = decimal(resolution);
  if (isScale(scale)) return scale;
  warnings.add('uncalibrated', 'The document gives no resolution: its numbers have no unit.');
  return null;
}

function blocksOf(
  leads: readonly Int32Array[],
  names: readonly string[],
  scale: Scale,
  tail: CalibrationTail | null,
): RecordingBlock[] {
  const block = (kind: 'rhythm' | 'calibration', from: number, to: number): RecordingBlock => {
    const start_ms = (from * 1000) / rateHz(scale.rate);
    const channels = leads.map((lead, index) =>
      channelOf(names[index] ?? '', narrow(lead.subarray(from, to)), scale, start_ms, null),
    );
    return { kind, label: null, start_ms, duration_ms: ((to - from) * 1000) / rateHz(scale.rate), channels };
  };
  if (tail === null) return [block('rhythm', 0, leads[0]?.length ?? 0)];
  return [block('rhythm', 0, tail.ecgEnd), block('calibration', tail.pulseStart, tail.pulseEnd)];
}

function narrow(samples: Int32Array): SampleArray {
  return samples.every((value) => value >= -32_768 && value <= 32_767) ? Int16Array.from(samples) : samples;
}

function channelOf(
  label: string,
  samples: SampleArray,
  { rate, scale }: Scale,
  start_ms: number,
  gap: number | null,
): RecordingChannel {
  const isGap = gap === null ? null : (stored: number) => stored === gap;
  return {
    label,
    lead: canonicalLead(label),
    unit: scale === null ? null : 'uV',
    rate,
    encoding: encodingOf(samples),
    segments: segmentsOf({ samples, start_ms, rate, scale: scale ?? 1, offset: 0 }, isGap),
    status: null,
  };
}

/** The representative beats of 1.04, each with its own length; 32767 at the end is padding. */
function readBeats(root: XmlElement, warnings: Warnings): RecordingBlock[] {
  const set = find(root, 'waveforms/repbeats');
  const beats = findAll(set, 'repbeat').slice(0, MAX_LEADS);
  if (set === undefined || beats.length === 0) return [];
  const rate = samplingRate(decimal(set.attributes.get('samplespersec') ?? set.attributes.get('samplespersecond')));
  const scale = scaleOf(set.attributes.get('resolution'), warnings);
  const channels = beats.map((beat) => {
    const samples = int16Samples(base64Bytes(textAt(beat, 'waveform') ?? '', 'A representative beat'));
    return channelOf(beat.attributes.get('leadname')?.trim() ?? '', samples, { rate, scale }, 0, REPBEAT_PADDING);
  });
  const ends = channels.flatMap(({ segments }) =>
    segments.map((s) => s.start_ms + (s.samples.length * 1000) / rateHz(rate)),
  );
  const duration_ms = ends.reduce((latest, end) => Math.max(latest, end), 0);
  return [{ kind: 'median', label: set.attributes.get('repbeatmethod') ?? null, start_ms: 0, duration_ms, channels }];
}
