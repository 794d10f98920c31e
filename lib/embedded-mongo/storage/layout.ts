/**
 * Keys of the store. Four bytes (big endian) name a space: 0 for metadata, above FIRST_ID one for the records of each
 * collection and one for the entries of each index.
 *   0 'c' id   a collection with its indexes (BSON)      0 'n' id   number of documents (double)
 *   0 's' sid  retryable-write memory of a session       0 'g' id   a space that is to be emptied
 *   0 'i'      the next free id                          0 'v'      version of this layout
 */
export const FIRST_ID = 16;

export function spacePrefix(id: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32BE(id);
  return out;
}

function metaKey(kind: string, rest: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([spacePrefix(0), Buffer.from(kind, 'latin1'), rest]);
}

export const collectionKey = (id: number): Buffer => metaKey('c', spacePrefix(id));
export const countKey = (id: number): Buffer => metaKey('n', spacePrefix(id));
export const sessionKey = (session: Buffer): Buffer => metaKey('s', session);
export const garbageKey = (id: number): Buffer => metaKey('g', spacePrefix(id));
export const NEXT_ID_KEY = metaKey('i');
export const VERSION_KEY = metaKey('v');

/** Range of all metadata keys of one kind. */
export function metaRange(kind: 'c' | 's' | 'g'): { lo: Buffer; hi: Buffer; reverse: false } {
  const lo = metaKey(kind);
  const hi = metaKey(String.fromCharCode(kind.charCodeAt(0) + 1));
  return { lo, hi, reverse: false };
}

/** The id at the end of a metadata key. */
export function idOfMetaKey(key: Buffer): number {
  return key.readUInt32BE(key.length - 4);
}

export function readNumber(bytes: Buffer | undefined): number {
  return bytes ? bytes.readDoubleLE(0) : 0;
}

export function numberBytes(x: number): Buffer {
  const out = Buffer.allocUnsafe(8);
  out.writeDoubleLE(x);
  return out;
}
