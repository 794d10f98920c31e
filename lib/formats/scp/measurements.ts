import { ByteReader } from '../common/byte-reader';
import { MAX_FACTS } from '../common/limits';
import { scpLeadName } from '../leads';
import type { Measurement, MeasurementName, Statement } from '../recording';

const FIRST_NO_VALUE = 29_998;
const LEAD_MISSING = 19_999;
const NO_AXIS = 999;

const hasValue = (value: number) => value < FIRST_NO_VALUE && value !== LEAD_MISSING;

const ONSETS: readonly MeasurementName[] = ['p_onset_ms', 'p_end_ms', 'qrs_onset_ms', 'qrs_end_ms', 't_end_ms'];
const AXES: readonly MeasurementName[] = ['p_axis_deg', 'qrs_axis_deg', 't_axis_deg'];
const BLOCK_BYTES = 16;

/** Intervals of the first block: the standard gives them as two points. */
const INTERVALS = [
  { name: 'p_ms', from: 'p_onset_ms', to: 'p_end_ms' },
  { name: 'pr_ms', from: 'p_onset_ms', to: 'qrs_onset_ms' },
  { name: 'qrs_ms', from: 'qrs_onset_ms', to: 'qrs_end_ms' },
  { name: 'qt_ms', from: 'qrs_onset_ms', to: 't_end_ms' },
] as const;

/** The global measurements of section 7, of its first block (the reference beat). */
export function readGlobalMeasurements(body: Uint8Array | undefined): Measurement[] {
  if (body === undefined || body.length < 6) return [];
  const reader = new ByteReader(body, 'Section 7');
  const found = new Map<MeasurementName, number>();
  const take = (name: MeasurementName, value: number, valid = hasValue(value)) => {
    if (valid) found.set(name, value);
  };
  const blocks = reader.u8();
  const spikes = reader.u8();
  const rr = reader.u16();
  const pp = reader.u16();
  take('rr_ms', rr, hasValue(rr) && rr > 0);
  take('pp_ms', pp, hasValue(pp) && pp > 0);
  if (blocks > 0 && reader.remaining >= BLOCK_BYTES) {
    for (const name of ONSETS) take(name, reader.u16());
    for (const name of AXES) {
      const axis = reader.i16();
      take(name, axis, Math.abs(axis) <= 360 && axis !== NO_AXIS);
    }
  }
  readRates(new ByteReader(body, 'Section 7'), 6 + blocks * BLOCK_BYTES + spikes * 10, take);
  for (const { name, from, to } of INTERVALS) {
    const [start, end] = [found.get(from), found.get(to)];
    if (start !== undefined && end !== undefined && end > start) found.set(name, end - start);
  }
  return [...found].map(([name, value]) => ({
    name,
    source: 'section 7',
    value,
    unit: name.endsWith('_deg') ? 'deg' : name.endsWith('_bpm') ? '/min' : 'ms',
    lead: null,
  }));
}

/** Behind the blocks and spikes: one byte per QRS, then rates and QTc. Where the section ends early there are none. */
function readRates(
  reader: ByteReader,
  start: number,
  take: (name: MeasurementName, value: number, valid?: boolean) => void,
): void {
  if (start + 2 > reader.remaining) return;
  reader.skip(start);
  const beats = reader.u16();
  if (beats + 6 > reader.remaining) return;
  reader.skip(beats);
  const [ventricular, atrial, qtc] = [reader.u16(), reader.u16(), reader.u16()];
  take('heart_rate_bpm', ventricular, hasValue(ventricular) && ventricular > 0);
  take('atrial_rate_bpm', atrial, hasValue(atrial) && atrial > 0);
  take('qtc_ms', qtc, hasValue(qtc) && qtc > 0);
}

const LEAD_VALUES: readonly [string, string][] = [
  ...['P duration', 'PR interval', 'QRS duration', 'QT interval', 'Q duration', 'R duration', 'S duration'].map(ms),
  ...["R' duration", "S' duration", "R'' duration"].map(ms),
  ...['Q amplitude', 'R amplitude', 'S amplitude', "R' amplitude", "S' amplitude", "R'' amplitude"].map(uV),
  ...['J amplitude', 'P+ amplitude', 'P- amplitude', 'T+ amplitude', 'T- amplitude'].map(uV),
];

function ms(source: string): [string, string] {
  return [source, 'ms'];
}

function uV(source: string): [string, string] {
  return [source, 'uV'];
}

/** The measurements per lead of section 10, as far as they are durations and amplitudes. */
export function readLeadMeasurements(body: Uint8Array | undefined): Measurement[] {
  if (body === undefined || body.length < 4) return [];
  const reader = new ByteReader(body, 'Section 10');
  const leads = reader.u16();
  reader.skip(2);
  const found: Measurement[] = [];
  for (let i = 0; i < leads && reader.remaining >= 4; i++) {
    const code = reader.u16();
    const length = Math.min(reader.u16(), reader.remaining);
    const values = new ByteReader(reader.take(length), 'Section 10');
    const lead = scpLeadName(code) ?? String(code);
    for (const [source, unit] of LEAD_VALUES) {
      if (values.remaining < 2 || found.length >= MAX_FACTS) break;
      const value = values.i16();
      if (hasValue(value)) found.push({ name: null, source, value, unit, lead });
    }
  }
  return found;
}

const CONFIRMED_HEADER = 9;

/**
 * The sentences of section 8 (text) or section 11 (coded; of its fields the readable ones are kept). The first byte
 * says whether a person confirmed or overread them.
 */
export function readStatements(
  body: Uint8Array | undefined,
  coded: boolean,
  decode: (bytes: Uint8Array) => string | null,
): Statement[] {
  if (body === undefined || body.length < CONFIRMED_HEADER) return [];
  const reader = new ByteReader(body, 'Statements');
  const origin = reader.u8() === 0 ? 'device' : 'reader';
  reader.skip(7);
  const count = reader.u8();
  const statements: Statement[] = [];
  for (let i = 0; i < count && reader.remaining >= 3; i++) {
    reader.skip(1);
    const field = reader.take(Math.min(reader.u16(), reader.remaining));
    if (!coded) statements.push({ text: decode(field), code: null, origin });
    else statements.push(codedStatement(field, origin, decode));
  }
  return statements.filter(({ text, code }) => text !== null || code !== null);
}

/** Type 1 is a code, 2 free text, 3 logic over the other statements. */
function codedStatement(
  field: Uint8Array,
  origin: 'device' | 'reader',
  decode: (bytes: Uint8Array) => string | null,
): Statement {
  const value = decode(field.subarray(1));
  return field[0] === 1 ? { text: null, code: value, origin } : { text: value, code: null, origin };
}
