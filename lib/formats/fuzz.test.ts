import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bombs } from '@/lib/testing/fuzz/bombs';
import { seeds } from '@/lib/testing/fuzz/corpus';
import { judge, type Verdict } from '@/lib/testing/fuzz/judge';
import { damages, type Mutant, numberSwaps, numbersFrom, truncations } from '@/lib/testing/fuzz/mutations';

/*
 * A bounded part of `npm run fuzz`: fewer cuts, the same kinds of damage, the same promises (a refusal or a sound
 * recording, nothing thrown). `npm run fuzz` measures memory as well.
 */
const MAX_MS = 2000;
/** Cuts and damages of one file each; a large document takes tens of milliseconds to read. */
const CUTS = 40;
const DAMAGES = 25;
const TIMEOUT = 60_000;

function faultsOf(mutants: Iterable<Mutant>): string[] {
  const found: string[] = [];
  for (const { name, files } of mutants) {
    const { faults, milliseconds }: Verdict = judge(files);
    if (milliseconds > MAX_MS) faults.push(`took ${milliseconds} ms`);
    for (const fault of faults) found.push(`${name}: ${fault}`);
  }
  return found;
}

function cutCount(bytes: number): number {
  return bytes <= 4096 ? bytes : 4096 + (bytes - 4096) / 997;
}

describe.each(seeds())('$name', (seed) => {
  it('is read as it is', () => {
    expect(judge(seed.files)).toMatchObject({ answer: 'ok', faults: [] });
  });

  it('ends in a refusal or a sound recording however it is cut or damaged', { timeout: TIMEOUT }, () => {
    const random = numbersFrom(1);
    const all = seed.files.reduce((sum, { bytes }) => sum + cutCount(bytes.length), 0);
    expect(faultsOf(truncations(seed, Math.max(1, Math.ceil(all / CUTS))))).toEqual([]);
    expect(faultsOf(damages(seed, DAMAGES, random))).toEqual([]);
    expect(faultsOf(numberSwaps(seed, DAMAGES, random))).toEqual([]);
  });
});

it('refuses every bomb in time', { timeout: TIMEOUT }, () => {
  const harmless = new Set(['entity that nobody declared']);
  for (const { name, files } of bombs(0.1)) {
    const { answer, faults, milliseconds } = judge(files);
    expect({ name, faults, slow: milliseconds > MAX_MS }).toEqual({ name, faults: [], slow: false });
    // A claim beyond the bytes may be answered with what is there.
    if (!name.startsWith('WFDB that claims') && !harmless.has(name))
      expect({ name, answer }).not.toEqual({ name, answer: 'ok' });
  }
});

it('takes any bytes at all', { timeout: TIMEOUT }, () => {
  const starts = [
    '',
    'PK\x03\x04',
    '\x1f\x8b',
    'ISHNE1.0',
    '0       ',
    '<AnnotatedECG',
    '{"resourceType":"Observation"',
    'r 1 100\n',
  ];
  const bytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 2000 }));
  const property = fc.property(bytes, ([start, rest]) => {
    const { faults } = judge([{ name: 'r.hea', bytes: Buffer.concat([Buffer.from(start, 'latin1'), rest]) }]);
    expect(faults).toEqual([]);
  });
  fc.assert(property, { numRuns: 500 });
});

it('gives the same answer every time and leaves the bytes as they were', () => {
  for (const { files } of seeds()) {
    const before = files.map(({ bytes }) => Uint8Array.from(bytes));
    const [first, second] = [judge(files).answer, judge(files).answer];
    expect(second).toBe(first);
    expect(files.map(({ bytes }, i) => Buffer.compare(bytes, before[i] ?? new Uint8Array(0)))).toEqual(
      files.map(() => 0),
    );
  }
});
