/** What a device's statement can say that must be seen at once. The list is closed. */
export const CRITICAL_FINDINGS = [
  'acute_myocardial_infarction',
  'ventricular_fibrillation',
  'ventricular_tachycardia',
  'complete_av_block',
  'high_grade_av_block',
  'asystole',
] as const;
export type CriticalFinding = (typeof CRITICAL_FINDINGS)[number];

/** A statement as the device sent it and what in it is critical. */
export interface CriticalStatement {
  statement: string;
  finding: CriticalFinding;
}

const AV = '(?:a v|av|atrio ?ventricular|heart)';
const THIRD = '(?:third|3rd|3|iii)';

/**
 * Wordings of each finding, on folded text (lower case, single spaces, no punctuation inside a sentence).
 *
 * Rule RHY-DEV (ALR-1) asks for STEMI, VT and third-degree block and leaves the rest to the organisation; this is the
 * default until organisations can set their own. Chosen for this product beyond those three: ventricular fibrillation
 * and flutter, torsades, wide-QRS tachycardia (ventricular until shown otherwise), second-degree block Mobitz II and
 * high-grade block, asystole. Infarcts called old or of undetermined age, ischaemia, and NSTEMI (which an ECG alone
 * does not show) are not on the list. English wordings only: statements in another language are read by people alone.
 */
const WORDINGS: readonly [CriticalFinding, RegExp][] = [
  [
    'acute_myocardial_infarction',
    /\bstemi\b|\bst (?:segment )?elevation (?:mi|myocardial infarct\w*)\b|\bacute (?:\w+ ){0,4}?(?:mi|infarct\w*)\b|\b(?:mi|infarct\w*) (?:\w+ ){0,3}?acute\b/g,
  ],
  ['ventricular_fibrillation', /\bventricular (?:fibrillation|flutter)\b|\bv ?fib\b|\bvf\b/g],
  [
    'ventricular_tachycardia',
    /\bventricular tachycardia\b|\bv ?tach\b|\bvt\b|\btorsades?\b|\bwide (?:qrs|complex) tachycardia\b/g,
  ],
  [
    'complete_av_block',
    new RegExp(
      `\\b(?:complete|total) ${AV} (?:dissociation with )?block\\b|\\b${THIRD} degree (?:${AV} )?block\\b|\\b${AV} block (?:complete|${THIRD} degree)\\b`,
      'g',
    ),
  ],
  [
    'high_grade_av_block',
    new RegExp(
      `\\b(?:high|advanced) (?:grade|degree) (?:second degree )?${AV} block\\b|\\bmobitz (?:type )?(?:ii|2)\\b`,
      'g',
    ),
  ],
  ['asystole', /\basystole\b|\bventricular standstill\b/g],
];

/** A denial earlier in the same sentence, or inside a wording of several words. */
const DENIAL = /\b(?:no|not|without|negative for|absence of|excludes)\b/;
/** Denials of a denial: what cannot be excluded still counts. */
const DOUBT = /\b(?:can ?not|could not|not) (?:be )?(?:rule\w*|exclude\w*)(?: out)?\b|\bcannot\b/g;

/** Sentences of a statement, each folded; a denial reaches to the next comma at most. */
function clausesOf(statement: string): string[][] {
  return statement
    .normalize('NFKD')
    .toLowerCase()
    .split(/[.;:!?\n]+/)
    .map((sentence) =>
      sentence
        .split(',')
        .map((clause) => clause.replace(/[^a-z0-9]+/g, ' ').trim())
        .filter((clause) => clause !== ''),
    );
}

const denied = (text: string) => DENIAL.test(text.replace(DOUBT, ' '));

/** Whether the words of a finding stand in these clauses without being denied. */
function says(clauses: readonly string[], wording: RegExp): boolean {
  const sentence = clauses.join(' ');
  const starts: number[] = [];
  let at = 0;
  for (const clause of clauses) {
    starts.push(at);
    at += clause.length + 1;
  }
  return [...sentence.matchAll(wording)].some((match) => {
    const clauseStart = starts.findLast((start) => start <= match.index) ?? 0;
    return !denied(sentence.slice(clauseStart, match.index + match[0].length));
  });
}

/**
 * Whether a statement says something without denying it. "Possible" and "cannot rule out" count as saying it.
 * @param wording with the flag `g`, on folded text: lower case, single spaces, no punctuation inside a sentence
 */
export function saysUndenied(statement: string, wording: RegExp): boolean {
  return clausesOf(statement).some((clauses) => says(clauses, wording));
}

/**
 * The statements that are critical, in the order sent; one that says several critical things counts for the first of
 * `CRITICAL_FINDINGS`. Errs towards calling a statement critical: "possible", "consider" and "cannot rule out" count, a
 * plain denial ("no acute infarct") does not.
 */
export function criticalStatements(statements: readonly string[]): CriticalStatement[] {
  return statements.flatMap((statement) => {
    const found = WORDINGS.find(([, wording]) => saysUndenied(statement, wording));
    return found ? [{ statement, finding: found[0] }] : [];
  });
}
