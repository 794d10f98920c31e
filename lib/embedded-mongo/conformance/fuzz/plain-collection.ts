import type { Document } from 'mongodb';
import { plainMatch } from './plain-filter';
import { compareDocs } from './plain-sort';
import { PlainError } from './plain-update';
import { compare, copy, show } from './plain-values';

/** A collection as a plain list in memory, with one unique field. */
export class PlainCollection {
  constructor(
    readonly docs: Map<string, Document> = new Map(),
    /** Whether no two documents may have the same `u`. */
    public unique = false,
  ) {}

  all(): Document[] {
    return [...this.docs.values()];
  }

  matching(filter: Document): Document[] {
    return this.all().filter((doc) => plainMatch(doc, filter));
  }

  find({ filter, sort, skip = 0, limit = 0 }: { filter: Document; sort: Document; skip?: number; limit?: number }) {
    const found = this.matching(filter).sort((x, y) => compareDocs(x, y, sort));
    return found.slice(skip, limit ? skip + limit : undefined);
  }

  /** Adds a document; PlainError if its `_id` or its `u` is taken. */
  insert(doc: Document): void {
    if (this.docs.has(show(doc._id))) throw new PlainError('the _id is taken');
    this.checkUnique(doc);
    this.docs.set(show(doc._id), doc);
  }

  replace(doc: Document): void {
    this.checkUnique(doc);
    this.docs.set(show(doc._id), doc);
  }

  remove(doc: Document): void {
    this.docs.delete(show(doc._id));
  }

  private checkUnique(doc: Document): void {
    if (!this.unique || !Object.hasOwn(doc, 'u')) return;
    const taken = this.all().some(
      (other) => compare(other._id, doc._id) !== 0 && 'u' in other && compare(other.u, doc.u) === 0,
    );
    if (taken) throw new PlainError('the unique value is taken');
  }

  /** Whether the unique index can be built. */
  mayBeUnique(): boolean {
    const values = this.all()
      .filter((doc) => Object.hasOwn(doc, 'u'))
      .map((doc) => show(doc.u));
    return new Set(values).size === values.length;
  }

  clone(): PlainCollection {
    return new PlainCollection(new Map([...this.docs].map(([key, doc]) => [key, copy(doc)])), this.unique);
  }
}
