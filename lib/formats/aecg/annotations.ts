import { ReadFault } from '../common/fault';
import { MAX_ANNOTATIONS } from '../common/limits';
import { cleanText, decimal } from '../common/text';
import { msBetween, timeOfDigits } from '../common/written-time';
import { attributeAt, find, findAll, textAt, type XmlElement } from '../common/xml';
import { canonicalLead } from '../leads';
import type { AnnotationTrack, Measurement, MeasurementName, Statement, WrittenTime } from '../recording';
import { milliseconds } from './sequences';

/** Names of the codes of IEEE 11073-10102 that are measurements of the whole recording. */
const MEASUREMENT_CODES = new Map<string, MeasurementName>([
  ['MDC_ECG_HEART_RATE', 'heart_rate_bpm'],
  ['MDC_ECG_TIME_PD_RR', 'rr_ms'],
  ['MDC_ECG_TIME_PD_PP', 'pp_ms'],
  ['MDC_ECG_TIME_PD_P', 'p_ms'],
  ['MDC_ECG_TIME_PD_PR', 'pr_ms'],
  ['MDC_ECG_TIME_PD_QRS', 'qrs_ms'],
  ['MDC_ECG_TIME_PD_QT', 'qt_ms'],
  ['MDC_ECG_TIME_PD_QTC', 'qtc_ms'],
  ['MDC_ECG_TIME_PD_QTCB', 'qtc_bazett_ms'],
  ['MDC_ECG_TIME_PD_QTCF', 'qtc_fridericia_ms'],
  ['MDC_ECG_ANGLE_P_FRONT', 'p_axis_deg'],
  ['MDC_ECG_ANGLE_QRS_FRONT', 'qrs_axis_deg'],
  ['MDC_ECG_ANGLE_T_FRONT', 't_axis_deg'],
]);

/** What the annotation sets of a series say. */
export interface AnnotationFacts {
  track: AnnotationTrack;
  measurements: Measurement[];
  statements: Statement[];
}

interface Extent {
  at: number | null;
  duration: number | null;
  endOnly: boolean;
  lead: string | null;
}

/**
 * Reads the annotation sets of a series or derived series, with the annotations inside annotations. Numbers without a
 * place in time are measurements, interpretations are statements, everything else is a mark; a mark without a place of
 * its own (a beat that holds its waves) stands where the first one inside it does.
 *
 * @param origin the instant that absolute times count from
 * @param block index of the block that the track belongs to
 */
export function readAnnotationSets(
  series: XmlElement,
  name: string,
  origin: WrittenTime | null,
  block: number | null,
): AnnotationFacts {
  const marks: { code: string; text: string | null; extent: Extent }[] = [];
  const measurements: Measurement[] = [];
  const statements: Statement[] = [];
  const stack = findAll(series, 'subjectOf/annotationSet/component/annotation').reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const code = attributeAt(next, 'code', 'code') ?? '';
    const value = find(next, 'value');
    const extent = extentOf(next, origin);
    const measurement = measurementOf(code, value, extent);
    if (code.startsWith('MDC_ECG_INTERPRETATION')) statements.push(...statementOf(value));
    else if (measurement !== null) measurements.push(measurement);
    else {
      const text = [cleanText(value?.attributes.get('displayName') ?? value?.text), extent.endOnly ? 'end' : null];
      const joined = text.filter((part) => part !== null).join(', ');
      marks.push({ code: value?.attributes.get('code') ?? code, text: joined === '' ? null : joined, extent });
    }
    if (marks.length > MAX_ANNOTATIONS) throw new ReadFault('too_large', 'There are too many annotations.');
    for (const inner of findAll(next, 'component/annotation').reverse()) stack.push(inner);
  }
  // From the end, so that a mark without a place takes the one that follows it.
  let following = 0;
  const at = new Float64Array(marks.length);
  for (let i = marks.length - 1; i >= 0; i--) {
    following = marks[i]?.extent.at ?? following;
    at[i] = following;
  }
  const track: AnnotationTrack = {
    name,
    clock: { numerator: 1000, denominator: 1 },
    block,
    at,
    duration: marks.map(({ extent }) => extent.duration),
    code: marks.map(({ code }) => code),
    text: marks.map(({ text }) => text),
    lead: marks.map(({ extent }) => extent.lead),
    wfdb: null,
  };
  return { track, measurements, statements };
}

/** A quantity is a measurement unless it stands at a place in time (the amplitude of one wave of one beat). */
function measurementOf(code: string, value: XmlElement | undefined, extent: Extent): Measurement | null {
  const number = decimal(value?.attributes.get('value'));
  if (number === null || extent.at !== null) return null;
  const name = MEASUREMENT_CODES.get(code.toUpperCase()) ?? null;
  return { name, source: code, value: number, unit: value?.attributes.get('unit') ?? null, lead: extent.lead };
}

function statementOf(value: XmlElement | undefined): Statement[] {
  const text = cleanText(value?.text) ?? cleanText(value?.attributes.get('displayName'));
  const code = value?.attributes.get('code') ?? null;
  return text === null && code === null ? [] : [{ text, code, origin: null }];
}

function extentOf(annotation: XmlElement, origin: WrittenTime | null): Extent {
  let low: number | null = null;
  let high: number | null = null;
  let lead: string | null = null;
  for (const boundary of findAll(annotation, 'support/supportingROI/component/boundary')) {
    const code = attributeAt(boundary, 'code', 'code') ?? '';
    const value = find(boundary, 'value');
    if (code === 'TIME_ABSOLUTE' || code === 'TIME_RELATIVE') {
      const ms = (element: XmlElement | undefined) =>
        code === 'TIME_RELATIVE'
          ? milliseconds(element)
          : msBetween(origin, timeOfDigits(element?.attributes.get('value')));
      low = ms(find(value, 'low')) ?? ms(find(value, 'center')) ?? ms(value);
      high = ms(find(value, 'high'));
    } else if (code !== '') {
      lead = canonicalLead(code) ?? code;
    }
  }
  const duration = low !== null && high !== null && high >= low ? high - low : null;
  return { at: low ?? high, duration, endOnly: low === null && high !== null, lead };
}

/** The comments on a subject that stand beside the waveforms. */
export function readComments(root: XmlElement): string[] {
  return findAll(root, 'pertainsTo/subjectFindingComment').flatMap(
    (comment) => cleanText(textAt(comment, 'text')) ?? [],
  );
}
