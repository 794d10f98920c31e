/** What a search can find a patient by. */
export interface SearchableIdentity {
  patient_id: string;
  family_name: string | null;
  given_name: string | null;
  birth_date: string | null;
}

// Letters that Unicode does not decompose into a base letter and an accent.
const UNDECOMPOSED: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Lower case without accents, so that Müller, MULLER and muller are one. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøłđðþæœı]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
}

/** The words of a text: runs of letters and digits, folded. */
export function foldedWords(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** An id without its spaces and punctuation, marked so that it never meets a name. */
export function idToken(patientId: string): string {
  return `#${foldedWords(patientId).join('')}`;
}

const dayToken = (month: string, day: string) => `@--${month}${day}`;
const dateToken = (year: string, month: string, day: string) => `@${year}${month}${day}`;

const initialOf = (word: string) => [...word][0] ?? '';

/** A word together with the initial of one that stands beside it, so that two words are one place in an index. */
const besideToken = (initial: string, word: string) => `~${initial}${word}`;

/** Every word of a name with the initial of every word of it. */
function besideTokens(words: readonly string[]): string[] {
  const initials = [...new Set(words.map(initialOf))];
  return words.flatMap((word) => initials.map((initial) => besideToken(initial, word)));
}

/** Every word and form a patient is found by; the search compares them by prefix. */
export function searchTokens(identity: SearchableIdentity): string[] {
  const names = [identity.family_name, identity.given_name].flatMap((name) => {
    const words = foldedWords(name ?? '');
    // "O'Example" is typed as "oexample" too
    return words.length > 1 ? [...words, words.join('')] : words;
  });
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(identity.birth_date ?? '') ?? [];
  const dates = year && month && day ? [dateToken(year, month, day), dayToken(month, day)] : [];
  return [...new Set([...names, ...besideTokens(names), idToken(identity.patient_id), ...dates])];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const validDate = (year: string, month: string, day: string) => {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
};

function monthNumber(word: string | undefined): string | null {
  if (!word || word.length < 3) return null;
  const index = MONTHS.findIndex((month) => word.startsWith(month));
  return index < 0 ? null : String(index + 1).padStart(2, '0');
}

function numericDateToken(text: string): string | null {
  const forms: [RegExp, (m: string[]) => [string, string, string]][] = [
    [/^(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})$/, ([, y = '', m = '', d = '']) => [y, m, d]],
    [/^(\d{1,2})[-./ ]?(\d{1,2})[-./ ]?(\d{4})$/, ([, d = '', m = '', y = '']) => [y, m, d]],
  ];
  for (const [form, pick] of forms) {
    const match = form.exec(text);
    if (!match) continue;
    const [year, month, day] = pick([...match]);
    const token = [year, month.padStart(2, '0'), day.padStart(2, '0')] as const;
    if (validDate(...token)) return dateToken(...token);
  }
  return null;
}

/** The token of a birth date typed as 1952-03-14, 14.03.1952, 14031952, 14 Mar 1952 or 14 Mar; null if it is none. */
export function birthDateToken(typed: string): string | null {
  const text = fold(typed).trim();
  const numeric = numericDateToken(text);
  if (numeric) return numeric;
  const [, day, word, year] = /^(\d{1,2})[. ]*([a-z]{3,9})\.?(?:[ ,]+(\d{4}))?$/.exec(text) ?? [];
  const month = monthNumber(word);
  if (!day || !month) return null;
  const padded = day.padStart(2, '0');
  if (!validDate(year ?? '2000', month, padded)) return null;
  return year ? dateToken(year, month, padded) : dayToken(month, padded);
}

/** The prefixes of typed words, the rarest first: with several words the longest beside another's initial. */
function namePrefixes(words: readonly string[]): string[] {
  const [longest = '', ...others] = [...words].sort((a, b) => b.length - a.length);
  const [second] = others;
  return second === undefined ? [longest] : [besideToken(initialOf(second), longest), ...others];
}

/**
 * What typed text may mean: each entry is a set of prefixes that one patient's tokens must all have, the rarest first.
 */
export function searchAlternatives(typed: string): string[][] {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const date = birthDateToken(typed);
  const byName = /\p{L}/u.test(typed) && words.length <= 6 ? [namePrefixes(words)] : [];
  const byId = [[idToken(typed)]];
  return [...byName, ...(date ? [[date]] : []), ...byId];
}
