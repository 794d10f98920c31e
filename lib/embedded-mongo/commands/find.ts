import { T } from '../bson/types';
import type { Value } from '../bson/value';
import { checkCollectionName } from '../catalog/namespace';
import { MongoError, typeMismatch } from '../errors';
import type { Pacer } from '../exec/pacer';
import { Query } from '../exec/query';
import { MATCH_ALL } from '../query/ast';
import { type Projection, parseProjection } from '../query/projection';
import {
  array,
  count,
  doc,
  flag,
  harmless,
  long,
  offOnly,
  readArgs,
  required,
  simpleCollation,
  text,
} from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import type { Source } from '../request/cursors';
import { filterArg, hintArg, parseSort, sortArg } from '../request/query-args';
import type { KvView } from '../storage/kv';
import type { Reply } from '../wire/message';

const FIND_ARGS = {
  find: text,
  filter: filterArg,
  sort: sortArg,
  projection: doc,
  hint: hintArg,
  skip: count,
  limit: count,
  batchSize: count,
  singleBatch: flag,
  noCursorTimeout: flag,
  allowDiskUse: harmless,
  allowPartialResults: flag,
  oplogReplay: harmless,
  tailable: offOnly,
  awaitData: offOnly,
  returnKey: offOnly,
  showRecordId: offOnly,
  let: offOnly,
  min: offOnly,
  max: offOnly,
  collation: simpleCollation,
};

const FIRST_BATCH = 101;

/** A query with its projection as the source of a cursor. */
export class FindSource implements Source {
  constructor(
    private readonly query: Query,
    private readonly project: Projection | undefined,
  ) {}

  get finished(): boolean {
    return this.query.finished;
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    const match = await this.query.next(view, pacer);
    return match && (this.project ? this.project(match.doc) : match.doc);
  }

  pause(): void {
    this.query.pause();
  }
}

const EMPTY: Source = { finished: true, next: async () => undefined, pause: () => undefined };

/** Builds the query a find (or an explained find) asks for; undefined if the collection does not exist. */
export function findQuery(context: Context, args: ReturnType<typeof readFindArgs>): Query | undefined {
  const { sort, natural } = parseSort(args.sort);
  const coll = findCollection(context, collectionName(context));
  if (!coll) return undefined;
  const hint = args.hint ?? (natural ? { natural } : undefined);
  return new Query(coll, {
    filter: args.filter ?? MATCH_ALL,
    sort,
    skip: args.skip ?? 0,
    limit: args.limit ?? 0,
    ...(hint ? { hint } : {}),
  });
}

export function readFindArgs(context: Context) {
  return readArgs('find', context.args, FIND_ARGS);
}

async function runFind(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = readFindArgs(context);
  const project = args.projection && parseProjection(args.projection);
  const query = findQuery(context, args);
  const source = query ? new FindSource(query, project) : EMPTY;
  const batchSize = args.batchSize ?? FIRST_BATCH;
  return firstBatch(
    context,
    `${context.db}.${name}`,
    source,
    batchSize,
    args.singleBatch === true,
    args.noCursorTimeout,
  );
}

/** Answers the first documents of a source and keeps it as a cursor if there are more. */
export async function firstBatch(
  context: Context,
  ns: string,
  source: Source,
  batchSize: number,
  singleBatch: boolean,
  noTimeout = false,
): Promise<Reply> {
  const { cursors, envelope } = context;
  const cursor = cursors.create(ns, source, { txn: context.txn, session: envelope.session, noTimeout });
  const batch = await cursors.fill(cursor, batchSize, context.view, context.pacer);
  const id = singleBatch ? 0n : cursors.keep(cursor);
  return { cursor: { firstBatch: batch, id, ns } };
}

async function runGetMore(context: Context): Promise<Reply> {
  const args = readArgs('getMore', context.args, {
    getMore: long,
    collection: text,
    batchSize: count,
    term: harmless,
    lastKnownCommittedOpTime: harmless,
  });
  const ns = `${context.db}.${required(args.collection, 'getMore.collection')}`;
  const cursor = context.cursors.get(required(args.getMore, 'getMore'), ns);
  if (context.envelope.maxTimeMs)
    throw new MongoError('BadValue', 'cannot set maxTimeMS on getMore command for a non-awaitData cursor');
  if (cursor.txn !== context.txn) throw new MongoError(50738, 'Cannot run getMore on a cursor outside its transaction');
  const batch = await context.cursors.fill(
    cursor,
    args.batchSize || Number.POSITIVE_INFINITY,
    context.view,
    context.pacer,
  );
  return { cursor: { nextBatch: batch, id: context.cursors.keep(cursor), ns } };
}

async function runKillCursors(context: Context): Promise<Reply> {
  const args = readArgs('killCursors', context.args, { killCursors: text, cursors: array });
  const killed: bigint[] = [];
  const missing: bigint[] = [];
  for (const id of required(args.cursors, 'killCursors.cursors')) {
    if (id.type !== T.long) throw typeMismatch('cursor ids must be of type long');
    (context.cursors.kill(id.bigint()) ? killed : missing).push(id.bigint());
  }
  return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] };
}

export const find: Command = { run: runFind, transactional: true };
export const getMore: Command = { run: runGetMore, transactional: true };
export const killCursors: Command = { run: runKillCursors, transactional: true };
