import { describe, expect, it } from 'vitest';
import { markMatch } from './mark-match';

const shown = (text: string, search: string) =>
  markMatch(text, search)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

describe('marking what was found', () => {
  it.each([
    ['QUILLFEATHER, Ambrose', 'qui', '[QUI]LLFEATHER, Ambrose'],
    ['QUILLFEATHER, Ambrose', 'amb quill', '[QUILL]FEATHER, [Amb]rose'],
    ['MÜLLER, Zoë', 'muller zoe', '[MÜLLER], [Zoë]'],
    ['0048 2217', '00482', '[0048 2]217'],
    ['0048 2217', '2217', '0048 [2217]'],
    ['LARKSPUR, Cosima', 'spur', 'LARKSPUR, Cosima'],
    ['LARKSPUR, Cosima', '', 'LARKSPUR, Cosima'],
    ['STRAẞBURGER, Ute', 'strass', '[STRAẞ]BURGER, Ute'],
    ['PELL, Ignatius', '.*', 'PELL, Ignatius'],
  ])('%s searched by "%s" → %s', (text, search, expected) => {
    expect(shown(text, search)).toBe(expected);
  });

  it('never changes the text itself', () => {
    const text = 'Émile 𝒳 O’Neil-Smith';
    expect(
      markMatch(text, 'o')
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
