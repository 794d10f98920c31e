/** What a report says of its patient behind a label of its own. */
export type IdentityLabel = 'name' | 'patient_id' | 'birth_date';

const LABELS: Record<IdentityLabel, string> = {
  name: 'patient name|patient|full name|name|nom|naam',
  patient_id: 'patient id|patient no|patient number|medical record number|mrn|pid|id',
  birth_date: 'date of birth|birth date|birthdate|dob|born|geboren',
};

// the next label ends a value that stands on the same line
const ANY_LABEL = `(?:${Object.values(LABELS).join('|')}|sex|gender|age|date|time|recorded|device|site|ward|physician|hr|qtc?)`;

/**
 * The values that stand behind a label and a colon, such as `Name: EXAMPLE, Ada   ID: P1`, by label. A report without
 * such labels gives none: nothing is guessed from where words stand.
 *
 * @param lines the text of the report, a line each
 */
export function labelledValues(lines: readonly string[]): Record<IdentityLabel, string[]> {
  const found: Record<IdentityLabel, string[]> = { name: [], patient_id: [], birth_date: [] };
  for (const label of ['name', 'patient_id', 'birth_date'] as const) {
    const form = new RegExp(
      `(?:^|[\\s;,|(])(?:${LABELS[label]})\\s?[:#]\\s*(\\S.*?)(?=\\s{2,}|[\\t;|]|[\\s,]+${ANY_LABEL}\\s?[:#]|$)`,
      'gi',
    );
    for (const line of lines) {
      for (const [, value] of line.matchAll(form)) if (value) found[label].push(value.trim());
    }
  }
  return found;
}
