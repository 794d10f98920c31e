import { toRationalRate } from '@/lib/signals/rate';
import type { RationalRate } from '@/lib/signals/types';
import { ByteReader, int16Samples } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { isScale, segmentsOf } from '../common/samples';
import type { Warnings } from '../common/warnings';
import { canonicalLead, scpLeadName } from '../leads';
import type { RecordingBlock, RecordingChannel } from '../recording';
import { decodeHuffman, readHuffmanTables } from './huffman';
import { addReferenceBeats, readBeats, type ScpData } from './reference-beat';
import type { ScpSection } from './sections';

/** A lead of section 3: samples from `first` to `last`, numbered from 1. */
interface LeadSpec {
  first: number;
  last: number;
  code: number;
}

const MAX_LEADS = 85;
/** All samples of a file together; 12 leads of 10 s are 60 000. */
const MAX_SAMPLES = 8_000_000;
const SUBTRACTED = 1;

/** Rhythm and reference beat of sections 2 to 6. */
export function readWaveforms(sections: ReadonlyMap<number, ScpSection>, warnings: Warnings): RecordingBlock[] {
  const body = (id: number) => sections.get(id)?.body;
  const leadSection = body(3);
  if (leadSection === undefined) throw new ReadFault('unsupported', 'The SCP-ECG file holds no signals.');
  const { leads, subtracted } = readLeads(leadSection);
  const tables = readHuffmanTables(body(2));
  const beats = readBeats(body(4));
  const unpack = (id: 5 | 6, counts: number[]) => {
    const section = body(id);
    return section === undefined ? null : readData(section, id, counts, tables);
  };
  const interval = body(5) === undefined ? 0 : new ByteReader(body(5) ?? new Uint8Array(0), 'Section 5');
  const beatSamples = interval === 0 || beats === null ? 0 : samplesOfBeat(interval, beats.length_ms);
  const reference =
    beatSamples > 0
      ? unpack(
          5,
          leads.map(() => beatSamples),
        )
      : null;
  const rhythm = unpack(
    6,
    leads.map(({ first, last }) => last - first + 1),
  );
  if (rhythm !== null && subtracted && beats !== null && beats.list.length > 0) {
    if (reference === null) throw new ReadFault('corrupt', 'The reference beat was subtracted but is not in the file.');
    addReferenceBeats(
      rhythm,
      reference,
      beats,
      leads.map(({ first }) => first),
    );
    warnings.add('unverified', 'The reference beat was added back by the standard’s text; no real file was at hand.');
  }
  return [
    ...(rhythm === null ? [] : [blockOf('rhythm', rhythm, leads, warnings)]),
    ...(reference === null
      ? []
      : [
          blockOf(
            'median',
            reference,
            leads.map((lead) => ({ ...lead, first: 1 })),
            warnings,
          ),
        ]),
  ];
}

function samplesOfBeat(section: ByteReader, length_ms: number): number {
  section.skip(2);
  const interval_us = section.u16();
  return interval_us === 0 ? 0 : Math.floor((length_ms * 1000) / interval_us);
}

function readLeads(body: Uint8Array): { leads: LeadSpec[]; subtracted: boolean } {
  const reader = new ByteReader(body, 'Section 3');
  const count = reader.u8();
  const flags = reader.u8();
  if (count === 0 || count > MAX_LEADS)
    throw new ReadFault('corrupt', 'The SCP-ECG file has an impossible number of leads.');
  const leads = Array.from({ length: count }, () => ({ first: reader.i32(), last: reader.i32(), code: reader.u8() }));
  let total = 0;
  for (const { first, last } of leads) {
    if (first < 1 || last < first)
      throw new ReadFault('corrupt', 'A lead of the SCP-ECG file has an impossible length.');
    total += last - first + 1;
  }
  if (total > MAX_SAMPLES)
    throw new ReadFault('too_large', `The SCP-ECG file claims more than ${MAX_SAMPLES} samples.`);
  return { leads, subtracted: (flags & SUBTRACTED) !== 0 };
}

