/** How many phrases a department may have. */
export const MOST_PHRASES = 300;

/** How long a phrase may be, in characters. */
export const LONGEST_PHRASE = 200;

/** What is wrong with a phrase of a list that is being written. */
export type PhraseFault = 'empty' | 'twice';

const sameWords = (phrase: string) => phrase.trim().toLowerCase();

/**
 * What is wrong with each phrase of a list, in its order; null where nothing is. Of phrases in the same words the first is
 * right, whatever the case of their letters.
 */
export function phraseFaults(phrases: readonly string[]): (PhraseFault | null)[] {
  const seen = new Set<string>();
  return phrases.map((phrase) => {
    const words = sameWords(phrase);
    if (words === '') return 'empty';
    const twice = seen.has(words);
    seen.add(words);
    return twice ? 'twice' : null;
  });
}

/** What makes one list of phrases another. */
export interface PhraseChanges {
  added: string[];
  removed: string[];
  /** The phrases both have stand in another order. */
  reordered: boolean;
}

/** What was done to `before` so that it became `after`; a phrase in other words is one removed and one added. */
export function phraseChanges(before: readonly string[], after: readonly string[]): PhraseChanges {
  const [old, now] = [new Set(before), new Set(after)];
  const stayed = (phrases: readonly string[]) => phrases.filter((phrase) => old.has(phrase) && now.has(phrase));
  const [first, second] = [stayed(before), stayed(after)];
  return {
    added: after.filter((phrase) => !old.has(phrase)),
    removed: before.filter((phrase) => !now.has(phrase)),
    reordered: first.some((phrase, at) => phrase !== second[at]),
  };
}

/**
 * One's own list with what somebody else did to the list both began with: what they removed is gone, what they added stands
 * at the end, the order is one's own. A phrase that one has put into other words stays.
 */
export function mergePhrases(began: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const { added, removed } = phraseChanges(began, theirs);
  const gone = new Set(removed);
  const kept = mine.filter((phrase) => !gone.has(phrase));
  const have = new Set(kept.map(sameWords));
  return [...kept, ...added.filter((phrase) => !have.has(sameWords(phrase)))];
}

/** The list with one of its entries at another place; places beyond the ends are the ends. */
export function moveEntry<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const moved = list.slice(from, from + 1);
  const rest = [...list.slice(0, from), ...list.slice(from + 1)];
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), ...moved, ...rest.slice(at)];
}
