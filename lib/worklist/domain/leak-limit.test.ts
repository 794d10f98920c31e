import { describe, expect, it } from 'vitest';
import { leakLimit } from './leak-limit';

describe('leak limit', () => {
  it.each([
    ['unintentional', ['ResMed'], 'nasal', 24],
    ['unintentional', ['ResMed'], 'pillows', 24],
    ['unintentional', ['resmed ', 'ResMed'], 'full_face', 36],
    ['total', ['ResMed'], 'nasal', null],
    [null, ['ResMed'], 'nasal', null],
    ['unintentional', ['Philips'], 'nasal', null],
    ['unintentional', ['ResMed', 'Philips'], 'nasal', null],
    ['unintentional', [null], 'nasal', null],
    ['unintentional', [], 'nasal', null],
    ['unintentional', ['ResMed'], null, null],
    ['unintentional', ['ResMed'], 'other', null],
  ])('of %s leak, %j, mask %s is %s', (leak_type, makes, mask, limit) => {
    expect(leakLimit({ leak_type, makes, mask })).toBe(limit);
  });
});
