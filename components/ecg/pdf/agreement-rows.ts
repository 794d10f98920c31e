import { formatPlainDate } from '@/lib/client/format-time';
import { formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import type { Recording, ReportCheck } from '@/lib/recordings/contracts';

/** How a row of the table ends: with a shape and a word. */
export type Agreement = 'same' | 'differs' | 'other_formula' | 'not_checkable';

/** One field in the record and in the text of its PDF. */
export interface AgreementRow {
  name: string;
  record: string;
  pdf: string;
  agreement: Agreement;
}

type Field = ReportCheck['rows'][number]['field'];

const NAMES: Record<Field, string> = {
  patient_id: 'MRN',
  name: 'Name',
  birth_date: 'Birth date',
  date: 'Recorded',
  heart_rate_bpm: 'HR, bpm',
  qtc_ms: 'QTc, ms',
};
const FIELDS: readonly Field[] = ['patient_id', 'name', 'birth_date', 'date', 'heart_rate_bpm', 'qtc_ms'];

/** What the record says of a field. Name and birth date stand in the banner of the page and are not repeated. */
function inRecord(field: Field, recording: Recording): string {
  const measured = recording.measurements;
  const localMs = Date.parse(recording.recording_date) + recording.utc_offset_minutes * 60_000;
  const values: Record<Field, string | null> = {
    patient_id: recording.patient_id,
    name: 'as above',
    birth_date: 'as above',
    date: formatPlainDate(new Date(localMs).toISOString().slice(0, 10)),
    heart_rate_bpm: formatWhole(measured?.heart_rate_bpm ?? null),
    qtc_ms: measured?.qtc_ms == null ? null : `${formatWhole(measured.qtc_ms)} ${qtcFormulaText(measured.qtc_formula)}`,
  };
  return values[field] ?? 'not sent';
}

/** What the PDF says. Whom or which date it names is not kept, as it may be somebody else's. */
function inPdf(field: Field, row: ReportCheck['rows'][number] | undefined, record: string): string {
  if (!row || row.verdict === 'not_stated') return 'not found';
  if (row.in_report !== null) return String(row.in_report);
  if (row.verdict === 'agrees') return record;
  return field === 'date' ? 'another date' : 'another';
}

const AGREEMENTS: Record<ReportCheck['rows'][number]['verdict'], Agreement> = {
  agrees: 'same',
  differs: 'differs',
  other_formula: 'other_formula',
  not_stated: 'not_checkable',
};

/** The rows of the agreement table; all not checkable where the PDF has no text. */
export function agreementRows(recording: Recording, check: ReportCheck): AgreementRow[] {
  return FIELDS.map((field) => {
    const row = check.rows.find((one) => one.field === field);
    const record = inRecord(field, recording);
    return {
      name: NAMES[field],
      record,
      pdf: inPdf(field, row, record),
      agreement: row ? AGREEMENTS[row.verdict] : 'not_checkable',
    };
  });
}
