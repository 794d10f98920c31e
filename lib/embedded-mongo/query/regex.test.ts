import { describe, expect, it } from 'vitest';
import { fixedPrefix } from '../plan/bounds';
import { SafeRegex } from './regex';

const operand = (pattern: string, options = '') => ({ pattern, options, regex: new SafeRegex(pattern, options) });

describe('SafeRegex', () => {
  it.each<[string, string, string, boolean]>([
    ['^a$', '', 'a\n', true],
    ['^a$', '', 'a\nb', false],
    ['^a$', 'm', 'b\na', true],
    ['a$', '', 'ab', false],
    ['a.c', '', 'a\nc', false],
    ['a.c', 's', 'a\nc', true],
    ['\\Aab\\z', '', 'ab', true],
    ['\\Aab\\z', '', 'ab\n', false],
    ['\\Aab\\Z', '', 'ab\n', true],
    ['a b # c', 'x', 'ab', true],
    ['[ab\\-c]+', '', '-', true],
    ['[]a]', '', ']', true],
    ['\\s', '', '\u00a0', false],
    ['[\\s]', '', '\t', true],
    ['{a', '', '{a', true],
    ['a{2}', '', 'aa', true],
    ['\\pL\\p{Lu}', '', 'éÉ', true],
    ['(?<name>a)(?:b)(?=c)', '', 'abc', true],
    ['\\@\\_\\-', '', '@_-', true],
    ['É', 'i', 'é', true],
  ])('/%s/%s on %j is %s', (pattern, options, text, expected) => {
    expect(new SafeRegex(pattern, options).test(text)).toBe(expected);
  });

  it.each(['(?>a)', 'a++', '[[:alpha:]]', '\\Qa\\E', '(*FAIL)', 'a{2}+', '(', '\\'])('refuses %s', (pattern) => {
    expect(() => new SafeRegex(pattern, '')).toThrow(/invalid/);
  });

  it('gives up a pattern that would run for ages', () => {
    expect(() => new SafeRegex('^(a|a)*$', '').test(`${'a'.repeat(60)}b`)).toThrow(/too long/);
  });
});

describe('fixedPrefix', () => {
  it.each<[string, string, string]>([
    ['^abc', '', 'abc'],
    ['^abc.*', '', 'abc'],
    ['^abc?', '', 'ab'],
    ['^abc*d', '', 'ab'],
    ['^abc{0,1}', '', 'ab'],
    ['^a\\.b', '', 'a.b'],
    ['^ab|cd', '', ''],
    ['abc', '', ''],
    ['^abc', 'i', ''],
    ['^abc', 'm', ''],
    ['^(abc)', '', ''],
    ['^a[bc]', '', 'a'],
    ['^a\\d', '', 'a'],
  ])('of /%s/%s is %j', (pattern, options, expected) => {
    expect(fixedPrefix(operand(pattern, options))).toBe(expected);
  });
});
