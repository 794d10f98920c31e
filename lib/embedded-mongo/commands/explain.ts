import type { Value } from '../bson/value';
import { fields } from '../bson/value';
import type { Plain } from '../bson/write';
import { MongoError, unsupported } from '../errors';
import type { Query } from '../exec/query';
import { Query as QueryRun } from '../exec/query';
import { explainBounds } from '../plan/explain-bounds';
import { type IndexPlan, isCollectionScan, type Plan } from '../plan/plan';
import { MATCH_ALL } from '../query/ast';
import {
  anyValue,
  count,
  doc,
  docs,
  flag,
  harmless,
  readArgs,
  readDoc,
  required,
  simpleCollation,
  text,
} from '../request/args';
import { type Command, type Context, findCollection } from '../request/context';
import { filterArg, hintArg } from '../request/query-args';
import type { Reply } from '../wire/message';
import { planAggregate, readAggregateArgs } from './aggregate';
import { findQuery, readFindArgs } from './find';

const VERBOSITY = new Set(['queryPlanner', 'executionStats', 'allPlansExecution']);

async function run(context: Context): Promise<Reply> {
  const args = readArgs('explain', context.args, { explain: doc, verbosity: text });
  const verbosity = args.verbosity ?? 'allPlansExecution';
  if (!VERBOSITY.has(verbosity)) {
    throw new MongoError(
      'BadValue',
      `Enumeration value '${verbosity}' for field 'explain.verbosity' is not a valid value.`,
    );
  }
  const command = required(args.explain, 'explain');
  const inner = { ...context, args: innerArgs(command) };
  const query = queryOf(inner, inner.args[0]?.[0] ?? '');
  const reply: Reply = { explainVersion: '1', queryPlanner: planner(query) };
  if (verbosity !== 'queryPlanner') reply.executionStats = await execute(inner, query);
  reply.serverInfo = { host: context.address, version: '7.0.0' };
  return reply;
}

const GENERIC = new Set(['$db', 'lsid', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS', '$readPreference']);

function innerArgs(command: Value): [string, Value][] {
  return fields(command).filter(([name]) => !GENERIC.has(name));
}

/** The query behind a command; undefined if its collection does not exist. */
function queryOf(context: Context, name: string): Query | undefined {
  switch (name) {
    case 'find':
      return findQuery(context, readFindArgs(context));
    case 'aggregate':
      return planAggregate(context, readAggregateArgs(context)).query;
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return simpleQuery(context, name);
    case 'update':
    case 'delete':
      return statementQuery(context, name);
    default:
      throw unsupported(`explain of ${name}`);
  }
}

function simpleQuery(context: Context, name: string): Query | undefined {
  const { query, hint } = readArgs(name, context.args, {
    [name]: text,
    query: filterArg,
    hint: hintArg,
    key: text,
    sort: doc,
    limit: harmless,
    skip: count,
    update: anyValue,
    new: flag,
    upsert: flag,
    remove: flag,
    fields: doc,
    arrayFilters: anyValue,
    collation: simpleCollation,
  });
  return collectionQuery(
    context,
    query as ReturnType<typeof filterArg> | undefined,
    hint as ReturnType<typeof hintArg>,
  ); // computed keys lose the types
}

function statementQuery(context: Context, name: 'update' | 'delete'): Query | undefined {
  const list = name === 'update' ? 'updates' : 'deletes';
  const [, statements] = context.args.find(([key]) => key === list) ?? [];
  const [statement] = statements ? docs(statements, list) : [];
  if (!statement) throw new MongoError('BadValue', `explain needs one statement in '${list}'`);
  const { q, hint } = readDoc(list, statement, {
    q: filterArg,
    hint: hintArg,
    u: anyValue,
    multi: flag,
    upsert: flag,
    limit: harmless,
    arrayFilters: anyValue,
    collation: simpleCollation,
  });
  return collectionQuery(context, q, hint);
}

function collectionQuery(
  context: Context,
  filter: ReturnType<typeof filterArg> | undefined,
  hint: ReturnType<typeof hintArg>,
): Query | undefined {
  const [, target] = context.args[0] ?? [];
  const coll = target && findCollection(context, text(target, 'collection'));
  return coll && new QueryRun(coll, { filter: filter ?? MATCH_ALL, ...(hint ? { hint } : {}) });
}

function planner(query: Query | undefined): Plain {
  if (!query) return { winningPlan: { stage: 'EOF' }, rejectedPlans: [] };
  return { namespace: query.coll.ns, indexFilterSet: false, winningPlan: stages(query.plan), rejectedPlans: [] };
}

/** The plan in the words of MongoDB's explain. */
function stages(plan: Plan): { [name: string]: Plain } {
  const inner = plan.kind === 'or' ? { stage: 'OR', inputStages: plan.branches.map(indexStages) } : indexStages(plan);
  return plan.sorted ? inner : { stage: 'SORT', inputStage: inner };
}

function indexStages(plan: IndexPlan): { [name: string]: Plain } {
  const direction = plan.reverse ? 'backward' : 'forward';
  if (isCollectionScan(plan)) return { stage: 'COLLSCAN', direction };
  const scan = {
    stage: 'IXSCAN',
    keyPattern: plan.index.keyPattern(),
    indexName: plan.index.spec.name,
    isMultiKey: plan.index.isMultikey,
    isUnique: plan.index.unique,
    isSparse: plan.index.spec.sparse,
    isPartial: plan.index.spec.partial !== undefined,
    direction,
    indexBounds: explainBounds(plan),
  };
  return { stage: 'FETCH', inputStage: scan };
}

async function execute(context: Context, query: Query | undefined): Promise<Plain> {
  const started = performance.now();
  let nReturned = 0;
  while (await query?.next(context.view, context.pacer)) nReturned++;
  query?.pause();
  return {
    executionSuccess: true,
    nReturned,
    executionTimeMillis: Math.round(performance.now() - started),
    totalKeysExamined: query && !isScan(query.plan) ? query.stats.keys : 0,
    totalDocsExamined: query?.stats.docs ?? 0,
    executionStages: query ? stages(query.plan) : { stage: 'EOF' },
  };
}

function isScan(plan: Plan): boolean {
  return plan.kind === 'index' && isCollectionScan(plan);
}

export const explain: Command = { run };
