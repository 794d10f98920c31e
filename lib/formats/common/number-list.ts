import { packChannel } from '@/lib/signals/pack';
import { periodMs } from '@/lib/signals/rate';
import type { RationalRate } from '@/lib/signals/types';
import type { RecordingChannel } from '../recording';
import { ReadFault } from './fault';
import { MAX_GAPS } from './limits';
import { decimal } from './text';

/** Numbers as a text has them: `null` stands for a word that means "no value". */
export type NumberList = (number | null)[];

/** Written-out samples of one channel; an hour at 500 Hz is 1.8 million. */
const MAX_NUMBERS = 4_000_000;
const [MINUS, PLUS, ZERO, NINE] = [0x2d, 0x2b, 0x30, 0x39];
const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/**
 * Reads numbers separated by white space. Whole numbers, which nearly all are, are read without making texts of them.
 *
 * @param missing words that stand for a missing value
 */
export function parseNumbers(text: string, missing: readonly string[] = []): NumberList {
  const numbers: NumberList = [];
  for (let at = 0; at < text.length; ) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    let end = at;
    while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
    if (numbers.length >= MAX_NUMBERS) throw new ReadFault('too_large', 'A channel has too many written-out samples.');
    numbers.push(wholeNumber(text, at, end) ?? otherNumber(text.slice(at, Math.min(end, at + 100)), missing));
    at = end;
  }
  return numbers;
}

function wholeNumber(text: string, from: number, to: number): number | null {
  const first = text.charCodeAt(from);
  const start = first === MINUS || first === PLUS ? from + 1 : from;
  if (start === to || to - start > 9) return null;
  let value = 0;
  for (let i = start; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < ZERO || code > NINE) return null;
    value = value * 10 + code - ZERO;
  }
  return first === MINUS ? 0 - value : value;
}

function otherNumber(word: string, missing: readonly string[]): number | null {
  const value = decimal(word);
  if (value === null && !missing.includes(word)) throw new ReadFault('corrupt', 'A sample is no number.');
  if (value !== null && Math.abs(value) > 1e15) throw new ReadFault('corrupt', 'A sample is out of all range.');
  return value;
}

/** Samples and segments of a channel made of written-out numbers; `null` ones are gaps. */
export function storeNumbers(
  values: NumberList,
  rate: RationalRate,
  start_ms: number,
  scale: number,
  offset: number,
): Pick<RecordingChannel, 'encoding' | 'segments'> {
  let gaps = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === null && values[i - 1] !== null) gaps++;
  if (gaps > MAX_GAPS) throw new ReadFault('too_large', `A channel has more than ${MAX_GAPS} gaps.`);
  const info = { id: '', name: '', kind: 'rhythm', unit: '', rate, derived: false } as const;
  const { encoding, segments } = packChannel(info, periodMs(rate), [{ start_ms, scale, offset, values }]);
  return { encoding, segments };
}
