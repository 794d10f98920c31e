import { rateHz } from '@/lib/signals/rate';
import type { RationalRate, SampleArray } from '@/lib/signals/types';
import { ReadFault } from '../common/fault';
import { MAX_CHANNELS } from '../common/limits';
import { samplingRate } from '../common/rates';
import { encodingOf, isScale, segmentsOf } from '../common/samples';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { canonicalLead, scpLeadName } from '../leads';
import type { RecordingBlock, RecordingChannel } from '../recording';
import type { DataSet } from './data-set';
import { sampleReader } from './sample-reader';
import { TAGS } from './tags';
import type { Values } from './values';

const INT16_MIN = -32_768;
const LONGEST_MEDIAN_MS = 1500;
const MEDIAN_LABEL = /median|average|representative/i;

/** A multiplex group: channels that were sampled together. */
export function readGroup(group: DataSet, values: Values, warnings: Warnings): RecordingBlock {
  const count = values.u16s(group, TAGS.NumberOfWaveformChannels)[0] ?? 0;
  const samples = values.u32s(group, TAGS.NumberOfWaveformSamples)[0] ?? 0;
  const bits = values.u16s(group, TAGS.WaveformBitsAllocated)[0] ?? 0;
  const definitions = group.get(TAGS.ChannelDefinitionSequence)?.items ?? [];
  const data = group.get(TAGS.WaveformData)?.value;
  if (count < 1 || count > MAX_CHANNELS || definitions.length !== count) {
    throw new ReadFault('corrupt', 'A DICOM multiplex group does not define its channels.');
  }
  if (data === undefined || data === null) throw new ReadFault('unsupported', 'A DICOM multiplex group has no data.');
  const due = count * samples * (bits / 8);
  if (data.length < due) throw new ReadFault('truncated', 'DICOM waveform data is shorter than declared.');
  if (data.length > due + 1) warnings.add('malformed', 'DICOM waveform data is longer than declared.');
  const rate = samplingRate(values.decimal(group, TAGS.SamplingFrequency));
  const start_ms = values.decimal(group, TAGS.MultiplexGroupTimeOffset) ?? 0;
  const read = sampleReader(group, data, bits, values);
  const columns = definitions.map((definition, channel) => {
    const stored = values.u16s(definition, TAGS.WaveformBitsStored)[0] ?? bits;
    return read(channel, count, samples, stored);
  });
  const kept = withoutPadding(columns, samples);
  if (kept < samples) warnings.add('malformed', 'Rows of -32768 at the end of a DICOM group are padding.');
  const padding = paddingOf(group, values, bits);
  const channels = definitions.map((definition, index) =>
    channelOf(
      definition,
      (columns[index] ?? new Int16Array(0)).subarray(0, kept),
      { rate, start_ms, padding },
      values,
      warnings,
    ),
  );
  const duration_ms = (kept * 1000) / rateHz(rate);
  const label = values.text(group, TAGS.MultiplexGroupLabel);
  const derived = values.text(group, TAGS.WaveformOriginality) === 'DERIVED';
  const isMedian = derived || duration_ms <= LONGEST_MEDIAN_MS || MEDIAN_LABEL.test(label ?? '');
  return { kind: isMedian ? 'median' : 'rhythm', label, start_ms, duration_ms, channels };
}

/** How many rows are left without those at the end that are -32768 in every channel. */
function withoutPadding(columns: readonly SampleArray[], samples: number): number {
  if (!columns.every((column) => column instanceof Int16Array)) return samples;
  let kept = samples;
  while (kept > 0 && columns.every((column) => column[kept - 1] === INT16_MIN)) kept--;
  return kept;
}

/** The declared padding value; 0 is declared by writers that mean none. */
function paddingOf(group: DataSet, values: Values, bits: number): number | null {
  const raw = group.get(TAGS.WaveformPaddingValue)?.value;
  if (bits !== 16 || raw?.length !== 2) return null;
  const value = values.u16s(group, TAGS.WaveformPaddingValue)[0] ?? 0;
  if (value === 0) return null;
  const signed = values.text(group, TAGS.WaveformSampleInterpretation) === 'SS';
  return signed && value > 32_767 ? value - 65_536 : value;
}

function channelOf(
  definition: DataSet,
  samples: SampleArray,
  place: { rate: RationalRate; start_ms: number; padding: number | null },
  values: Values,
  warnings: Warnings,
): RecordingChannel {
  const { rate, padding } = place;
  const source = values.code(definition, TAGS.ChannelSourceSequence);
  const label = values.text(definition, TAGS.ChannelLabel) ?? source.meaning;
  const skew_ms =
    (values.decimal(definition, TAGS.ChannelTimeSkew) ?? 0) * 1000 +
    ((values.decimal(definition, TAGS.ChannelSampleSkew) ?? 0) * 1000) / rateHz(rate);
  const scaling = scalingOf(definition, values);
  if (scaling === null) warnings.add('uncalibrated', 'A channel has no sensitivity: its numbers have no unit.');
  const { unit, scale, offset } = scaling ?? { unit: null, scale: 1, offset: 0 };
  const isGap = padding === null ? null : (stored: number) => stored === padding;
  const status = values.text(definition, TAGS.ChannelStatus);
  return {
    label,
    lead: leadOf(source, label),
    unit,
    rate,
    encoding: encodingOf(samples),
    segments: segmentsOf({ samples, start_ms: place.start_ms + skew_ms, rate, scale, offset }, isGap),
    status: status === 'OK' ? null : status,
  };
}

/** physical = stored × sensitivity × correction + baseline, the baseline in the sensitivity's unit. */
function scalingOf(definition: DataSet, values: Values): { unit: string; scale: number; offset: number } | null {
  const sensitivity = values.decimal(definition, TAGS.ChannelSensitivity);
  const code = values.code(definition, TAGS.ChannelSensitivityUnitsSequence).value;
  if (sensitivity === null || code === '') return null;
  const { unit, factor } = keptUnit(code);
  const scale = sensitivity * (values.decimal(definition, TAGS.ChannelSensitivityCorrectionFactor) ?? 1) * factor;
  const baseline = (values.decimal(definition, TAGS.ChannelBaseline) ?? 0) * factor;
  const offset = baseline === 0 ? 0 : -baseline / scale;
  return isScale(scale) && Number.isFinite(offset) ? { unit, scale, offset } : null;
}

/** Lead numbers of SCP-ECG stand in the codes `5.6.3-9-n` (SCPECG) and `2:n` (MDC). */
function leadOf(source: { value: string; scheme: string; meaning: string }, label: string): string | null {
  const number = /^(?:5\.6\.3-9-|2:)(\d{1,3})$/.exec(source.value)?.[1];
  const name = number === undefined ? undefined : scpLeadName(Number(number));
  return (name === undefined ? null : canonicalLead(name)) ?? canonicalLead(source.meaning) ?? canonicalLead(label);
}
