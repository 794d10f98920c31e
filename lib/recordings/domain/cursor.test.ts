import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, decodeQueueCursor, encodeCursor, encodeQueueCursor } from './cursor';

const instant = fc.date({ noInvalidDate: true });

describe('a cursor', () => {
  it('comes back as the position it was made of', () => {
    fc.assert(
      fc.property(instant, fc.string(), fc.integer(), (at, id, urgency) => {
        const place = { recording_date: at, id };
        const queued = { urgency, received_at: at, id };
        expect(decodeCursor(encodeCursor(place))).toEqual(place);
        expect(decodeQueueCursor(encodeQueueCursor(queued))).toEqual(queued);
      }),
    );
  });

  it('of another list, or of nobody, is none', () => {
    const at = new Date('2026-11-03T07:15:00Z');
    expect(decodeCursor(encodeQueueCursor({ urgency: 1, received_at: at, id: 'rec_1' }))).toBeNull();
    expect(decodeQueueCursor(encodeCursor({ recording_date: at, id: 'rec_1' }))).toBeNull();
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of ['', 'nonsense', made({}), made([null, 1]), made([9e15, 'rec_1']), made(['1', 'rec_1'])])
      expect([decodeCursor(cursor), decodeQueueCursor(cursor)]).toEqual([null, null]);
    expect(decodeQueueCursor(made([1, 9e15, 'rec_1']))).toBeNull();
    expect(decodeQueueCursor(made(['1', 0, 'rec_1']))).toBeNull();
  });
});
