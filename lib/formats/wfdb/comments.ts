import { cleanText, decimal, sexOf } from '../common/text';
import type { RecordedPatient, Statement } from '../recording';

const FIELD = /(?:^|\s)<?(age|sex|dx)>?\s*:\s*([^\s<]*(?:\s(?!<)[^\s<]*)*)/gi;
/** The first comment of an MIT-BIH record: age, sex and more, as in `69 M 1085 1629 x1`. */
const MIT_FIRST_COMMENT = /^(\d{1,3})\s+([MF])(?:\s|$)/;
/** A name whose value is left open, as in `Rx: Unknown`. */
const SAYS_NOTHING = /^[^:]{0,40}:\s*(?:\?+|unknown|n\/a)?\s*$/i;
const SNOMED_CODES = /^\d{6,18}(?:,\d{6,18})*$/;

/** What the comments of a header say. They have no grammar; only the spellings of known databases are understood. */
export interface CommentFacts {
  patient: Pick<RecordedPatient, 'age' | 'sex'>;
  /** Diagnosis codes (`Dx`), as text: SNOMED CT codes have up to 18 digits. */
  statements: Statement[];
  notes: string[];
}

/** Age, sex and diagnosis codes of a header's comments; the rest is kept as notes, line by line. */
export function readComments(comments: readonly string[]): CommentFacts {
  const facts: CommentFacts = { patient: { age: null, sex: null }, statements: [], notes: [] };
  const mit = MIT_FIRST_COMMENT.exec(comments.find((line) => /^\d/.test(line)) ?? '');
  if (mit !== null) {
    take(facts, 'age', mit[1] ?? '');
    take(facts, 'sex', mit[2] ?? '');
  }
  for (const line of comments) {
    let understood = false;
    for (const [, name = '', value = ''] of line.matchAll(FIELD)) {
      understood = true;
      take(facts, name.toLowerCase(), value.trim());
    }
    const note = understood || SAYS_NOTHING.test(line) ? null : cleanText(line);
    if (note !== null) facts.notes.push(note);
  }
  return facts;
}

function take(facts: CommentFacts, name: string, value: string): void {
  if (value === '' || /^(\?+|unknown|nan)$/i.test(value)) return;
  if (name === 'age') {
    const age = decimal(value);
    if (age !== null && age >= 0 && age < 150) facts.patient.age = { value: age, unit: 'years' };
  } else if (name === 'sex') {
    facts.patient.sex = sexOf(value);
  } else if (SNOMED_CODES.test(value)) {
    for (const code of value.split(',')) facts.statements.push({ text: null, code, origin: null });
  }
}
