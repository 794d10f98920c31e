import { createHash } from 'node:crypto';
import { T, TAG, tagOf } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import { decimalTail, numberKey, orderedDouble } from './number-key';

const ZERO = Buffer.from([0]);
const END = 1;

class KeyWriter {
  private buf = Buffer.allocUnsafe(512);
  length = 0;

  private room(n: number): number {
    const at = this.length;
    if (at + n > this.buf.length) {
      const bigger = Buffer.allocUnsafe((at + n) * 2);
      this.buf.copy(bigger, 0, 0, at);
      this.buf = bigger;
    }
    this.length = at + n;
    return at;
  }

  byte(x: number): void {
    const at = this.room(1);
    this.buf.writeUInt8(x, at);
  }

  bytes(x: Buffer): void {
    const at = this.room(x.length);
    x.copy(this.buf, at);
  }

  uint32(x: number): void {
    const at = this.room(4);
    this.buf.writeUInt32BE(x, at);
  }

  /** Bytes with 0x00 written as 00 FF, ended by 00 01: no text is a prefix of another. */
  text(x: Buffer): void {
    let from = 0;
    for (let zero = x.indexOf(0); zero >= 0; zero = x.indexOf(0, from)) {
      this.bytes(x.subarray(from, zero));
      this.byte(0);
      this.byte(0xff);
      from = zero + 1;
    }
    this.bytes(from === 0 ? x : x.subarray(from));
    this.byte(0);
    this.byte(END);
  }

  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.buf.writeUInt8(this.buf.readUInt8(i) ^ 0xff, i);
  }

  /** Replaces an over-long tail by its first bytes and a hash; returns whether it did. */
  cut(from: number, limit: number): boolean {
    if (this.length - from <= limit) return false;
    const hash = createHash('sha256').update(this.buf.subarray(from, this.length)).digest();
    this.length = from + limit - hash.length;
    this.bytes(hash);
    return true;
  }

  take(): Buffer {
    return Buffer.from(this.buf.subarray(0, this.length));
  }
}

const writer = new KeyWriter();

function putNumber(w: KeyWriter, value: Value): void {
  const { floor, exact } = numberKey(value);
  w.bytes(orderedDouble(floor));
  w.byte(exact ? 2 : 0);
  if (exact) w.bytes(decimalTail(exact));
}

function putInt64(w: KeyWriter, value: Value, signed: boolean): void {
  const out = Buffer.allocUnsafe(8);
  const bits = BigInt.asUintN(64, value.bigint());
  out.writeBigUInt64BE(signed ? bits ^ (1n << 63n) : bits);
  w.bytes(out);
}

/** Appends one value; the encoding of no value is a prefix of another's. */
function put(w: KeyWriter, value: Value): void {
  const tag = tagOf(value.type);
  w.byte(tag);
  switch (tag) {
    case TAG.number:
      putNumber(w, value);
      break;
    case TAG.string:
    case TAG.javascript:
      w.text(value.buf.subarray(value.start + 4, value.end - 1));
      break;
    case TAG.object:
      for (const [name, item] of fields(value)) {
        w.byte(tagOf(item.type));
        w.text(Buffer.from(name));
        put(w, item);
      }
      w.byte(END);
      break;
    case TAG.array:
      for (const item of items(value)) put(w, item);
      w.byte(END);
      break;
    case TAG.objectId:
    case TAG.bool:
      w.bytes(value.bytes);
      break;
    case TAG.date:
      putInt64(w, value, true);
      break;
    case TAG.timestamp:
      putInt64(w, value, false);
      break;
    case TAG.binData:
      w.uint32(value.end - value.start - 5);
      w.bytes(value.buf.subarray(value.start + 4, value.end));
      break;
    case TAG.regex: {
      const { pattern, options } = value.regex();
      w.text(Buffer.from(pattern));
      w.text(Buffer.from(options));
      break;
    }
    case TAG.dbPointer:
    case TAG.javascriptWithScope:
      w.uint32(value.end - value.start);
      w.bytes(value.bytes);
      break;
  }
}

/** The bytes of a value whose memcmp order is MongoDB's comparison order. */
export function encodeValue(value: Value): Buffer {
  writer.length = 0;
  put(writer, value);
  return writer.take();
}

interface EncodedKey {
  key: Buffer;
  /** True if a value was too long and was replaced by a prefix and a hash: still unique, but no longer ordered. */
  cut: boolean;
}

/**
 * An index key: for each value its encoding, bytes inverted where the field is descending.
 * `segment` is the greatest number of bytes for one value.
 */
export function encodeKey(values: readonly Value[], descending: readonly boolean[], segment: number): EncodedKey {
  writer.length = 0;
  let cut = false;
  values.forEach((value, i) => {
    const from = writer.length;
    put(writer, value);
    if (writer.cut(from, segment)) cut = true;
    if (descending[i]) writer.invert(from);
  });
  return { key: writer.take(), cut };
}

/** MongoDB's order of two values; a missing value compares like null. */
export function compareValues(a: Value, b: Value): number {
  if (a.type === b.type) {
    if (a.type === T.int) return a.number() - b.number();
    if (a.type === T.objectId) return a.buf.compare(b.buf, b.start, b.end, a.start, a.end);
  }
  const order = tagOf(a.type) - tagOf(b.type);
  return order !== 0 ? order : Buffer.compare(encodeValue(a), encodeValue(b));
}

export function equalValues(a: Value, b: Value): boolean {
  if (a.type === b.type && a.bytes.equals(b.bytes)) return true;
  return tagOf(a.type) === tagOf(b.type) && compareValues(a, b) === 0;
}

/** The key just after every key that begins with these bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  let end = prefix.length;
  while (end > 0 && prefix.readUInt8(end - 1) === 0xff) end--;
  if (end === 0) return Buffer.alloc(64, 0xff);
  const out = Buffer.from(prefix.subarray(0, end));
  out.writeUInt8(out.readUInt8(end - 1) + 1, end - 1);
  return out;
}

/** The smallest key greater than this one. */
export function justAfter(key: Buffer): Buffer {
  return Buffer.concat([key, ZERO]);
}
