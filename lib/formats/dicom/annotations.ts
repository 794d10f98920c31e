import { MAX_FACTS } from '../common/limits';
import type { AnnotationTrack, Measurement, MeasurementName, RecordingBlock, Statement } from '../recording';
import type { DataSet } from './data-set';
import { TAGS } from './tags';
import type { Values } from './values';

/** Measurements by the meaning of their concept, without case and blanks; codes differ between versions of SCPECG. */
const CONCEPTS = new Map<string, MeasurementName>([
  ['ventricularheartrate', 'heart_rate_bpm'],
  ['heartrate', 'heart_rate_bpm'],
  ['atrialheartrate', 'atrial_rate_bpm'],
  ['rrinterval', 'rr_ms'],
  ['ppinterval', 'pp_ms'],
  ['pduration', 'p_ms'],
  ['printerval', 'pr_ms'],
  ['qrsduration', 'qrs_ms'],
  ['qtinterval', 'qt_ms'],
  ['qtcinterval', 'qtc_ms'],
  ['paxis', 'p_axis_deg'],
  ['qrsaxis', 'qrs_axis_deg'],
  ['taxis', 't_axis_deg'],
]);

/** Points of the reference beat in SCP-ECG's coding; writers refer them to the rhythm by mistake. */
const REFERENCE_BEAT_POINT = /^5\.10\.3-[1-5]$/;

/** What a waveform annotation sequence says. */
export interface DicomAnnotations {
  measurements: Measurement[];
  statements: Statement[];
  tracks: AnnotationTrack[];
}

interface Mark {
  block: number;
  at: number;
  code: string;
  text: string | null;
  lead: string | null;
}

/** Numbers become measurements, texts statements, everything with a place in the samples a mark. */
export function readAnnotations(root: DataSet, blocks: readonly RecordingBlock[], values: Values): DicomAnnotations {
  const found: DicomAnnotations = { measurements: [], statements: [], tracks: [] };
  const marks: Mark[] = [];
  const items = root.get(TAGS.WaveformAnnotationSequence)?.items ?? [];
  for (const item of items.slice(0, MAX_FACTS)) {
    const concept = values.code(item, TAGS.ConceptNameCodeSequence);
    const text = values.text(item, TAGS.UnformattedTextValue);
    const coded = values.code(item, TAGS.ConceptCodeSequence);
    const number = values.decimal(item, TAGS.NumericValue);
    const positions = values.u32s(item, TAGS.ReferencedSamplePositions);
    const lead = leadOf(item, blocks, values);
    if (positions.length > 0) {
      const block = blockOf(item, concept.value, blocks, values);
      const code = concept.meaning || concept.value;
      for (const at of positions) marks.push({ block, at, code, text: text ?? (coded.meaning || null), lead });
    } else if (number !== null) {
      found.measurements.push({
        ...nameAndUnit(item, concept.meaning, values),
        source: concept.meaning,
        value: number,
        lead,
      });
    } else if (text !== null || coded.value !== '') {
      found.statements.push({ text: text ?? (coded.meaning || null), code: coded.value || null, origin: null });
    }
  }
  for (const index of new Set(marks.map(({ block }) => block))) {
    found.tracks.push(
      trackOf(
        marks.filter(({ block }) => block === index),
        index,
        blocks,
      ),
    );
  }
  return found;
}

/** An axis is in degrees whatever unit is written: milliseconds stand there in real files. */
function nameAndUnit(item: DataSet, meaning: string, values: Values) {
  const name = CONCEPTS.get(meaning.toLowerCase().replace(/[\s-]/g, '')) ?? null;
  const unit = values.code(item, TAGS.MeasurementUnitsCodeSequence).value;
  return { name, unit: name?.endsWith('_deg') ? 'deg' : unit === '' ? null : unit };
}

function blockOf(item: DataSet, code: string, blocks: readonly RecordingBlock[], values: Values): number {
  const median = blocks.findIndex(({ kind }) => kind === 'median');
  if (REFERENCE_BEAT_POINT.test(code) && median >= 0) return median;
  const group = values.u16s(item, TAGS.ReferencedWaveformChannels)[0] ?? 1;
  return group >= 1 && group <= blocks.length ? group - 1 : 0;
}

/** Pairs of group and channel, both from 1; channel 0 is all of them. */
function leadOf(item: DataSet, blocks: readonly RecordingBlock[], values: Values): string | null {
  const [group = 0, channel = 0, ...more] = values.u16s(item, TAGS.ReferencedWaveformChannels);
  if (channel === 0 || more.length > 0) return null;
  const found = blocks[group - 1]?.channels[channel - 1];
  return found === undefined ? null : (found.lead ?? found.label);
}

/** Positions are kept as written: the standard counts from 1, writers from 0. */
function trackOf(marks: readonly Mark[], block: number, blocks: readonly RecordingBlock[]): AnnotationTrack {
  return {
    name: 'WaveformAnnotationSequence',
    clock: blocks[block]?.channels[0]?.rate ?? { numerator: 1000, denominator: 1 },
    block,
    at: Float64Array.from(marks, ({ at }) => at),
    duration: marks.map(() => null),
    code: marks.map(({ code }) => code),
    text: marks.map(({ text }) => text),
    lead: marks.map(({ lead }) => lead),
    wfdb: null,
  };
}
