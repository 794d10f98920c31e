import { describe, expect, it } from 'vitest';
import { birthDateToken, fold, searchAlternatives, searchTokens } from './search-tokens';

const patient = {
  patient_id: '0048 2217',
  family_name: 'Quíllfeather-Vale',
  given_name: 'Ambrose',
  birth_date: '1952-03-14',
};

/** Whether typed text finds the patient: all prefixes of one alternative are prefixes of some token. */
function finds(typed: string, identity = patient): boolean {
  const tokens = searchTokens(identity);
  return searchAlternatives(typed).some((all) =>
    all.every((prefix) => tokens.some((token) => token.startsWith(prefix))),
  );
}

describe('patient search', () => {
  it.each(['qui', 'QUILL', 'quíl', 'amb', 'ambrose qui', 'Quill, Amb', 'vale', 'quillfeathervale'])(
    'finds a name by %s',
    (typed) => {
      expect(finds(typed)).toBe(true);
    },
  );

  it.each(['0048 2217', '00482217', '0048-22'])('finds an id by %s', (typed) => {
    expect(finds(typed)).toBe(true);
  });

  it.each([
    '14031952',
    '1952-03-14',
    '19520314',
    '14.03.1952',
    '14.3.1952',
    '14/03/1952',
    '14 Mar',
    '14 march 1952',
    '14 Mar 1952',
  ])('finds a birth date typed as %s', (typed) => {
    expect(finds(typed)).toBe(true);
  });

  it.each(['feather', 'ambroses', '2217', '15 Mar', '14031953', 'qui bert', '', '  '])(
    'does not find by %s',
    (typed) => {
      expect(finds(typed)).toBe(false);
    },
  );

  it('takes letters apart that Unicode does not', () => {
    expect(fold('Łøß Æ')).toBe('loss ae');
  });

  it('refuses dates that do not exist', () => {
    expect(birthDateToken('31 Feb')).toBeNull();
    expect(birthDateToken('2025-02-29')).toBeNull();
  });
});
