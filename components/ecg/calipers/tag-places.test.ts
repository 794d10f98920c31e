import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlacedTag, placeTags, TAG_HEIGHT_PX, type WantedTag } from './tag-places';

const PAPER = { widthPx: 1000, heightPx: 500 };
const aTag = (change: Partial<WantedTag> = {}): WantedTag => ({
  id: 1,
  text: '800 ms · 75 bpm · II',
  x: 500,
  bottom: 200,
  ...change,
});

const cover = (a: PlacedTag, b: PlacedTag) =>
  a.left < b.left + b.width && b.left < a.left + a.width && Math.abs(a.top - b.top) < TAG_HEIGHT_PX;

describe('tags of calipers', () => {
  it('stand over the middle of their caliper', () => {
    const [tag] = placeTags([aTag()], PAPER);
    expect(tag?.top).toBe(200 - TAG_HEIGHT_PX);
    expect((tag?.left ?? 0) + (tag?.width ?? 0) / 2).toBe(500);
  });

  it('of two calipers on one place stand one over the other', () => {
    const [one, two] = placeTags([aTag(), aTag({ id: 2 })], PAPER);
    expect(one?.top).toBe(182);
    expect(two?.top).toBe(162);
    expect(two?.left).toBe(one?.left);
  });

  it('at the top of the paper go downwards', () => {
    expect(placeTags([aTag({ bottom: 5 }), aTag({ id: 2, bottom: 5 })], PAPER).map(({ top }) => top)).toEqual([0, 20]);
  });

  it('never cover each other and stay on the paper', () => {
    const tag = fc.record({
      id: fc.nat(),
      text: fc.constantFrom('1.00 mV · V1', '800 ms · 75 bpm · II'),
      x: fc.integer({ min: 0, max: 1000 }),
      bottom: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 8 }), (wanted) => {
        const placed = placeTags(wanted, PAPER);
        for (const [index, one] of placed.entries()) {
          expect(placed.slice(index + 1).some((other) => cover(one, other))).toBe(false);
          expect(one.top).toBeGreaterThanOrEqual(0);
          expect(one.top).toBeLessThanOrEqual(PAPER.heightPx - TAG_HEIGHT_PX);
        }
      }),
    );
  });
});
