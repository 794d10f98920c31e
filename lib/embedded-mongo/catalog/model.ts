import { FieldPath } from '../bson/path';
import type { Value } from '../bson/value';
import { encodeKey } from '../keys/key-encoding';
import type { Expr } from '../query/ast';
import { spacePrefix } from '../storage/layout';

export interface IndexField {
  path: FieldPath;
  descending: boolean;
}

/** What an index is, as the client asked for it. */
export interface IndexSpec {
  name: string;
  fields: IndexField[];
  unique: boolean;
  sparse: boolean;
  hidden: boolean;
  partial?: { filter: Value; expr: Expr };
  expireAfterSeconds?: number;
}

const KEY_BYTES_FOR_ID = 512;
const KEY_BYTES_FOR_FIELDS = 1440;

export class Index {
  readonly prefix: Buffer;
  /** Greatest number of key bytes for one field; LMDB takes keys up to 1,978 bytes. */
  readonly segment: number;
  /** For each field whether some document had an array there. Only ever set, never cleared. */
  readonly multikey: boolean[];
  /** Whether some value was too long for its key: the order of such keys is not that of the values. */
  cut = false;
  /** These flags as they are on disk. Those of an aborted write are not, so a later write must store them. */
  readonly stored: { multikey: boolean[]; cut: boolean };
  /** False while it is being built: maintained by writes, but not used by queries. */
  ready = true;

  constructor(
    readonly id: number,
    readonly spec: IndexSpec,
    /** The index on `_id`, whose entries are the documents themselves. */
    readonly clustered: boolean,
    segment?: number,
  ) {
    this.prefix = spacePrefix(id);
    const share = Math.floor(Math.min(1024, KEY_BYTES_FOR_FIELDS / spec.fields.length));
    this.segment = segment ?? (clustered ? KEY_BYTES_FOR_ID : share);
    this.multikey = spec.fields.map(() => false);
    this.stored = { multikey: [...this.multikey], cut: false };
  }

  get isMultikey(): boolean {
    return this.multikey.includes(true);
  }

  /** One entry of a unique index belongs to one document; others carry the document's key at their end. */
  get unique(): boolean {
    return this.spec.unique || this.clustered;
  }

  /** The index key as a client writes it, such as `{a: 1, b: -1}`. */
  keyPattern(): Record<string, number> {
    return Object.fromEntries(this.spec.fields.map((f) => [f.path.text, f.descending ? -1 : 1]));
  }
}

export class Collection {
  readonly prefix: Buffer;
  readonly ns: string;
  /** The `_id` index first. */
  indexes: Index[];
  dropped = false;
  /** Rises when indexes change; an open transaction that saw another version must start again. */
  version = 0;

  constructor(
    readonly id: number,
    readonly db: string,
    readonly name: string,
    readonly uuid: Buffer,
  ) {
    this.ns = `${db}.${name}`;
    this.prefix = spacePrefix(id);
    this.indexes = [idIndex(id)];
  }

  recordKey(idKey: Buffer): Buffer {
    return Buffer.concat([this.prefix, idKey]);
  }
}

function idIndex(id: number): Index {
  const spec: IndexSpec = {
    name: '_id_',
    fields: [{ path: FieldPath.of('_id'), descending: false }],
    unique: true,
    sparse: false,
    hidden: false,
  };
  return new Index(id, spec, true);
}

/** The key of a document in its collection, from its `_id`. */
export function idKeyOf(id: Value): Buffer {
  return encodeKey([id], [false], KEY_BYTES_FOR_ID).key;
}
