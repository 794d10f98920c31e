import { ReadFault } from '../common/fault';
import { MAX_ANNOTATIONS } from '../common/limits';
import { cleanLine, latin1 } from '../common/text';
import type { Warnings } from '../common/warnings';

/** The mnemonic of each annotation code; codes without one are written as their number. */
const MNEMONICS = ' NLRaVFJASEj/Q~\0|\0sT*D"=pB^t+u?![]en@xf()r'.split('');

const [SKIP, NUM, SUB, CHN, AUX] = [59, 60, 61, 62, 63];
const LAST_CODE = 49;
const NOTE = 22;
const RESOLUTION = /^## time resolution: ([\d.]+)$/;

/** Marks of an annotation file, one column per property; times are samples. */
export interface MarkColumns {
  at: number[];
  code: string[];
  text: (string | null)[];
  subtype: number[];
  channel: number[];
  number: number[];
  /** Ticks per second, when the file itself says so. */
  resolution_hz: number | null;
}

/** Reads an annotation file in MIT format. What follows a damaged word is dropped with a warning. */
export function parseAnnotations(bytes: Uint8Array, warnings: Warnings): MarkColumns {
  const reader = new AnnotationReader(bytes);
  if (!reader.readAll()) {
    warnings.add('truncated', 'An annotation file is cut or damaged; marks up to there are kept.');
  }
  return reader.marks;
}

function mnemonic(code: number): string {
  const letter = MNEMONICS[code];
  return letter === undefined || letter === '\0' ? String(code) : letter;
}

class AnnotationReader {
  readonly marks: MarkColumns = {
    at: [],
    code: [],
    text: [],
    subtype: [],
    channel: [],
    number: [],
    resolution_hz: null,
  };
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #position = 0;
  #time = 0;
  #number = 0;
  #channel = 0;
  #code = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether the file was whole: it ends with a word of zeros. */
  readAll(): boolean {
    while (this.#position + 2 <= this.#bytes.length) {
      const word = this.#word();
      if (word === 0) return true;
      if (!this.#take(word >> 10, word & 1023)) return false;
      if (this.marks.at.length > MAX_ANNOTATIONS) {
        throw new ReadFault('too_large', `There are more than ${MAX_ANNOTATIONS} annotations.`);
      }
    }
    return false;
  }

  #word(): number {
    const word = this.#view.getUint16(this.#position, true);
    this.#position += 2;
    return word;
  }

  #take(code: number, value: number): boolean {
    if (code <= LAST_CODE) return this.#mark(code, value);
    switch (code) {
      case SKIP:
        return this.#skip();
      case NUM:
        this.#number = signed10(value);
        return this.#change(this.marks.number, this.#number);
      case SUB:
        return this.#change(this.marks.subtype, signed10(value));
      case CHN:
        this.#channel = value & 255;
        return this.#change(this.marks.channel, this.#channel);
      case AUX:
        return this.#text(value);
      default:
        return false;
    }
  }

  #mark(code: number, step: number): boolean {
    this.#time += step;
    this.#code = code;
    // A code of 0 with a step is a jump in time and no mark.
    if (code === 0) return true;
    const { at, code: codes, text, subtype, channel, number } = this.marks;
    at.push(this.#time);
    codes.push(mnemonic(code));
    text.push(null);
    subtype.push(0);
    channel.push(this.#channel);
    number.push(this.#number);
    return true;
  }

  #skip(): boolean {
    if (this.#position + 4 > this.#bytes.length) return false;
    const high = this.#word();
    this.#time += (high << 16) | this.#word();
    return this.#time >= 0;
  }

  #change(column: number[], value: number): boolean {
    if (column.length > 0) column[column.length - 1] = value;
    return true;
  }

  #text(length: number): boolean {
    const end = this.#position + length;
    if (end > this.#bytes.length) return false;
    const text = cleanLine(latin1(this.#bytes.subarray(this.#position, end)));
    this.#position = end + (length % 2);
    const { at, text: texts } = this.marks;
    const resolution = this.#code === NOTE && at.at(-1) === 0 ? RESOLUTION.exec(text ?? '')?.[1] : undefined;
    if (resolution !== undefined) this.marks.resolution_hz = Number(resolution);
    if (texts.length > 0) texts[texts.length - 1] = text;
    return true;
  }
}

/** A 10-bit field as a small signed number. */
function signed10(value: number): number {
  return value > 511 ? value - 1024 : value;
}
