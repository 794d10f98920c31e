import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, KvView, Range } from './kv';
import { collect } from './kv';
import { Overlay } from './overlay';

/** A plain sorted map as the store below. */
function plain(entries: ReadonlyMap<string, string>): KvView {
  return {
    get: (key) => {
      const found = entries.get(key.toString());
      return found === undefined ? undefined : Buffer.from(found);
    },
    range: ({ lo, hi, reverse }: Range) => {
      const inside = [...entries]
        .map(([key, value]): Entry => ({ key: Buffer.from(key), value: Buffer.from(value) }))
        .filter(({ key }) => Buffer.compare(key, lo) >= 0 && Buffer.compare(key, hi) < 0)
        .sort((a, b) => Buffer.compare(a.key, b.key));
      if (reverse) inside.reverse();
      return { next: () => inside.shift(), close: () => undefined };
    },
  };
}

const key = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });

describe('Overlay', () => {
  it('shows what a store with the changes applied would show', () => {
    const changes = fc.array(fc.tuple(key, fc.option(fc.string({ maxLength: 2 }))), { maxLength: 12 });
    const base = fc.dictionary(key, fc.string({ maxLength: 2 }), { maxKeys: 12 });
    fc.assert(
      fc.property(base, changes, key, key, fc.boolean(), (start, list, from, to, reverse) => {
        const model = new Map(Object.entries(start));
        const overlay = new Overlay(plain(new Map(model)));
        for (const [name, value] of list) {
          if (value === null) {
            model.delete(name);
            overlay.remove(Buffer.from(name));
          } else {
            model.set(name, value);
            overlay.put(Buffer.from(name), Buffer.from(value));
          }
        }
        const range = { lo: Buffer.from(from), hi: Buffer.from(to), reverse };
        const show = (view: KvView) => collect(view, range).map((e) => `${e.key}=${e.value}`);
        expect(show(overlay)).toEqual(show(plain(model)));
        expect(overlay.get(Buffer.from(from))?.toString()).toEqual(model.get(from));
      }),
      { numRuns: 1000 },
    );
  });
});
