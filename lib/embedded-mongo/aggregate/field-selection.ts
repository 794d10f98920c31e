import { T } from '../bson/types';
import { sizeAt, Value } from '../bson/value';
import type { FieldTree } from './field-tree';

type What = 'keep' | 'drop' | Names;

interface Named {
  bytes: Buffer;
  what: What;
}

/** What happens to named fields, found by a hash of the name that is made while its end is looked for. */
type Names = Map<number, Named[]>;

const FACTOR = 31;
const SHORT = 48;

function hashOf(bytes: Buffer): number {
  let hash = 0;
  for (const byte of bytes) hash = (hash * FACTOR + byte) | 0;
  return hash;
}

function namesOf(tree: FieldTree): Names {
  const names: Names = new Map();
  for (const [name, what] of tree.named) {
    if (typeof what === 'function') throw new Error('a selection computes nothing');
    const bytes = Buffer.from(name);
    const hash = hashOf(bytes);
    const named: Named = { bytes, what: typeof what === 'string' ? what : namesOf(what) };
    names.set(hash, [...(names.get(hash) ?? []), named]);
  }
  return names;
}

function isName(bytes: Buffer, buf: Buffer, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== buf[start + i]) return false;
  return true;
}

function find(names: Names, hash: number, buf: Buffer, start: number, end: number): What | undefined {
  const found = names.get(hash);
  if (!found) return undefined;
  for (const { bytes, what } of found) if (isName(bytes, buf, start, end)) return what;
  return undefined;
}

/** Copies what is selected of one document. Nothing grows by it, so the room of the whole document is enough. */
class Selection {
  private readonly out: Buffer;
  private at = 0;

  constructor(
    private readonly buf: Buffer,
    size: number,
    private readonly keepsOthers: boolean,
  ) {
    this.out = Buffer.allocUnsafe(size);
  }

  done(): Value {
    return new Value(T.object, this.out, 0, this.at);
  }

  /** Fields that follow each other and stay are copied together. */
  document(start: number, end: number, names: Names): void {
    const { buf } = this;
    const mark = this.open();
    let kept = start + 4;
    let pos = kept;
    while (pos < end - 1) {
      let hash = 0;
      let nameEnd = pos + 1;
      for (let byte = buf[nameEnd] ?? 0; byte !== 0; byte = buf[++nameEnd] ?? 0) hash = (hash * FACTOR + byte) | 0;
      const type = buf.readUInt8(pos);
      const value = nameEnd + 1;
      const next = value + sizeAt(type, buf, value);
      const what = find(names, hash, buf, pos + 1, nameEnd);
      const nested = typeof what === 'object' && (type === T.object || type === T.array);
      if (nested || !(what === 'keep' || (what !== 'drop' && this.keepsOthers))) {
        this.copy(kept, nested ? value : pos);
        if (nested) this.below(type, value, next, what);
        kept = next;
      }
      pos = next;
    }
    this.copy(kept, pos);
    this.close(mark);
  }

  private below(type: number, start: number, end: number, names: Names): void {
    if (type === T.object) this.document(start, end, names);
    else this.array(start, end, names);
  }

  /** Elements are numbered anew, as some may go. */
  private array(start: number, end: number, names: Names): void {
    const { buf } = this;
    const mark = this.open();
    let pos = start + 4;
    for (let n = 0; pos < end - 1; ) {
      const type = buf.readUInt8(pos);
      const value = buf.indexOf(0, pos + 1) + 1;
      pos = value + sizeAt(type, buf, value);
      const nested = type === T.object || type === T.array;
      if (!nested && !this.keepsOthers) continue;
      this.name(type, n++);
      if (nested) this.below(type, value, pos, names);
      else this.copy(value, pos);
    }
    this.close(mark);
  }

  private name(type: number, index: number): void {
    this.out.writeUInt8(type, this.at);
    this.at += 1 + this.out.write(String(index), this.at + 1, 'latin1');
    this.out.writeUInt8(0, this.at++);
  }

  private open(): number {
    this.at += 4;
    return this.at - 4;
  }

  private close(mark: number): void {
    this.out.writeUInt8(0, this.at++);
    this.out.writeInt32LE(this.at - mark, mark);
  }

  private copy(from: number, to: number): void {
    const { buf, out } = this;
    // a call for a few bytes takes longer than the bytes
    if (to - from > SHORT) buf.copy(out, this.at, from, to);
    else for (let i = from, at = this.at; i < to; i++, at++) out[at] = buf[i] ?? 0;
    this.at += to - from;
  }
}

/**
 * What `applyTree` does for a tree that computes nothing, by copying bytes: named fields stay or go, others stay only if
 * `keepsOthers`. Arrays are entered.
 */
export function fieldSelection(tree: FieldTree, keepsOthers: boolean): (doc: Value) => Value {
  const names = namesOf(tree);
  return (doc) => {
    const selection = new Selection(doc.buf, doc.end - doc.start, keepsOthers);
    selection.document(doc.start, doc.end, names);
    return selection.done();
  };
}
