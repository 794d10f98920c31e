import { cleanLine, decimal, latin1 } from '../common/text';
import type { DataSet } from './data-set';
import { TAGS } from './tags';

/** Reads values of data sets in the file's byte order and character set. */
export class Values {
  readonly #decoder: TextDecoder;

  constructor(
    root: DataSet,
    readonly littleEndian: boolean,
  ) {
    const set = latin1(root.get(TAGS.SpecificCharacterSet)?.value ?? new Uint8Array(0)).trim();
    this.#decoder = new TextDecoder(/ISO_IR 192/.test(set) ? 'utf-8' : (CHARACTER_SETS.get(set) ?? 'latin1'));
  }

  /** A text on one line; `null` when absent or empty. */
  text(dataSet: DataSet | undefined, tag: number): string | null {
    const value = dataSet?.get(tag)?.value;
    return value === undefined || value === null ? null : cleanLine(this.#decoder.decode(value.subarray(0, 65_536)));
  }

  /** A decimal string; the first of several. */
  decimal(dataSet: DataSet | undefined, tag: number): number | null {
    return decimal(this.text(dataSet, tag)?.split('\\')[0]);
  }

  /** Unsigned 16-bit numbers. */
  u16s(dataSet: DataSet | undefined, tag: number): number[] {
    return this.#numbers(dataSet, tag, 2, (view, at) => view.getUint16(at, this.littleEndian));
  }

  /** Unsigned 32-bit numbers. */
  u32s(dataSet: DataSet | undefined, tag: number): number[] {
    return this.#numbers(dataSet, tag, 4, (view, at) => view.getUint32(at, this.littleEndian));
  }

  #numbers(dataSet: DataSet | undefined, tag: number, width: number, read: (view: DataView, at: number) => number) {
    const value = dataSet?.get(tag)?.value;
    if (value === undefined || value === null) return [];
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const count = Math.min(Math.floor(value.length / width), 10_000);
    return Array.from({ length: count }, (_, index) => read(view, index * width));
  }

  /** The first item of a code sequence. */
  code(dataSet: DataSet | undefined, tag: number): { value: string; scheme: string; meaning: string } {
    const item = dataSet?.get(tag)?.items[0];
    return {
      value: this.text(item, TAGS.CodeValue) ?? '',
      scheme: this.text(item, TAGS.CodingSchemeDesignator) ?? '',
      meaning: this.text(item, TAGS.CodeMeaning) ?? '',
    };
  }
}

/** Single-byte character sets; without one, ASCII is due, and Latin-1 holds it. */
const CHARACTER_SETS = new Map([
  ['ISO_IR 100', 'latin1'],
  ['ISO_IR 101', 'iso-8859-2'],
  ['ISO_IR 109', 'iso-8859-3'],
  ['ISO_IR 110', 'iso-8859-4'],
  ['ISO_IR 144', 'iso-8859-5'],
  ['ISO_IR 127', 'iso-8859-6'],
  ['ISO_IR 126', 'iso-8859-7'],
  ['ISO_IR 138', 'iso-8859-8'],
  ['ISO_IR 166', 'windows-874'],
  ['GB18030', 'gb18030'],
]);
