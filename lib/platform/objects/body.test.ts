import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, toBytes } from './body';

async function collect(chunks: Uint8Array[], size: number): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  for await (const block of blocksOf(Readable.from(chunks), size)) blocks.push(block);
  return blocks;
}

describe('blocksOf', () => {
  it('keeps every byte in order, in full blocks but for the last', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 17 }), async (parts, size) => {
        const blocks = await collect(parts, size);
        expect(Buffer.concat(blocks).equals(Buffer.concat(parts))).toBe(true);
        expect(blocks.slice(0, -1).every(({ byteLength }) => byteLength === size)).toBe(true);
        expect(blocks.at(-1)?.byteLength).toBeLessThan(size);
      }),
    );
  });
});

describe('toBytes', () => {
  it('takes bytes and text, and nothing else', () => {
    expect([...toBytes('é')]).toEqual([0xc3, 0xa9]);
    expect(() => toBytes({})).toThrow(TypeError);
  });
});
