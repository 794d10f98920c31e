import { describe, expect, it } from 'vitest';
import { initialsOf } from './initials';

describe('initials', () => {
  it.each([
    ['Quillfeather', 'Ambrose', 'Q. A.'],
    ['  von Ahlen', 'élodie', 'V. É.'],
    ['e\u0301tienne', null, 'E\u0301.'],
    [null, 'Ambrose', 'A.'],
    ['山田', '太郎', '山. 太.'],
    [' ', '', null],
    [null, null, null],
  ])('of %s, %s are %s', (family_name, given_name, initials) => {
    expect(initialsOf({ family_name, given_name })).toBe(initials);
  });
});
