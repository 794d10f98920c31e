/**
 * Phrases of a department that has chosen none of its own: the findings of daily reports in the words of the AHA/ACCF/HRS
 * statement list (Mason JW et al. Recommendations for the standardization and interpretation of the electrocardiogram,
 * part II. Circulation 2007;115:1325–1332).
 */
export const DEFAULT_PHRASES: readonly string[] = [
  'Normal ECG',
  'Otherwise normal ECG',
  'Sinus rhythm',
  'Sinus bradycardia',
  'Sinus tachycardia',
  'Sinus arrhythmia',
  'Atrial fibrillation',
  'Atrial flutter',
  'Ectopic atrial rhythm',
  'Supraventricular tachycardia',
  'Ventricular tachycardia',
  'Atrial premature complexes',
  'Ventricular premature complexes',
  'Ventricular paced rhythm',
  'Atrial paced rhythm',
  'First degree AV block',
  'Second degree AV block, Mobitz type I',
  'Second degree AV block, Mobitz type II',
  'Third degree AV block',
  'Ventricular preexcitation',
  'Left axis deviation',
  'Right axis deviation',
  'Left anterior fascicular block',
  'Left posterior fascicular block',
  'Incomplete right bundle branch block',
  'Right bundle branch block',
  'Left bundle branch block',
  'Nonspecific intraventricular conduction delay',
  'Left atrial enlargement',
  'Left ventricular hypertrophy',
  'Right ventricular hypertrophy',
  'Low QRS voltage',
  'Prolonged QT interval',
  'Nonspecific ST-T changes',
  'ST depression',
  'ST elevation',
  'T wave inversion',
  'Early repolarization',
  'Acute anterior infarction',
  'Acute inferior infarction',
  'Acute lateral infarction',
  'Old anterior infarction',
  'Old inferior infarction',
  'No acute ST-T change',
  'No significant change from the previous ECG',
  'Suspected limb lead reversal',
  'Not interpretable for artefact; repeat asked',
];

const MOST_SHOWN = 8;

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** First letters, as people shorten what they write all day: `lbbb`. */
const initialsOf = (words: readonly string[]) => words.map((word) => word[0]).join('');

/**
 * Phrases that fit what was typed: every word typed begins a word of the phrase, or the whole is its initials.
 * @returns those that begin with what was typed first, then in the department's order; at most eight
 */
export function matchPhrases(phrases: readonly string[], typed: string): string[] {
  const asked = wordsOf(typed);
  const fitting = phrases.filter((phrase) => {
    const words = wordsOf(phrase);
    if (asked.length === 1 && asked[0] !== undefined && initialsOf(words).startsWith(asked[0])) return true;
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  });
  const begins = (phrase: string) => phrase.toLowerCase().startsWith(typed.trim().toLowerCase());
  return [...fitting.filter(begins), ...fitting.filter((phrase) => !begins(phrase))].slice(0, MOST_SHOWN);
}

/** A phrase somebody is about to pick: what stands between `#` and the caret, and where `#` stands. */
export interface PhraseQuery {
  from: number;
  typed: string;
}

const LONGEST_QUERY = 40;

/** What is being typed after `#`; null where the caret stands in no such place. */
export function phraseQuery(text: string, caret: number): PhraseQuery | null {
  const from = text.lastIndexOf('#', caret - 1);
  if (from < 0 || caret - from > LONGEST_QUERY) return null;
  const typed = text.slice(from + 1, caret);
  return /[\n.;]/.test(typed) ? null : { from, typed };
}

/** The text with the phrase in place of what was typed for it, ready to go on, and where the caret then stands. */
export function insertPhrase(text: string, caret: number, { from }: PhraseQuery, phrase: string) {
  const rest = text.slice(caret);
  const inserted = `${phrase}. `;
  return { text: `${text.slice(0, from)}${inserted}${rest.replace(/^ /, '')}`, caret: from + inserted.length };
}
