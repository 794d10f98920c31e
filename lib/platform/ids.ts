import { randomBytes } from 'node:crypto';
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

/** Ids from the machine's random source. */
export const randomIds: Ids = {
  id: (prefix) => `${prefix}_${ulid()}`,
  token: () => Array.from(randomBytes(32), (byte) => ALPHABET[byte % 32]).join(''),
};
