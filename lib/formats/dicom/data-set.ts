import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { inflate } from '../common/inflate';
import { MAX_INFLATED_BYTES } from '../common/limits';
import { latin1 } from '../common/text';
import { isSequenceTag } from './tags';

/*
 * A reader of our own for the few dozen elements that waveforms need, instead of a package: the packages at hand recurse
 * without a limit, inflate without a limit, or throw texts. Everything else is skipped by its length.
 */

/** Elements by tag (group × 65536 + element). */
export type DataSet = ReadonlyMap<number, Element>;

interface Element {
  /** `null` for a sequence. */
  value: Uint8Array | null;
  items: DataSet[];
}

/** How a data set is written. */
interface Syntax {
  explicit: boolean;
  littleEndian: boolean;
}

/** A whole file: its elements, and the order of bytes in them. */
export interface DicomFile {
  dataSet: DataSet;
  littleEndian: boolean;
}

const UNDEFINED_LENGTH = 0xffffffff;
const [ITEM, ITEM_END, SEQUENCE_END] = [0xfffee000, 0xfffee00d, 0xfffee0dd];
const MAX_DEPTH = 16;
const MAX_ELEMENTS = 200_000;
const LONG_VRS = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN', 'UT', 'UC', 'UR', 'SQ', 'SV', 'UV']);
const TRANSFER_SYNTAX = 0x00020010;
const [IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED] = [
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.1.99',
];

/** Reads a DICOM file, with preamble or without. */
export function readDicomFile(bytes: Uint8Array): DicomFile {
  const hasPreamble = latin1(bytes.subarray(128, 132)) === 'DICM';
  const start = hasPreamble ? 132 : 0;
  const meta = new DataSetReader(bytes.subarray(start), { explicit: true, littleEndian: true });
  const isMeta = hasPreamble || (bytes[0] === 2 && bytes[1] === 0);
  const metaSet = isMeta ? meta.readGroup(2) : new Map<number, Element>();
  const body = bytes.subarray(start + meta.position);
  const written = metaSet.get(TRANSFER_SYNTAX)?.value;
  const uid = written === undefined || written === null ? null : latin1(written).replace(/[\0 ]+$/, '');
  switch (uid) {
    case null:
      return parse(body, { explicit: looksExplicit(body), littleEndian: true });
    case IMPLICIT:
      return parse(body, { explicit: false, littleEndian: true });
    case EXPLICIT:
      return parse(body, { explicit: true, littleEndian: true });
    case BIG_ENDIAN:
      return parse(body, { explicit: true, littleEndian: false });
    case DEFLATED:
      return parse(inflate(body, 'raw', null, MAX_INFLATED_BYTES), { explicit: true, littleEndian: true });
    default:
      throw new ReadFault('unsupported', 'The DICOM file has a transfer syntax that waveforms do not have.');
  }
}

function looksExplicit(body: Uint8Array): boolean {
  return /^[A-Z]{2}$/.test(latin1(body.subarray(4, 6)));
}

function parse(body: Uint8Array, syntax: Syntax): DicomFile {
  const dataSet = new DataSetReader(body, syntax).readAll();
  return { dataSet, littleEndian: syntax.littleEndian };
}

class DataSetReader {
  readonly #reader: ByteReader;
  readonly #syntax: Syntax;
  #elements = 0;

  constructor(bytes: Uint8Array, syntax: Syntax) {
    this.#reader = new ByteReader(bytes, 'The DICOM data set', syntax.littleEndian);
    this.#syntax = syntax;
  }

  get position(): number {
    return this.#reader.position;
  }

  /** The elements of one group at the front; the reader then stands behind them. */
  readGroup(group: number): Map<number, Element> {
    const elements = new Map<number, Element>();
    while (this.#reader.remaining >= 8) {
      const before = this.#reader.position;
      const tag = this.#tag();
      if (Math.floor(tag / 65_536) !== group) {
        this.#reader.position = before;
        break;
      }
      elements.set(tag, this.#element(tag, this.#syntax.explicit, 0));
    }
    return elements;
  }

  readAll(): DataSet {
    return this.#dataSet(this.#reader.bytes.length, this.#syntax.explicit, 0);
  }

  #tag(): number {
    const group = this.#reader.u16();
    return group * 65_536 + this.#reader.u16();
  }

  /** Elements up to a byte, or up to the end mark of an item of undefined length. */
  #dataSet(end: number, explicit: boolean, depth: number): DataSet {
    if (depth > MAX_DEPTH) throw new ReadFault('too_large', 'The DICOM sequences are nested too deeply.');
    const elements = new Map<number, Element>();
    while (this.#reader.position < end) {
      const tag = this.#tag();
      if (tag === ITEM_END) {
        this.#reader.skip(4);
        break;
      }
      if (tag === ITEM || tag === SEQUENCE_END)
        throw new ReadFault('corrupt', 'A DICOM sequence mark is out of place.');
      elements.set(tag, this.#element(tag, explicit, depth));
    }
    return elements;
  }

  #element(tag: number, explicit: boolean, depth: number): Element {
    if (++this.#elements > MAX_ELEMENTS) throw new ReadFault('too_large', 'The DICOM data set has too many elements.');
    const { vr, length } = explicit ? this.#explicitHead() : { vr: null, length: this.#reader.u32() };
    const isSequence = vr === 'SQ' || (vr !== null ? false : isSequenceTag(tag));
    if (!isSequence && length !== UNDEFINED_LENGTH) return { value: this.#reader.take(length), items: [] };
    // An unknown VR of undefined length is a sequence in implicit form.
    const inner = explicit && vr !== 'UN';
    return { value: null, items: this.#items(length, inner, depth) };
  }

  #explicitHead(): { vr: string; length: number } {
    const vr = latin1(this.#reader.take(2));
    if (!/^[A-Z]{2}$/.test(vr)) throw new ReadFault('corrupt', 'A DICOM element has no value representation.');
    if (!LONG_VRS.has(vr)) return { vr, length: this.#reader.u16() };
    this.#reader.skip(2);
    return { vr, length: this.#reader.u32() };
  }

  #items(length: number, explicit: boolean, depth: number): DataSet[] {
    const items: DataSet[] = [];
    const defined = length !== UNDEFINED_LENGTH;
    if (defined && length > this.#reader.remaining) {
      throw new ReadFault('truncated', 'A DICOM sequence ends before its declared length.');
    }
    const end = defined ? this.#reader.position + length : this.#reader.bytes.length;
    while (this.#reader.position < end) {
      const tag = this.#tag();
      const itemLength = this.#reader.u32();
      if (tag === SEQUENCE_END) return items;
      if (tag !== ITEM) throw new ReadFault('corrupt', 'A DICOM sequence holds something that is no item.');
      const known = itemLength !== UNDEFINED_LENGTH;
      if (known && itemLength > this.#reader.remaining) {
        throw new ReadFault('truncated', 'A DICOM item ends before its declared length.');
      }
      items.push(this.#dataSet(known ? this.#reader.position + itemLength : end, explicit, depth + 1));
      if (++this.#elements > MAX_ELEMENTS) throw new ReadFault('too_large', 'The DICOM data set has too many items.');
    }
    if (!defined) throw new ReadFault('truncated', 'A DICOM sequence of undefined length has no end.');
    return items;
  }
}
