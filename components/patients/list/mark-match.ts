import { fold } from '@/lib/patients/domain/search-tokens';

/** A piece of shown text and whether the search found it. */
export interface MarkedPiece {
  text: string;
  hit: boolean;
}

/** Folded text with, for each folded character, the place it came from. Spaces and joining marks fold away. */
function foldWithPlaces(text: string): { folded: string; places: number[]; starts: boolean[] } {
  let folded = '';
  const places: number[] = [];
  const starts: boolean[] = [];
  let atStart = true;
  let index = 0;
  for (const character of text) {
    if (/[\p{L}\p{N}\p{M}]/u.test(character)) {
      for (const piece of fold(character)) {
        folded += piece;
        places.push(index);
        starts.push(atStart);
        atStart = false;
      }
    } else {
      atStart = true;
    }
    index += character.length;
  }
  return { folded, places, starts };
}

function hitPlaces(text: string, words: string[]): Set<number> {
  const { folded, places, starts } = foldWithPlaces(text);
  const hits = new Set<number>();
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      if (!starts[at]) continue;
      const from = places[at] ?? 0;
      const to = places[at + word.length - 1] ?? from;
      for (let place = from; place <= to; place += 1) hits.add(place);
    }
  }
  return hits;
}

/**
 * Splits shown text into pieces, marking what the search words match: at the start of a word, without regard to case,
 * accents and the gaps in an id.
 */
export function markMatch(text: string, search: string): MarkedPiece[] {
  const words = search
    .split(/[\s,]+/)
    .map((word) => foldWithPlaces(word).folded)
    .filter((word) => word !== '');
  // An id may be typed with its gaps or without; a name with two parts is two words.
  const whole = /\d/.test(search) ? [foldWithPlaces(search).folded] : [];
  const hits = hitPlaces(text, [...words, ...whole]);
  const pieces: MarkedPiece[] = [];
  let index = 0;
  for (const character of text) {
    const hit = hits.has(index);
    const last = pieces.at(-1);
    if (last && last.hit === hit) last.text += character;
    else pieces.push({ text: character, hit });
    index += character.length;
  }
  return pieces;
}
