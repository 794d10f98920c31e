import { describe, expect, it } from 'vitest';
import { mergePhrases, moveEntry, phraseChanges, phraseFaults } from './phrase-list';

describe('a list of phrases', () => {
  it('has no empty phrase and none twice, whatever the case of its letters', () => {
    expect(phraseFaults(['Normal ECG', ' ', 'normal ecg ', 'Sinus rhythm'])).toEqual([null, 'empty', 'twice', null]);
  });

  it('moves an entry, no further than the ends', () => {
    expect(moveEntry(['a', 'b', 'c', 'd'], 2, 1)).toEqual(['a', 'c', 'b', 'd']);
    expect(moveEntry(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moveEntry(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moveEntry(['a', 'b', 'c'], 1, Number.POSITIVE_INFINITY)).toEqual(['a', 'c', 'b']);
    expect(moveEntry(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
  });

  it('tells what somebody did to it', () => {
    expect(phraseChanges(['a', 'b', 'c'], ['c', 'a', 'new'])).toEqual({
      added: ['new'],
      removed: ['b'],
      reordered: true,
    });
    expect(phraseChanges(['a', 'b', 'c'], ['a', 'c'])).toEqual({ added: [], removed: ['b'], reordered: false });
  });

  it('takes in what somebody else did meanwhile, and keeps what one did oneself', () => {
    const began = ['Normal ECG', 'Sinus rhythm', 'Atrial flutter'];
    const mine = ['Sinus rhythm', 'Normal ECG', 'Typical atrial flutter', 'My own'];
    expect(mergePhrases(began, mine, ['Normal ECG', 'Atrial flutter', 'Theirs', 'my own'])).toEqual([
      'Normal ECG',
      'Typical atrial flutter',
      'My own',
      'Theirs',
    ]);
    expect(mergePhrases(began, mine, began)).toEqual(mine);
  });
});
