import { Decimal128 } from 'bson';
import { isNumericType, T } from './types';

/**
 * One BSON value inside a buffer: `type` is its element type byte, [start, end) its bytes without type and name.
 * Values are views on validated bytes. Documents are never turned into JavaScript objects, so stored types survive
 * and no field name can reach a prototype.
 */
export class Value {
  constructor(
    readonly type: number,
    readonly buf: Buffer,
    readonly start: number,
    readonly end: number,
  ) {}

  get bytes(): Buffer {
    return this.buf.subarray(this.start, this.end);
  }

  get isNumber(): boolean {
    return isNumericType(this.type);
  }

  get isObject(): boolean {
    return this.type === T.object;
  }

  get isArray(): boolean {
    return this.type === T.array;
  }

  /** The number as a double; a long above 2^53 or a decimal is rounded to the nearest. */
  number(): number {
    switch (this.type) {
      case T.int:
        return this.buf.readInt32LE(this.start);
      case T.double:
        return this.buf.readDoubleLE(this.start);
      case T.long:
        return Number(this.buf.readBigInt64LE(this.start));
      case T.decimal:
        return Number(this.decimalText());
      default:
        return Number.NaN;
    }
  }

  /** The whole number of an int, long, date or timestamp. */
  bigint(): bigint {
    return this.type === T.int ? BigInt(this.buf.readInt32LE(this.start)) : this.buf.readBigInt64LE(this.start);
  }

  decimalText(): string {
    return new Decimal128(this.bytes).toString();
  }

  /** Text of a string, symbol or code. */
  text(): string {
    return this.buf.toString('utf8', this.start + 4, this.end - 1);
  }

  bool(): boolean {
    return this.buf.readUInt8(this.start) !== 0;
  }

  dateMs(): number {
    return Number(this.buf.readBigInt64LE(this.start));
  }

  /** Pattern and options of a regular expression. */
  regex(): { pattern: string; options: string } {
    const mid = this.buf.indexOf(0, this.start);
    return {
      pattern: this.buf.toString('utf8', this.start, mid),
      options: this.buf.toString('utf8', mid + 1, this.end - 1),
    };
  }

  /** Payload of binary data. */
  binary(): Buffer {
    return this.buf.subarray(this.start + 5, this.end);
  }

  /** The value of a field of this document or array. */
  get(name: string): Value | undefined {
    return field(this, Buffer.from(name));
  }

  /** MongoDB's idea of true: everything but false, 0, null, undefined and a missing value. */
  truthy(): boolean {
    if (this.type === T.bool) return this.bool();
    if (this.isNumber) return this.number() !== 0;
    return this.type !== T.null && this.type !== T.undefined;
  }
}

/** Number of bytes of a value of this type at `pos`; -1 for a type that does not exist. */
export function sizeAt(type: number, buf: Buffer, pos: number): number {
  switch (type) {
    case T.double:
    case T.date:
    case T.timestamp:
    case T.long:
      return 8;
    case T.int:
      return 4;
    case T.bool:
      return 1;
    case T.objectId:
      return 12;
    case T.decimal:
      return 16;
    case T.undefined:
    case T.null:
    case T.minKey:
    case T.maxKey:
      return 0;
    case T.string:
    case T.javascript:
    case T.symbol:
      return 4 + buf.readInt32LE(pos);
    case T.object:
    case T.array:
    case T.javascriptWithScope:
      return buf.readInt32LE(pos);
    case T.binData:
      return 5 + buf.readInt32LE(pos);
    case T.dbPointer:
      return 16 + buf.readInt32LE(pos);
    case T.regex:
      return buf.indexOf(0, buf.indexOf(0, pos) + 1) + 1 - pos;
    default:
      return -1;
  }
}

/** A whole BSON document as a value. */
export function docValue(bytes: Buffer): Value {
  return new Value(T.object, bytes, 0, bytes.length);
}

/** The first field of that name in a document (or array), or undefined. */
export function field(doc: Value, name: Buffer): Value | undefined {
  const { buf } = doc;
  const last = doc.end - 1;
  let pos = doc.start + 4;
  while (pos < last) {
    const type = buf.readUInt8(pos);
    const nameEnd = buf.indexOf(0, pos + 1);
    const start = nameEnd + 1;
    const end = start + sizeAt(type, buf, start);
    if (nameEnd - pos - 1 === name.length && buf.compare(name, 0, name.length, pos + 1, nameEnd) === 0) {
      return new Value(type, buf, start, end);
    }
    pos = end;
  }
  return undefined;
}

/** All fields of a document in order. */
export function fields(doc: Value): [string, Value][] {
  return elements(doc, (nameStart, nameEnd, value) => [doc.buf.toString('utf8', nameStart, nameEnd), value]);
}

/** The elements of an array in order. */
export function items(array: Value): Value[] {
  return elements(array, (_nameStart, _nameEnd, value) => value);
}

function elements<E>(doc: Value, make: (nameStart: number, nameEnd: number, value: Value) => E): E[] {
  const out: E[] = [];
  const { buf } = doc;
  const last = doc.end - 1;
  let pos = doc.start + 4;
  while (pos < last) {
    const type = buf.readUInt8(pos);
    const nameEnd = buf.indexOf(0, pos + 1);
    const start = nameEnd + 1;
    const end = start + sizeAt(type, buf, start);
    out.push(make(pos + 1, nameEnd, new Value(type, buf, start, end)));
    pos = end;
  }
  return out;
}

/** True if a document or array has no element. */
export function isEmpty(doc: Value): boolean {
  return doc.end - doc.start <= 5;
}
