import type { Model } from 'mongoose';
import type { Transaction } from '../transaction';

/** A MongoDB filter over documents of type T: fields, dotted paths and logical operators. */
export type Filter<T> = { [K in keyof T]?: unknown } & { $or?: Filter<T>[]; $and?: Filter<T>[] } & {
  [path: `${string}.${string}`]: unknown;
};

/** MongoDB update operators over fields of T or dotted paths. */
export type Update<T> = {
  [O in '$set' | '$inc' | '$unset' | '$setOnInsert' | '$max' | '$push' | '$pull']?: { [K in keyof T]?: unknown } & {
    [path: `${string}.${string}`]: unknown;
  };
};

export interface ReadOptions {
  sort?: Record<string, 1 | -1>;
  limit?: number;
  projection?: Record<string, 0 | 1>;
  /** Keys of the index to read, where the caller knows better than the planner which condition is the rarer. */
  hint?: Record<string, 1 | -1>;
  tx?: Transaction;
}

export interface WriteOptions {
  tx?: Transaction;
}

/** How a query ran: the index names used (none for a scan) and what was examined. */
export interface Explanation {
  indexes: string[];
  keys_examined: number;
  docs_examined: number;
  scanned: boolean;
}

const sessionOf = (options: WriteOptions | undefined) => options?.tx;

/** Plain documents that fit the filter. */
export async function find<T>(model: Model<T>, filter: Filter<T>, options: ReadOptions = {}): Promise<T[]> {
  const query = model.find(filter as object, options.projection ?? null).session(sessionOf(options) ?? null);
  if (options.sort) query.sort(options.sort);
  if (options.limit !== undefined) query.limit(options.limit);
  if (options.hint) query.hint(options.hint);
  // lean() gives the stored document, which the schema kept to the shape of T when it was written
  return (await query.lean()) as unknown as T[];
}

/** The first plain document that fits the filter, or null. */
export async function findOne<T>(model: Model<T>, filter: Filter<T>, options: ReadOptions = {}): Promise<T | null> {
  const [first] = await find(model, filter, { ...options, limit: 1 });
  return first ?? null;
}

/** How many documents fit the filter; with a `limit`, counting stops there. */
export async function count<T>(
  model: Model<T>,
  filter: Filter<T>,
  options: Pick<ReadOptions, 'limit' | 'hint'> = {},
): Promise<number> {
  return model.countDocuments(filter as object, options);
}

/**
 * How many documents fit the filter, counted up to `limit`. Uses the `count` command, which reads index keys alone
 * where `countDocuments` reads documents; exact here, as no orphans of a sharded move are counted on a replica set.
 */
export async function countUpTo<T>(
  model: Model<T>,
  filter: Filter<T>,
  limit: number,
  hint?: Record<string, 1 | -1>,
): Promise<number> {
  const query = model.find().cast(model, filter as object);
  const { db } = model.db;
  if (!db) throw new Error('not connected');
  const answer = await db.command({ count: model.collection.name, query, limit, ...(hint ? { hint } : {}) });
  return Number(answer.n);
}

/** Writes a new document; a unique index in the way gives a duplicate-key error. */
export async function insert<T>(model: Model<T>, document: T, options?: WriteOptions): Promise<void> {
  await model.create([document as never], { session: sessionOf(options) });
}

/** Changes the first document that fits and returns it as it is afterwards. */
export async function findOneAndUpdate<T>(
  model: Model<T>,
  filter: Filter<T>,
  update: Update<T>,
  options: WriteOptions & { upsert?: boolean; sort?: Record<string, 1 | -1> } = {},
): Promise<T | null> {
  const query = model.findOneAndUpdate(filter as object, update as object, {
    upsert: options.upsert ?? false,
    returnDocument: 'after',
    session: sessionOf(options),
    ...(options.sort ? { sort: options.sort } : {}),
  });
  return (await query.lean()) as unknown as T | null;
}

/** Changes the first document that fits each filter, or makes one, in one command. */
export async function upsertEach<T>(
  model: Model<T>,
  changes: readonly { filter: Filter<T>; update: Update<T> }[],
  options?: WriteOptions,
): Promise<void> {
  const writes = changes.map(({ filter, update }) => ({ updateOne: { filter, update, upsert: true } }));
  const session = sessionOf(options);
  await model.bulkWrite(writes as never, session ? { session } : {});
}

/** Changes one document; answers how many fitted (0 or 1). */
export async function updateOne<T>(
  model: Model<T>,
  filter: Filter<T>,
  update: Update<T>,
  options?: WriteOptions,
): Promise<number> {
  return (await model.updateOne(filter as object, update as object, { session: sessionOf(options) })).matchedCount;
}

/** Puts another document in the place of one; answers how many fitted (0 or 1). */
export async function replaceOne<T>(
  model: Model<T>,
  filter: Filter<T>,
  document: T,
  options?: WriteOptions,
): Promise<number> {
  return (await model.replaceOne(filter as object, document as never, { session: sessionOf(options) })).matchedCount;
}

/** Removes one document; answers how many fitted (0 or 1). */
export async function deleteOne<T>(model: Model<T>, filter: Filter<T>, options?: WriteOptions): Promise<number> {
  return (await model.deleteOne(filter as object, { session: sessionOf(options) })).deletedCount;
}

interface PlanStage {
  stage?: string;
  indexName?: string;
  inputStage?: PlanStage;
  inputStages?: PlanStage[];
}

const stagesOf = (stage: PlanStage): PlanStage[] => [
  stage,
  ...[stage.inputStage, ...(stage.inputStages ?? [])].filter((inner) => inner !== undefined).flatMap(stagesOf),
];

/** How the query runs, from `explain('executionStats')`. */
export async function explain<T>(model: Model<T>, filter: Filter<T>, options: ReadOptions = {}): Promise<Explanation> {
  const query = model.find(filter as object);
  if (options.sort) query.sort(options.sort);
  if (options.limit !== undefined) query.limit(options.limit);
  // the explain document is typed `any` by the driver; this is the part of MongoDB's documented form that is read
  const plan = (await query.explain('executionStats')) as unknown as {
    queryPlanner: { winningPlan: PlanStage };
    executionStats: { totalKeysExamined: number; totalDocsExamined: number };
  };
  const stages = stagesOf(plan.queryPlanner.winningPlan);
  return {
    indexes: stages.flatMap((stage) => (stage.indexName ? [stage.indexName] : [])),
    keys_examined: plan.executionStats.totalKeysExamined,
    docs_examined: plan.executionStats.totalDocsExamined,
    scanned: stages.some((stage) => stage.stage === 'COLLSCAN'),
  };
}
