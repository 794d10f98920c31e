import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from './message';
import { Framer } from './server';

function message(size: number, fill: number): Buffer {
  const out = Buffer.alloc(size, fill);
  out.writeInt32LE(size, 0);
  return out;
}

describe('Framer', () => {
  it('gives the same messages however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 21, max: 60 }), { maxLength: 5 }),
        fc.array(fc.nat(30), { maxLength: 30 }),
        (sizes, cuts) => {
          const messages = sizes.map((size, i) => message(size, i));
          let rest = Buffer.concat(messages);
          const framer = new Framer();
          const out: Buffer[] = [];
          for (const cut of [...cuts, rest.length]) {
            if (cut > 0) out.push(...framer.push(rest.subarray(0, cut)));
            rest = rest.subarray(cut);
          }
          expect(out).toEqual(messages);
        },
      ),
    );
  });

  it.each([0, 15, 20, -1, 48_016_385])('refuses a length of %i', (size) => {
    const head = Buffer.alloc(21);
    head.writeInt32LE(size, 0);
    expect(() => new Framer().push(head)).toThrow(ProtocolError);
  });
});
