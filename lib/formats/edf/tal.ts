import { cleanLine, decimal, utf8OrLatin1 } from '../common/text';

/** A time-stamped annotation list of EDF+. */
export interface Tal {
  onset_s: number;
  duration_s: number | null;
  texts: string[];
}

const [DURATION_MARK, TEXT_MARK] = ['\x15', '\x14'];
const TIME = /^[+-]\d{1,12}(\.\d*)?$/;

/** What the annotation bytes of one data record hold. `damaged` is set when a part of them is no such list. */
export function parseTals(bytes: Uint8Array): { tals: Tal[]; damaged: boolean } {
  const tals: Tal[] = [];
  let damaged = false;
  let from = 0;
  while (from < bytes.length && bytes[from] !== 0) {
    const end = bytes.indexOf(0, from);
    if (end < 0) return { tals, damaged: true };
    const tal = parseTal(utf8OrLatin1(bytes.subarray(from, end)));
    if (tal === null) damaged = true;
    else tals.push(tal);
    from = end + 1;
  }
  return { tals, damaged };
}

function parseTal(text: string): Tal | null {
  const [time = '', ...texts] = text.split(TEXT_MARK);
  const [onset = '', duration] = time.split(DURATION_MARK);
  if (!TIME.test(onset) || texts.length === 0) return null;
  const onset_s = decimal(onset);
  if (onset_s === null || Math.abs(onset_s) > MAX_ONSET_S) return null;
  const length = decimal(duration);
  return {
    onset_s,
    duration_s: length !== null && length >= 0 ? length : null,
    texts: texts.slice(0, -1).map((one) => cleanLine(one) ?? ''),
  };
}

/** A year: recordings are shorter. */
const MAX_ONSET_S = 366 * 86_400;
