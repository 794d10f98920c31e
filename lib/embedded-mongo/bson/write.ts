import { ObjectId } from 'bson';
import { T } from './types';
import { docValue, Value } from './value';

/** What can be written as BSON: values pass through byte for byte; whole numbers become int32, others double. */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | ObjectId
  | Value
  | Plain[]
  | { [name: string]: Plain };

/** A growing buffer that BSON is written into front to back. */
export class BsonWriter {
  private buf: Buffer;
  private pos: number;

  constructor(reserved = 0, capacity = 512) {
    this.buf = Buffer.allocUnsafe(Math.max(capacity, reserved));
    this.pos = reserved;
  }

  get length(): number {
    return this.pos;
  }

  /** The bytes written so far, including the reserved head. */
  done(): Buffer {
    return this.buf.subarray(0, this.pos);
  }

  private room(n: number): number {
    const at = this.pos;
    if (at + n > this.buf.length) {
      const bigger = Buffer.allocUnsafe((at + n) * 2);
      this.buf.copy(bigger, 0, 0, at);
      this.buf = bigger;
    }
    this.pos = at + n;
    return at;
  }

  /** Begins a document or array; returns the mark to give to `close`. */
  open(): number {
    return this.room(4);
  }

  close(mark: number): void {
    const at = this.room(1);
    this.buf.writeUInt8(0, at);
    this.buf.writeInt32LE(this.pos - mark, mark);
  }

  element(type: number, name: string): void {
    const bytes = Buffer.byteLength(name);
    const at = this.room(bytes + 2);
    this.buf.writeUInt8(type, at);
    this.buf.write(name, at + 1);
    this.buf.writeUInt8(0, at + 1 + bytes);
  }

  raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.buf.set(bytes, at);
  }

  value(name: string, value: Value): void {
    this.element(value.type, name);
    const at = this.room(value.end - value.start);
    value.buf.copy(this.buf, at, value.start, value.end);
  }

  /** Writes one element; undefined is left out. */
  plain(name: string, x: Plain): void {
    if (x === undefined) return;
    if (x instanceof Value) this.value(name, x);
    else if (Array.isArray(x)) {
      this.element(T.array, name);
      const mark = this.open();
      x.forEach((item, i) => {
        this.plain(String(i), item ?? null);
      });
      this.close(mark);
    } else if (x === null || typeof x !== 'object' || x instanceof Date || x instanceof ObjectId) {
      this.value(name, scalar(x));
    } else {
      this.element(T.object, name);
      const mark = this.open();
      for (const [key, item] of Object.entries(x)) this.plain(key, item);
      this.close(mark);
    }
  }
}

function scalar(x: null | boolean | number | bigint | string | Date | ObjectId): Value {
  if (x === null) return NULL;
  if (typeof x === 'boolean') return boolValue(x);
  if (typeof x === 'string') return stringValue(x);
  if (typeof x === 'bigint') return longValue(x);
  if (typeof x === 'number') return Number.isInteger(x) && x === (x | 0) ? intValue(x) : doubleValue(x);
  if (x instanceof Date) return dateValue(x.getTime());
  return objectIdValue(x);
}

const NONE = Buffer.alloc(0);
export const NULL = new Value(T.null, NONE, 0, 0);
export const UNDEFINED = new Value(T.undefined, NONE, 0, 0);

export function intValue(x: number): Value {
  const b = Buffer.allocUnsafe(4);
  b.writeInt32LE(x);
  return new Value(T.int, b, 0, 4);
}

export function doubleValue(x: number): Value {
  const b = Buffer.allocUnsafe(8);
  b.writeDoubleLE(x);
  return new Value(T.double, b, 0, 8);
}

function eightBytes(type: number, x: bigint): Value {
  const b = Buffer.allocUnsafe(8);
  b.writeBigInt64LE(BigInt.asIntN(64, x));
  return new Value(type, b, 0, 8);
}

export function longValue(x: bigint): Value {
  return eightBytes(T.long, x);
}

export function dateValue(ms: number): Value {
  return eightBytes(T.date, BigInt(Math.trunc(ms)));
}

export function objectIdValue(x: ObjectId): Value {
  return new Value(T.objectId, Buffer.from(x.id), 0, 12);
}

let timestampCounter = 0;

/** A timestamp of this second that no other has. */
export function freshTimestamp(now: Date): Value {
  return timestampValue(Math.floor(now.getTime() / 1000), ++timestampCounter & 0x7fffffff);
}

export function timestampValue(seconds: number, increment: number): Value {
  return eightBytes(T.timestamp, (BigInt(seconds) << 32n) | BigInt(increment));
}

export function boolValue(x: boolean): Value {
  return new Value(T.bool, Buffer.from([x ? 1 : 0]), 0, 1);
}

export function stringValue(x: string): Value {
  const size = Buffer.byteLength(x);
  const b = Buffer.allocUnsafe(size + 5);
  b.writeInt32LE(size + 1);
  b.write(x, 4);
  b.writeUInt8(0, size + 4);
  return new Value(T.string, b, 0, b.length);
}

/** A document from its fields in order. */
export function docOf(entries: Iterable<readonly [string, Value]>): Value {
  const w = new BsonWriter();
  const mark = w.open();
  for (const [name, value] of entries) w.value(name, value);
  w.close(mark);
  return docValue(w.done());
}

export function arrayOf(values: Iterable<Value>): Value {
  const w = new BsonWriter();
  const mark = w.open();
  let i = 0;
  for (const value of values) w.value(String(i++), value);
  w.close(mark);
  const bytes = w.done();
  return new Value(T.array, bytes, 0, bytes.length);
}

/** A document from a plain object. */
export function encode(x: { [name: string]: Plain }): Value {
  const w = new BsonWriter();
  const mark = w.open();
  for (const [name, item] of Object.entries(x)) w.plain(name, item);
  w.close(mark);
  return docValue(w.done());
}

/** A copy of the value in a buffer of its own, so that it does not keep a whole message alive. */
export function detached(value: Value): Value {
  return new Value(value.type, Buffer.from(value.bytes), 0, value.end - value.start);
}
