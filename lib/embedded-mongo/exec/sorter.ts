import type { Value } from '../bson/value';
import { indexKeys } from '../catalog/index-entries';
import { Index } from '../catalog/model';
import { MongoError } from '../errors';
import type { SortSpec } from '../plan/plan';

/** The bytes a document sorts by: an array counts by its smallest (ascending) or greatest element. */
export class SortKeys {
  private readonly index: Index;

  constructor(sort: SortSpec) {
    const spec = { name: 'sort', fields: [...sort], unique: false, sparse: false, hidden: false };
    this.index = new Index(0, spec, false, Number.MAX_SAFE_INTEGER);
  }

  of(doc: Value): Buffer {
    const { keys } = indexKeys(this.index, doc);
    return keys.reduce((least, key) => (Buffer.compare(key, least) < 0 ? key : least));
  }
}

interface Item<R> {
  key: Buffer;
  seq: number;
  row: R;
}

const MEMORY_LIMIT = 100 * 1024 * 1024;

/** Collects rows and gives them back in order; keeps no more than `limit` of them. Equal keys stay in arrival order. */
export class Sorter<R> {
  private items: Item<R>[] = [];
  private seq = 0;
  private bytes = 0;

  constructor(private readonly limit: number) {}

  add(key: Buffer, row: R, size: number): void {
    this.items.push({ key, seq: this.seq++, row });
    this.bytes += key.length + size;
    if (this.limit > 0 && this.items.length >= 2 * this.limit + 256) this.trim(key.length + size);
    if (this.bytes > MEMORY_LIMIT) {
      throw new MongoError(292, 'Sort exceeded memory limit of 104857600 bytes; use an index, or a limit');
    }
  }

  private trim(typicalSize: number): void {
    this.sort();
    this.items.length = this.limit;
    this.bytes = this.limit * typicalSize;
  }

  private sort(): void {
    this.items.sort((a, b) => Buffer.compare(a.key, b.key) || a.seq - b.seq);
  }

  finish(): R[] {
    this.sort();
    const all = this.limit > 0 ? this.items.slice(0, this.limit) : this.items;
    return all.map((item) => item.row);
  }
}
