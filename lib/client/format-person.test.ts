import { describe, expect, it } from 'vitest';
import { formatName, formatSex, formatSexLetter } from './format-person';

describe('persons', () => {
  it('writes FAMILY, Given and says when there is none', () => {
    expect(formatName({ family_name: 'Quillfeather', given_name: 'Ambrose' })).toBe('QUILLFEATHER, Ambrose');
    expect(formatName({ family_name: null, given_name: 'Ambrose' })).toBe('Ambrose');
    expect(formatName({ family_name: ' ', given_name: null })).toBe('Name not sent');
  });

  it('never guesses a sex', () => {
    expect([formatSex('female'), formatSex('unknown'), formatSexLetter('male'), formatSexLetter('unknown')]).toEqual([
      'Female',
      'Unknown',
      'M',
      '–',
    ]);
  });
});
