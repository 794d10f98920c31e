import { fields, type Value } from '../bson/value';
import type { Plain } from '../bson/write';
import { MongoError, unsupported } from '../errors';
import type { Query } from '../exec/query';
import { explainBounds } from '../plan/explain-bounds';
import { type IndexPlan, isCollectionScan, type Plan } from '../plan/plan';
import { doc, readArgs, required, text } from '../request/args';
import type { Command, Context } from '../request/context';
import type { Reply } from '../wire/message';
import { aggregate } from './aggregate';
import { count, distinct } from './count-distinct';
import { find } from './find';
import { findAndModify } from './find-and-modify';
import { remove, update } from './writes';

/** What can be explained: the inner command's arguments are checked as when it runs. */
const EXPLAINED: Record<string, Command> = {
  find,
  aggregate,
  count,
  distinct,
  findAndModify,
  update,
  delete: remove,
};

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
  const command = Object.hasOwn(EXPLAINED, name) ? EXPLAINED[name] : undefined;
  if (!command?.query) throw unsupported(`explain of ${name}`);
  return command.query(context);
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
