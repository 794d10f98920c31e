import type { Model, Schema } from 'mongoose';
import type { Filter, ReadOptions, Update, WriteOptions } from './queries';
import * as queries from './queries';

/** A document that belongs to one organisation. */
export interface Owned {
  _id: string;
  organization_id: string;
}

/** What can be done with the documents of one organisation, and nothing else. */
export interface Scoped<T extends Owned> {
  find(filter: Filter<T>, options?: ReadOptions): Promise<T[]>;
  findOne(filter: Filter<T>, options?: ReadOptions): Promise<T | null>;
  count(filter: Filter<T>, options?: Pick<ReadOptions, 'limit' | 'hint'>): Promise<number>;
  /** Counts up to a limit, from index keys where the filter allows. */
  countUpTo(filter: Filter<T>, limit: number, hint?: Record<string, 1 | -1>): Promise<number>;
  /** The index the query runs on and what it examines, for tests that no query of the product scans. */
  explain(filter: Filter<T>, options?: ReadOptions): Promise<queries.Explanation>;
  insert(document: Omit<T, 'organization_id'>, options?: WriteOptions): Promise<void>;
  findOneAndUpdate(
    filter: Filter<T>,
    update: Update<T>,
    options?: WriteOptions & { upsert?: boolean; sort?: Record<string, 1 | -1> },
  ): Promise<T | null>;
  /** Changes or makes a document for each filter, in one command. */
  upsertEach(changes: readonly { filter: Filter<T>; update: Update<T> }[], options?: WriteOptions): Promise<void>;
  updateOne(filter: Filter<T>, update: Update<T>, options?: WriteOptions): Promise<number>;
  replaceOne(filter: Filter<T>, document: Omit<T, 'organization_id'>, options?: WriteOptions): Promise<number>;
  deleteOne(filter: Filter<T>, options?: WriteOptions): Promise<number>;
}

/** A query on an organisation's documents left without the organisation: always a defect, never sent. */
export class UnscopedOperationError extends Error {
  constructor(operation: string) {
    super(`${operation} without an organisation was stopped`);
    this.name = 'UnscopedOperationError';
  }
}

/**
 * The one choke point between organisations: the only way from a model to its documents. It adds the organisation to
 * every filter and document, and refuses an empty one. Raw models stay private to `models/`.
 */
export function scope<T extends Owned>(model: Model<T>): (organizationId: string) => Scoped<T> {
  return (organizationId) => {
    if (!organizationId) throw new UnscopedOperationError(model.modelName);
    // The organisation comes last, so that a filter can never name another one.
    const within = (filter: Filter<T>): Filter<T> => ({ ...filter, organization_id: organizationId }) as Filter<T>;
    // The document lacks exactly the field that is added here; TypeScript cannot see that the two make a T.
    const owned = (document: Omit<T, 'organization_id'>): T =>
      ({ ...document, organization_id: organizationId }) as unknown as T;
    return {
      find: (filter, options) => queries.find(model, within(filter), options),
      findOne: (filter, options) => queries.findOne(model, within(filter), options),
      count: (filter, options) => queries.count(model, within(filter), options),
      countUpTo: (filter, limit, hint) => queries.countUpTo(model, within(filter), limit, hint),
      explain: (filter, options) => queries.explain(model, within(filter), options),
      insert: (document, options) => queries.insert(model, owned(document), options),
      findOneAndUpdate: (filter, update, options) => queries.findOneAndUpdate(model, within(filter), update, options),
      upsertEach: (changes, options) =>
        queries.upsertEach(
          model,
          changes.map(({ filter, update }) => ({ filter: within(filter), update })),
          options,
        ),
      updateOne: (filter, update, options) => queries.updateOne(model, within(filter), update, options),
      replaceOne: (filter, document, options) => queries.replaceOne(model, within(filter), owned(document), options),
      deleteOne: (filter, options) => queries.deleteOne(model, within(filter), options),
    };
  };
}

const GUARDED = [
  'find',
  'findOne',
  'countDocuments',
  'findOneAndUpdate',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'distinct',
] as const;

/** Schema plugin: even code inside `models/` cannot send a query that lacks the organisation. */
export function organizationScope(schema: Schema): void {
  for (const operation of GUARDED) {
    schema.pre(operation, function stopUnscoped() {
      const organization: unknown = this.getFilter().organization_id;
      if (typeof organization !== 'string' || organization === '') throw new UnscopedOperationError(operation);
    });
  }
  schema.pre('bulkWrite', function stopUnscopedWrites(writes) {
    for (const write of writes) {
      const organization: unknown = 'updateOne' in write ? write.updateOne.filter.organization_id : undefined;
      if (typeof organization !== 'string' || organization === '') throw new UnscopedOperationError('bulkWrite');
    }
  });
  schema.pre('aggregate', function stopUnscopedAggregate() {
    throw new UnscopedOperationError('aggregate');
  });
}
