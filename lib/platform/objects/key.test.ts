import { describe, expect, it } from 'vitest';
import { assertContentType, assertObjectPrefix, isObjectKey } from './key';

describe('isObjectKey', () => {
  it.each(['a', 'org/ecg/2026/03/01/01HZX/v1/report-1.pdf', 'A.b_c-9', '...', `${'a'.repeat(200)}`])(
    'takes %j',
    (key) => {
      expect(isObjectKey(key)).toBe(true);
    },
  );

  it.each([
    ['', 'nothing'],
    ['/a', 'absolute'],
    ['a/', 'a folder'],
    ['a//b', 'an empty segment'],
    ['.', 'this folder'],
    ['..', 'the folder above'],
    ['a/../../b', 'out of the folder'],
    ['a/./b', 'this folder inside'],
    ['a\\..\\b', 'backslashes'],
    ['a\0b', 'NUL'],
    ['a b', 'a space'],
    ['a%2e%2e', 'percent'],
    ['a~object', 'the mark of object files'],
    ['é', 'not ASCII'],
    ['a\n', 'a line end'],
    ['a'.repeat(201), 'a segment too long for a file name'],
    [`${'a'.repeat(170)}/`.repeat(6) + 'a'.repeat(10), 'more than 1024 characters'],
  ])('refuses %j (%s)', (key) => {
    expect(isObjectKey(key)).toBe(false);
  });
});

describe('assertObjectPrefix', () => {
  it.each(['', 'a', 'a/', 'a/b', 'a/b.'])('takes %j', (prefix) => {
    expect(() => assertObjectPrefix(prefix)).not.toThrow();
  });
  it.each(['/', '../', 'a/../', 'a//', 'a b', 'a\0'])('refuses %j', (prefix) => {
    expect(() => assertObjectPrefix(prefix)).toThrow(RangeError);
  });
});

describe('assertContentType', () => {
  it.each(['application/pdf', 'text/csv; charset=utf-8', 'application/vnd.nightbeat+json'])('takes %j', (type) => {
    expect(() => assertContentType(type)).not.toThrow();
  });
  it.each(['', 'pdf', 'a/b\r\nx: y', 'a/b c', `a/${'b'.repeat(130)}`])('refuses %j', (type) => {
    expect(() => assertContentType(type)).toThrow(RangeError);
  });
});
