import { MAX_TEXT } from './limits';

/** Control characters but tab and newline, unpaired surrogates, and the marks that turn the direction of writing. */
const UNWANTED = /(?![\n\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu;

/** A text as it may be kept: without control characters, trimmed, of bounded length; `null` when nothing is left. */
export function cleanText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const cleaned = text
    .slice(0, 4 * MAX_TEXT)
    .replace(/\r\n?/g, '\n')
    .replace(UNWANTED, '')
    .trim()
    .slice(0, MAX_TEXT);
  return cleaned === '' ? null : cleaned;
}

/** A text on one line: as `cleanText`, with every run of white space a single blank. */
export function cleanLine(text: string | null | undefined): string | null {
  return cleanText(text?.slice(0, 4 * MAX_TEXT).replace(/\s+/g, ' '));
}

/** Bytes as Latin-1: every byte is one character. */
export function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Bytes as UTF-8 where they are, as Latin-1 where not; a byte order mark is dropped. */
export function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1(bytes);
  }
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/;
const LONGEST_NUMBER = 64;

/** A decimal number, strictly: digits, one point, perhaps an exponent; `null` for anything else and for overflow. */
export function decimal(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed.length > LONGEST_NUMBER || !DECIMAL.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

/** A whole number, strictly; `null` for anything else. */
export function integer(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  if (!/^[+-]?\d{1,15}$/.test(trimmed)) return null;
  return Number(trimmed);
}

/** A sex as files write it. `null` when nothing is written, `unknown` when it is written that it is not known. */
export function sexOf(text: string | null | undefined): 'female' | 'male' | 'other' | 'unknown' | null {
  const word = text?.trim().toLowerCase() ?? '';
  if (word === '') return null;
  if (['m', 'male', '1'].includes(word)) return 'male';
  if (['f', 'female', '2'].includes(word)) return 'female';
  return ['o', 'other', 'un'].includes(word) ? 'other' : 'unknown';
}
