import { foldedWords, idToken } from '@/lib/patients/domain/search-tokens';
import { datesInText } from './dates-in-text';
import { labelledValues } from './labelled-values';

/** What a report is compared with. Null where the record does not know. */
export interface ReportedRecord {
  patient_id: string | null;
  family_name: string | null;
  given_name: string | null;
  /** `YYYY-MM-DD` */
  birth_date: string | null;
  /** Date of the recording by the device's own clock, `YYYY-MM-DD`. */
  local_date: string;
  heart_rate_bpm: number | null;
  qtc_ms: number | null;
  qtc_formula: string | null;
}

export const AGREEMENT_FIELDS = ['patient_id', 'name', 'birth_date', 'date', 'heart_rate_bpm', 'qtc_ms'] as const;

/**
 * `other_formula`: the report states its QTc by another formula, so that the numbers may differ. `not_stated`: the record
 * or the report says nothing of it.
 */
export const AGREEMENT_VERDICTS = ['agrees', 'differs', 'other_formula', 'not_stated'] as const;

/** One row of the agreement table. */
export interface AgreementRow {
  field: (typeof AGREEMENT_FIELDS)[number];
  verdict: (typeof AGREEMENT_VERDICTS)[number];
  /** The report's own number, for measurements. Whom or which date it names is not kept: it may be somebody else's. */
  in_report: number | null;
}

/** Whether text and record belong together. */
export interface ReportAgreement {
  /** `other_patient`: the report says that it is about somebody else. */
  outcome: 'agrees' | 'differs' | 'other_patient' | 'not_checkable';
  rows: AgreementRow[];
}

/** Rounding in either place may move a value by one. */
const HEART_RATE_TOLERANCE_BPM = 1;
const QTC_TOLERANCE_MS = 1;

/** Fewer characters than this prove nothing where they stand without a label. */
const SHORTEST_TELLING_ID = 5;

const NOBODY = new Set(['anonymous', 'anonymised', 'anonymized', 'unknown', 'none', 'test', 'na']);

const row = (field: AgreementRow['field'], verdict: AgreementRow['verdict'], in_report: number | null = null) => ({
  field,
  verdict,
  in_report,
});

function idVerdict(record: ReportedRecord, text: string, labelled: string[]): AgreementRow['verdict'] {
  if (record.patient_id === null) return 'not_stated';
  const wanted = idToken(record.patient_id).slice(1);
  // a short id may stand in any text as some other number
  const words = ` ${foldedWords(text).join(' ')} `;
  const forms = [wanted, foldedWords(record.patient_id).join(' ')];
  if (wanted.length >= SHORTEST_TELLING_ID && forms.some((form) => words.includes(` ${form} `))) return 'agrees';
  const ids = labelled.map((value) => idToken(value).slice(1)).filter((id) => /\d/.test(id));
  if (ids.length === 0) return 'not_stated';
  return ids.includes(wanted) ? 'agrees' : 'differs';
}

function nameVerdict(record: ReportedRecord, text: string, labelled: string[]): AgreementRow['verdict'] {
  const family = foldedWords(record.family_name ?? '');
  if (family.length === 0) return 'not_stated';
  const all = new Set(foldedWords(text));
  const given = foldedWords(record.given_name ?? '');
  if (family.every((word) => all.has(word)) && (given.length === 0 || given.some((word) => all.has(word))))
    return 'agrees';
  const names = labelled
    .map(foldedWords)
    .filter((words) => words.length > 0 && !words.some((word) => NOBODY.has(word)));
  const known = new Set([...family, ...given]);
  if (names.length === 0) return 'not_stated';
  // one word in common is left to the reader: initials, maiden names and cut-off names are common
  return names.some((words) => words.some((word) => known.has(word))) ? 'not_stated' : 'differs';
}

function birthVerdict(record: ReportedRecord, labelled: string[]): AgreementRow['verdict'] {
  if (record.birth_date === null) return 'not_stated';
  const dates = labelled.flatMap(datesInText);
  if (dates.length === 0) return 'not_stated';
  return dates.includes(record.birth_date) ? 'agrees' : 'differs';
}

function dateVerdict(record: ReportedRecord, text: string, births: string[]): AgreementRow['verdict'] {
  const born = new Set(births.flatMap(datesInText));
  const dates = datesInText(text).filter((date) => !born.has(date) && date !== record.birth_date);
  if (dates.length === 0) return 'not_stated';
  return dates.includes(record.local_date) ? 'agrees' : 'differs';
}

