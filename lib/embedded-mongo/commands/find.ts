import { type Projection, parseProjection } from '../aggregate/projection';
import { ListStream } from '../aggregate/stream';
import type { Value } from '../bson/value';
import { checkCollectionName } from '../catalog/namespace';
import { badValue, failedToParse, MongoError, typeMismatch } from '../errors';
import type { Pacer } from '../exec/pacer';
import { Query } from '../exec/query';
import { parseSort } from '../plan/parse-sort';
import * as arg from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import type { Source } from '../request/cursors';
import { filterOf, hintArg, hinted, variablesOf } from '../request/query-args';
import type { KvView } from '../storage/kv';
import type { Reply } from '../wire/message';

const ARGS = {
  find: arg.text,
  filter: arg.doc,
  sort: arg.doc,
  projection: arg.doc,
  hint: hintArg,
  skip: arg.count,
  limit: arg.count,
  batchSize: arg.count,
  singleBatch: arg.flag,
  noCursorTimeout: arg.flag,
  allowDiskUse: arg.flag,
  allowPartialResults: arg.flag,
  oplogReplay: arg.flag,
  tailable: arg.flag,
  awaitData: arg.flag,
  returnKey: arg.offOnly,
  showRecordId: arg.offOnly,
  let: arg.doc,
  min: arg.offOnly,
  max: arg.offOnly,
  collation: arg.simpleCollation,
};

const FIRST_BATCH = 101;

/** A query with its projection as the source of a cursor. */
export class FindSource implements Source {
  constructor(
    private readonly query: Query,
    private readonly projection: Projection | undefined,
  ) {}

  get finished(): boolean {
    return this.query.finished;
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    const match = await this.query.next(view, pacer);
    return match && (this.projection ? this.projection.show(match.doc) : match.doc);
  }

  pause(): void {
    this.query.pause();
  }
}

/** What a find asks for; the query is undefined if the collection does not exist. */
function readFind(context: Context) {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('find', context.args, ARGS);
  if (args.awaitData && !args.tailable) throw failedToParse("Cannot set 'awaitData' without also setting 'tailable'");
  if (args.tailable) throw badValue('error processing query: tailable cursor requested on non capped collection');
  const variables = variablesOf(context, args.let);
  const filter = filterOf(args.filter, variables);
  const projection = args.projection && parseProjection(args.projection, variables, filter);
  const { sort, natural } = parseSort(args.sort);
  const hint = args.hint ?? (natural ? { natural } : undefined);
  const coll = findCollection(context, name);
  const spec = { filter, sort, skip: args.skip ?? 0, limit: args.limit ?? 0, ...hinted(hint) };
  return { name, args, projection, query: coll && new Query(coll, spec) };
}

async function runFind(context: Context): Promise<Reply> {
  const { name, args, projection, query } = readFind(context);
  const source = query ? new FindSource(query, projection) : new ListStream([]);
  const batchSize = args.batchSize ?? FIRST_BATCH;
  const ns = `${context.db}.${name}`;
  return firstBatch(context, ns, source, batchSize, args.singleBatch === true, args.noCursorTimeout);
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
  const args = arg.readArgs('getMore', context.args, {
    getMore: arg.long,
    collection: arg.text,
    batchSize: arg.count,
    term: arg.harmless,
    lastKnownCommittedOpTime: arg.harmless,
  });
  const ns = `${context.db}.${arg.required(args.collection, 'getMore.collection')}`;
  const cursor = context.cursors.get(arg.required(args.getMore, 'getMore'), ns);
  if (context.envelope.maxTimeMs) throw badValue('cannot set maxTimeMS on getMore command for a non-awaitData cursor');
  if (cursor.txn !== context.txn) throw new MongoError(50738, 'Cannot run getMore on a cursor outside its transaction');
  const max = args.batchSize || Number.POSITIVE_INFINITY;
  const batch = await context.cursors.fill(cursor, max, context.view, context.pacer);
  return { cursor: { nextBatch: batch, id: context.cursors.keep(cursor), ns } };
}

async function runKillCursors(context: Context): Promise<Reply> {
  const args = arg.readArgs('killCursors', context.args, { killCursors: arg.text, cursors: arg.array });
  const killed: bigint[] = [];
  const missing: bigint[] = [];
  for (const id of arg.required(args.cursors, 'killCursors.cursors')) {
    if (!id.isNumber) throw typeMismatch('cursor ids must be of type long');
    const number = arg.long(id, 'killCursors.cursors');
    (context.cursors.kill(number) ? killed : missing).push(number);
  }
  return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] };
}

export const find: Command = { run: runFind, transactional: true, query: (context) => readFind(context).query };
export const getMore: Command = { run: runGetMore, transactional: true };
export const killCursors: Command = { run: runKillCursors, transactional: true };
