import { rateHz } from '@/lib/signals/rate';
import { ReadFault } from '../common/fault';
import { type NumberList, storeNumbers } from '../common/number-list';
import { samplingRate } from '../common/rates';
import { cleanLine, decimal, utf8OrLatin1 } from '../common/text';
import { keptUnit } from '../common/units';
import type { Warnings } from '../common/warnings';
import { timeOfIso } from '../common/written-time';
import { canonicalLead } from '../leads';
import { emptyRecording, type Recording } from '../recording';

const MAX_CSV_BYTES = 4 * 2 ** 20;
const RATE = /^(\d{2,5}(?:[.,]\d+)?)\s*\p{L}+$/u;
const RECORDED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}$/;
const DECIMAL_COMMA = /^-?\d+,\d+$/;
const UNIT = /^([nmuµμ]?)V$/i;

/**
 * Reads the CSV of an Apple Health export: lines `key,value`, then one number a line. The keys are translated with the
 * telephone's language, so values are told by what they are (a rate, a time, a unit) and by their order: name, birth
 * date, time, classification, symptoms, software, device, rate.
 */
export function readApple(bytes: Uint8Array, warnings: Warnings): Recording {
  if (bytes.length > MAX_CSV_BYTES) throw new ReadFault('too_large', 'The CSV file is larger than 4 MB.');
  warnings.add('unverified', 'Apple’s ECG export is read by its description; no real file was at hand.');
  const lines = utf8OrLatin1(bytes).split(/\r\n?|\n/);
  const dataStart = firstNumberLine(lines);
  const fields = lines
    .slice(0, dataStart)
    .map(splitField)
    .filter((field) => field !== null);
  const values = fields.map(({ value }) => value);
  const rateField = values.findIndex((value) => RATE.test(value));
  const recorded = values.findIndex((value) => RECORDED.test(value));
  const rateText = RATE.exec(values[rateField] ?? '')?.[1]?.replace(',', '.');
  if (rateText === undefined) throw new ReadFault('corrupt', 'The CSV file states no sampling rate.');
  const rate = samplingRate(decimal(rateText));
  const numbers = readNumbers(lines.slice(dataStart));
  const unit = values.find((value) => UNIT.test(value));
  const { unit: kept, factor } = unit === undefined ? { unit: null, factor: 1 } : keptUnit(unit);
  if (kept === null) warnings.add('uncalibrated', 'The CSV file states no unit: its numbers have none.');
  const label = values[rateField + 1] ?? '';
  const channel = { label, lead: canonicalLead(label) ?? leadByNumeral(label), unit: kept, rate, status: null };
  const stored = storeNumbers(numbers, rate, 0, factor, 0);
  const duration_ms = (numbers.length * 1000) / rateHz(rate);
  const classification = cleanLine(values[recorded + 1]);
  return {
    ...emptyRecording('apple'),
    start: timeOfIso(values[recorded]),
    blocks: [{ kind: 'rhythm', label: null, start_ms: 0, duration_ms, channels: [{ ...channel, ...stored }] }],
    patient: patientOf(values.slice(0, Math.max(0, recorded))),
    device: {
      make: 'Apple',
      model: cleanLine(values[rateField - 1]),
      serial: null,
      firmware: cleanLine(values[rateField - 2]),
    },
    statements: recorded < 0 || classification === null ? [] : [{ text: classification, code: null, origin: 'device' }],
    notes:
      recorded < 0 || rateField - recorded < 5 ? [] : [cleanLine(values[recorded + 2])].filter((one) => one !== null),
    warnings: [],
  };
}

/** The name stands first; the line before the time of recording is the birth date, written in the phone's own way. */
function patientOf(values: readonly string[]): Recording['patient'] {
  const { patient } = emptyRecording('apple');
  const [name, birth] = values;
  return { ...patient, family_name: cleanLine(name), birth_date: timeOfIso(birth)?.date ?? null };
}

/** `Ableitung I`, `Dérivation I`: whatever the word for lead is, the numeral is the same. */
function leadByNumeral(label: string): string | null {
  return canonicalLead(/(?:^|[\s-])(I{1,3}|aV[RLF]|V[1-6])$/.exec(label)?.[1] ?? '');
}

function firstNumberLine(lines: readonly string[]): number {
  const isNumber = (line: string | undefined) => /^"?-?\d+(?:[.,]\d+)?"?,?$/.test(line?.trim() ?? '');
  const first = lines.findIndex((line, index) => isNumber(line) && isNumber(lines[index + 1]));
  if (first < 0) throw new ReadFault('truncated', 'The CSV file holds no samples.');
  return first;
}

/** A line `key,value`; the value may be quoted because it has a comma. A line without a comma is no field. */
function splitField(line: string): { key: string; value: string } | null {
  const comma = line.indexOf(',');
  if (comma < 0) return null;
  const value = line.slice(comma + 1).trim();
  return {
    key: line.slice(0, comma),
    value: value
      .replace(/^"([\s\S]*)"$/, '$1')
      .replaceAll('""', '"')
      .trim(),
  };
}

function readNumbers(lines: readonly string[]): NumberList {
  const numbers: NumberList = [];
  for (const line of lines) {
    const text = line
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/,$/, '');
    if (text === '') continue;
    const value = decimal(DECIMAL_COMMA.test(text) ? text.replace(',', '.') : text);
    if (value === null || Math.abs(value) > 1e12)
      throw new ReadFault('corrupt', 'A sample of the CSV file is no number.');
    numbers.push(value);
  }
  return numbers;
}
