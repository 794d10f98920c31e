import { decodeTime } from 'ulid';

/** What a key of ours says: whose object it is, and the latest instant at which its upload can have begun. */
export interface KeyFacts {
  record_id: string;
  version: number;
  began_by: Date;
}

const KEY =
  /^[A-Za-z0-9_-]+\/(?:ecg|cpap|bipap)\/(\d{4})\/(\d{2})\/(\d{2})\/(rec_([0-9A-HJKMNP-TV-Z]{26}))\/v([1-9]\d*)\/[A-Za-z0-9_-]+\/[a-z0-9.-]+$/;
const DAY_MS = 86_400_000;

/**
 * Reads a key (docs/decisions/0005): a record's id carries the instant it was made, with its first version; of a later
 * version the key tells the day alone, and the end of that day is taken. Null for a key that is none of ours.
 */
export function keyFacts(key: string): KeyFacts | null {
  const match = KEY.exec(key);
  if (!match) return null;
  const [, year, month, day, record_id = '', ulid = '', digits] = match;
  const version = Number(digits);
  const endOfDay = Date.parse(`${year}-${month}-${day}T00:00:00Z`) + DAY_MS;
  if (Number.isNaN(endOfDay)) return null;
  return { record_id, version, began_by: new Date(version === 1 ? decodeTime(ulid) : endOfDay) };
}