function readData(
  body: Uint8Array,
  id: 5 | 6,
  counts: number[],
  tables: ReturnType<typeof readHuffmanTables>,
): ScpData {
  const reader = new ByteReader(body, `Section ${id}`);
  const nanovolts = reader.u16();
  const interval_us = reader.u16();
  const differences = reader.u8();
  const bimodal = reader.u8();
  if (interval_us === 0) throw new ReadFault('corrupt', `Section ${id} has no sampling interval.`);
  if (differences > 2) throw new ReadFault('corrupt', `Section ${id} has an unknown way of differences.`);
  if (id === 6 && bimodal === 1) throw new ReadFault('unsupported', 'SCP-ECG with bimodal compression is not read.');
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Some writers leave the table of lengths out where nothing is compressed.
  const bare = tables === null && reader.remaining >= 2 * total && reader.remaining < 2 * total + 2 * counts.length;
  const lengths = counts.map((count) => (bare ? 2 * count : reader.u16()));
  const leads = counts.map((count, index) => {
    const bytes = reader.take(lengths[index] ?? 0);
    const numbers = tables === null ? plainNumbers(bytes, count) : decodeHuffman(bytes, tables, count);
    return integrate(numbers, differences);
  });
  return { nanovolts, interval_us, leads };
}

function plainNumbers(bytes: Uint8Array, count: number): Int32Array {
  if (bytes.length < 2 * count) throw new ReadFault('truncated', 'A lead has fewer samples than declared.');
  return Int32Array.from(int16Samples(bytes.subarray(0, 2 * count)));
}

/** Undoes first or second differences in place; the first one or two numbers are samples themselves. */
function integrate(numbers: Int32Array, order: number): Int32Array {
  for (let i = order; order > 0 && i < numbers.length; i++) {
    const before = numbers[i - 1] ?? 0;
    const predicted = order === 1 ? before : 2 * before - (numbers[i - 2] ?? 0);
    const value = (numbers[i] ?? 0) + predicted;
    if (value < -32_768 || value > 32_767) throw new ReadFault('corrupt', 'A sample does not fit 16 bits.');
    numbers[i] = value;
  }
  return numbers;
}

function blockOf(
  kind: 'rhythm' | 'median',
  data: ScpData,
  leads: readonly LeadSpec[],
  warnings: Warnings,
): RecordingBlock {
  const rate = toRationalRate(1e6 / data.interval_us);
  const scale = data.nanovolts / 1000;
  if (!isScale(scale))
    warnings.add('uncalibrated', 'The file gives no amplitude resolution: its numbers have no unit.');
  const channels = leads.map((lead, index) =>
    channelOf(lead, data.leads[index] ?? new Int32Array(0), rate, isScale(scale) ? scale : null, data.interval_us),
  );
  const samples = leads.map(({ first }, index) => first - 1 + (data.leads[index]?.length ?? 0));
  const duration_ms = (Math.max(0, ...samples) * data.interval_us) / 1000;
  return { kind, label: null, start_ms: 0, duration_ms, channels };
}

function channelOf(
  lead: LeadSpec,
  numbers: Int32Array,
  rate: RationalRate,
  scale: number | null,
  interval_us: number,
): RecordingChannel {
  const label = scpLeadName(lead.code) ?? `lead ${lead.code}`;
  const fits = numbers.every((value) => value >= -32_768 && value <= 32_767);
  const samples = fits ? Int16Array.from(numbers) : numbers;
  const start_ms = ((lead.first - 1) * interval_us) / 1000;
  return {
    label,
    lead: canonicalLead(label),
    unit: scale === null ? null : 'uV',
    rate,
    encoding: fits ? 'int16' : 'int32',
    segments: segmentsOf({ samples, start_ms, rate, scale: scale ?? 1, offset: 0 }, null),
    status: null,
  };
}