const HEART_RATE = /\b(?:heart rate|vent(?:ricular)?\.? rate|HR)\b[^\d\n]{0,12}(\d{2,3})\b/gi;
const QTC = /\bQTc\s?(?:\(?(bazett|fridericia|framingham|hodges|b|f)?\)?)[^\d\n]{0,8}(?:(\d{3})\s?\/\s?)?(\d{3})\b/gi;
const QT_AND_QTC =
  /\bQT\s?\/\s?QTc\s?(?:\(?(bazett|fridericia|framingham|hodges|b|f)?\)?)[^\d\n]{0,8}\d{3}\s?\/\s?(\d{3})\b/gi;

function closest(values: number[], wanted: number): number | null {
  return values.reduce<number | null>(
    (best, value) => (best === null || Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best),
    null,
  );
}

function heartRateRow(record: ReportedRecord, text: string): AgreementRow {
  const values = [...text.matchAll(HEART_RATE)].map((match) => Number(match[1]));
  if (record.heart_rate_bpm === null || values.length === 0) return row('heart_rate_bpm', 'not_stated');
  const value = closest(values, record.heart_rate_bpm);
  const near = value !== null && Math.abs(value - record.heart_rate_bpm) <= HEART_RATE_TOLERANCE_BPM;
  return row('heart_rate_bpm', near ? 'agrees' : 'differs', value);
}

function qtcsIn(text: string): { value: number; formula: string | null }[] {
  const pairs = [...text.matchAll(QT_AND_QTC)].map(([, formula, value]) => ({ formula, value }));
  const rest = text.replace(QT_AND_QTC, '');
  const single = [...rest.matchAll(QTC)].map(([, formula, , value]) => ({ formula, value }));
  return [...pairs, ...single].map(({ formula, value }) => ({
    value: Number(value),
    formula: formula ? formula.toLowerCase() : null,
  }));
}

/** `b` and `bazett` are one formula. */
const sameFormula = (short: string, long: string) => long.startsWith(short) || short.startsWith(long);

function qtcRow(record: ReportedRecord, text: string): AgreementRow {
  const found = qtcsIn(text);
  const { qtc_ms, qtc_formula } = record;
  if (qtc_ms === null || found.length === 0) return row('qtc_ms', 'not_stated');
  const comparable = found.filter(
    ({ formula }) => formula === null || qtc_formula === null || sameFormula(formula, qtc_formula.toLowerCase()),
  );
  const value = closest(
    (comparable.length > 0 ? comparable : found).map((one) => one.value),
    qtc_ms,
  );
  if (value !== null && Math.abs(value - qtc_ms) <= QTC_TOLERANCE_MS) return row('qtc_ms', 'agrees', value);
  return row('qtc_ms', comparable.length > 0 ? 'differs' : 'other_formula', value);
}

const IDENTITY: ReadonlySet<AgreementRow['field']> = new Set(['patient_id', 'name', 'birth_date']);

/**
 * Compares the text of a report with its record (FMT-7, ECG-8). Identity differs only where the report names somebody by a
 * label of its own who is not this patient, and nowhere this patient; absence of a name proves nothing. Numbers agree
 * within one unit of rounding.
 *
 * @param lines the report's text, a line each; none where it has no text layer
 */
export function reportAgreement(record: ReportedRecord, lines: readonly string[]): ReportAgreement {
  const text = lines.join('\n');
  if (foldedWords(text).length === 0) return { outcome: 'not_checkable', rows: [] };
  const labelled = labelledValues(lines);
  const rows = [
    row('patient_id', idVerdict(record, text, labelled.patient_id)),
    row('name', nameVerdict(record, text, labelled.name)),
    row('birth_date', birthVerdict(record, labelled.birth_date)),
    row('date', dateVerdict(record, text, labelled.birth_date)),
    heartRateRow(record, text),
    qtcRow(record, text),
  ];
  const differs = rows.filter(({ verdict }) => verdict === 'differs');
  const other = differs.some(({ field }) => IDENTITY.has(field));
  return { outcome: other ? 'other_patient' : differs.length > 0 ? 'differs' : 'agrees', rows };
}
