import { randomBytes, randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

/** What an id names; the prefix makes a misplaced one visible. */
export type IdPrefix =
  | ('org' | 'usr' | 'ses' | 'key' | 'pat' | 'dev' | 'asg')
  | ('clk' | 'rec' | 'rdg' | 'ann' | 'ing' | 'imp' | 'upl' | 'evt' | 'req' | 'job')
  | ('rep' | 'lnk');

/** The port to id and secret makers. */
export interface Ids {
  /** An opaque id `prefix_ULID`: 48 bits of time, 80 random bits. */
  id(prefix: IdPrefix): string;
  /** An unguessable token in lower-case letters and digits, 160 bits. */
  token(): string;
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

const drawn = new Uint8Array(4096);
let left = 0;

/** A number in [0, 1) of one random byte; bytes are drawn from the machine's source many at a time, each used once. */
function randomFraction(): number {
  if (left === 0) left = randomFillSync(drawn).length;
  left -= 1;
  return (drawn[left] ?? 0) / 256;
}

/** Ids from the machine's random source. */
export const randomIds: Ids = {
  // a ULID takes 5 bits of each number, which one byte gives evenly
  id: (prefix) => `${prefix}_${ulid(undefined, randomFraction)}`,
  token: () => Array.from(randomBytes(32), (byte) => ALPHABET[byte % 32]).join(''),
};
