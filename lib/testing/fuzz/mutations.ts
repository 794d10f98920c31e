import type { NamedBytes } from '@/lib/formats/common/archive';
import type { Seed } from './corpus';

/** A changed recording and what was done to it. */
export interface Mutant {
  name: string;
  files: NamedBytes[];
}

const EVERY_BYTE_UNTIL = 4096;
const THEN_EVERY = 997;

function* replaced(seed: Seed, index: number, what: string, bytes: Uint8Array): Generator<Mutant> {
  yield {
    name: `${seed.name}: ${what}`,
    files: seed.files.map((file, i) => (i === index ? { ...file, bytes } : file)),
  };
}

/** Every file of a recording cut at every byte up to 4 kB, then at every 997th; `stride` takes fewer. */
export function* truncations(seed: Seed, stride = 1): Generator<Mutant> {
  for (const [index, { name, bytes }] of seed.files.entries()) {
    for (let at = 0; at < bytes.length; ) {
      yield* replaced(seed, index, `${name} cut at ${at}`, bytes.subarray(0, at));
      at += (at < EVERY_BYTE_UNTIL ? 1 : THEN_EVERY) * stride;
    }
  }
}

/** A small generator of numbers below 2^32 (mulberry32): the same changes every time. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const NASTY = [0x00, 0x01, 0x7f, 0x80, 0xff];

/** Bits flipped, bytes overwritten, words set to extremes, pieces taken out or doubled; most of them near the front. */
export function* damages(seed: Seed, count: number, random: () => number): Generator<Mutant> {
  for (let i = 0; i < count; i++) {
    const index = random() % seed.files.length;
    const { name, bytes } = seed.files[index] ?? { name: '', bytes: new Uint8Array(0) };
    if (bytes.length === 0) continue;
    yield* replaced(seed, index, `${name} damage ${i}`, damage(bytes, random));
  }
}

function damage(bytes: Uint8Array, random: () => number): Uint8Array {
  const place = () => random() % (random() % 4 === 0 ? bytes.length : Math.min(bytes.length, EVERY_BYTE_UNTIL));
  // A copy for certain: the `slice` of a Buffer is a view.
  const changed = Uint8Array.from(bytes);
  for (let times = 1 + (random() % 3); times > 0; times--) {
    const at = place();
    switch (random() % 5) {
      case 0:
        changed[at] = (changed[at] ?? 0) ^ (1 << (random() % 8));
        break;
      case 1:
        changed[at] = NASTY[random() % NASTY.length] ?? 0;
        break;
      case 2:
        changed.fill(NASTY[random() % NASTY.length] ?? 0, at, at + 4);
        break;
      case 3:
        changed.copyWithin(at, at + (random() % 64));
        break;
      default:
        changed.copyWithin(at + (random() % 64), at);
    }
  }
  return changed;
}

/** Digits of a text replaced by other numbers: lengths, counts and scales that nobody meant. */
export function* numberSwaps(seed: Seed, count: number, random: () => number): Generator<Mutant> {
  const numbers = ['0', '-1', '99999', '2147483647', '4294967296', '1e308', '1e-300', 'NaN', '', '0x10', '1,5'];
  for (let i = 0; i < count; i++) {
    const index = random() % seed.files.length;
    const { name, bytes } = seed.files[index] ?? { name: '', bytes: new Uint8Array(0) };
    const text = new TextDecoder('latin1').decode(bytes.subarray(0, EVERY_BYTE_UNTIL));
    const found = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
    const match = found[random() % Math.max(1, found.length)];
    if (match === undefined) continue;
    const number = new TextEncoder().encode(numbers[random() % numbers.length] ?? '');
    const parts = [bytes.subarray(0, match.index), number, bytes.subarray(match.index + match[0].length)];
    yield* replaced(seed, index, `${name} number ${i}`, Buffer.concat(parts));
  }
}
