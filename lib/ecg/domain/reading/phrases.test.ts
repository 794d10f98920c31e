import { describe, expect, it } from 'vitest';
import { DEFAULT_PHRASES, insertPhrase, matchPhrases, phraseQuery } from './phrases';

describe('phrases', () => {
  it('are found by the beginnings of their words, in any order, in any case', () => {
    expect(matchPhrases(DEFAULT_PHRASES, 'sin br')).toEqual(['Sinus bradycardia']);
    expect(matchPhrases(DEFAULT_PHRASES, 'BLOCK left b')).toContain('Left bundle branch block');
    expect(matchPhrases(DEFAULT_PHRASES, 'zzz')).toEqual([]);
  });

  it('are found by their initials', () => {
    expect(matchPhrases(DEFAULT_PHRASES, 'lbbb')).toEqual(['Left bundle branch block']);
    expect(matchPhrases(DEFAULT_PHRASES, 'af')[0]).toBe('Atrial fibrillation');
  });

  it('come with what begins as typed first, and no more than eight', () => {
    expect(matchPhrases(['Old infarction', 'Infarction, old'], 'inf')).toEqual(['Infarction, old', 'Old infarction']);
    expect(matchPhrases(DEFAULT_PHRASES, '')).toHaveLength(8);
  });

  it('are each offered once', () => {
    expect(new Set(DEFAULT_PHRASES).size).toBe(DEFAULT_PHRASES.length);
  });
});

describe('picking a phrase', () => {
  it('begins with # and ends with the sentence', () => {
    expect(phraseQuery('Seen. #sin br', 13)).toEqual({ from: 6, typed: 'sin br' });
    expect(phraseQuery('#a', 1)).toEqual({ from: 0, typed: '' });
    expect(phraseQuery('no mark', 4)).toBeNull();
    expect(phraseQuery('#one. two', 9)).toBeNull();
    expect(phraseQuery('#one\ntwo', 8)).toBeNull();
    expect(phraseQuery(`#${'x'.repeat(60)}`, 61)).toBeNull();
  });

  it('puts the phrase in place of what was typed, and the caret behind it', () => {
    const query = phraseQuery('Seen. #sin', 10);
    if (!query) throw new Error('no query');
    const whole = insertPhrase('Seen. #sin', 10, query, 'Sinus rhythm');
    expect(whole).toEqual({ text: 'Seen. Sinus rhythm. ', caret: 20 });
    expect(insertPhrase('Seen. #sin more', 10, query, 'Sinus rhythm').text).toBe('Seen. Sinus rhythm. more');
  });
});
