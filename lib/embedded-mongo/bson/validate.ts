import { isUtf8 } from 'node:buffer';
import { T } from './types';
import { docValue, sizeAt, type Value } from './value';

/** Thrown for bytes that are not a BSON document; the connection that sent them is closed. */
export class InvalidBson extends Error {}

const MAX_DEPTH = 180;

/** Types whose value begins with its length. */
const WITH_LENGTH = new Set<number>([
  T.string,
  T.javascript,
  T.symbol,
  T.object,
  T.array,
  T.javascriptWithScope,
  T.binData,
  T.dbPointer,
]);

/**
 * Checks that the bytes are exactly one well-formed BSON document, so that everything after may read without bounds
 * checks of its own. Text must be valid UTF-8. Throws InvalidBson.
 */
export function validated(bytes: Buffer): Value {
  checkDocument(bytes, 0, bytes.length, 0);
  return docValue(bytes);
}

function checkDocument(buf: Buffer, start: number, end: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new InvalidBson('document is nested too deeply');
  if (end - start < 5 || buf.readInt32LE(start) !== end - start || buf.readUInt8(end - 1) !== 0) {
    throw new InvalidBson('document length is wrong');
  }
  const last = end - 1;
  let pos = start + 4;
  while (pos < last) {
    const type = buf.readUInt8(pos);
    const nameEnd = cstringEnd(buf, pos + 1, last);
    const valueEnd = checkValue(buf, type, nameEnd + 1, last, depth);
    pos = valueEnd;
  }
  if (pos !== last) throw new InvalidBson('element runs over the end of its document');
}

function cstringEnd(buf: Buffer, start: number, limit: number): number {
  const end = buf.indexOf(0, start);
  if (end < 0 || end >= limit) throw new InvalidBson('name without end');
  checkText(buf, start, end);
  return end;
}

function checkText(buf: Buffer, start: number, end: number): void {
  if (end > start && !isUtf8(buf.subarray(start, end))) throw new InvalidBson('text is not valid UTF-8');
}

function checkValue(buf: Buffer, type: number, start: number, limit: number, depth: number): number {
  if (type === T.regex) return cstringEnd(buf, cstringEnd(buf, start, limit) + 1, limit) + 1;
  if (WITH_LENGTH.has(type)) {
    if (start + 4 > limit || buf.readInt32LE(start) < 0) throw new InvalidBson('length is wrong');
  }
  const size = sizeAt(type, buf, start);
  const end = start + size;
  if (size < 0 || end > limit) throw new InvalidBson(size < 0 ? `unknown type ${type}` : 'value runs over the end');
  switch (type) {
    case T.object:
    case T.array:
      checkDocument(buf, start, end, depth + 1);
      break;
    case T.string:
    case T.javascript:
    case T.symbol:
      if (size < 5 || buf.readUInt8(end - 1) !== 0) throw new InvalidBson('string without end');
      checkText(buf, start + 4, end - 1);
      break;
    case T.javascriptWithScope:
      if (size < 14) throw new InvalidBson('code with scope is too short');
      break;
    case T.bool:
      if (buf.readUInt8(start) > 1) throw new InvalidBson('boolean is neither 0 nor 1');
      break;
  }
  return end;
}
