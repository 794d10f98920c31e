import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors/app-error';
import { parseJson } from './read-body';

describe('parseJson', () => {
  it('reads UTF-8', () => {
    expect(parseJson(Buffer.from('{"name":"Pé"}'))).toEqual({ name: 'Pé' });
  });

  it.each([
    ['not JSON', Buffer.from('{"patient_id": "secret name')],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['empty', Buffer.from('')],
  ])('refuses what is %s, and does not repeat its text', (_name, bytes) => {
    let thrown: unknown;
    try {
      parseJson(bytes);
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof AppError)) throw new Error('expected an AppError');
    expect(thrown.code).toBe('unreadable_body');
    expect(JSON.stringify([thrown.faults, thrown.message])).not.toContain('secret');
  });
});
