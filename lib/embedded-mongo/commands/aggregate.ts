import type { Variables } from '../aggregate/expressions';
import { buildStage, type StageBuilder, type StageSpec, stagesOf, whole } from '../aggregate/pipeline';
import { ListStream, type Stream } from '../aggregate/stream';
import type { Value } from '../bson/value';
import { checkCollectionName, checkDatabaseName } from '../catalog/namespace';
import { failedToParse, MongoError, unsupported } from '../errors';
import { Query, type QuerySpec } from '../exec/query';
import { parseSort } from '../plan/parse-sort';
import type { Hint } from '../plan/planner';
import { conjuncts, type Expr } from '../query/ast';
import * as arg from '../request/args';
import { type Command, type Context, findCollection } from '../request/context';
import { filterOf, hintArg, hinted, variablesOf } from '../request/query-args';
import type { Reply } from '../wire/message';
import { FindSource, firstBatch } from './find';
import { documentsOf, lookupStage } from './lookup';

const ARGS = {
  aggregate: arg.anyValue,
  pipeline: arg.array,
  cursor: arg.cursor,
  explain: arg.flag,
  allowDiskUse: arg.flag,
  bypassDocumentValidation: arg.flag,
  hint: hintArg,
  collation: arg.simpleCollation,
  let: arg.doc,
};

interface PipelinePlan {
  /** The first stages as one query, if there is a collection. */
  query: Query | undefined;
  stream: Stream;
}

/** A pipeline over a collection; the conditions of `base` come before its first stage. */
function planPipeline(
  context: Context,
  collection: string | undefined,
  stages: readonly StageSpec[],
  variables: Variables,
  base: readonly Expr[] = [],
  hint?: Hint,
): PipelinePlan {
  const lookup = (spec: Value) =>
    lookupStage(
      spec,
      variables,
      (from, inner, known, conditions) => planPipeline(context, from, inner, known, conditions).stream,
    );
  const tools = { variables, lookup };
  const [first] = stages;
  if (collection === undefined) {
    if (first?.name !== '$documents') throw noCollection(first?.name ?? '');
    const documents = documentsOf(first.spec, variables);
    return { query: undefined, stream: stacked(new ListStream(documents), stages.slice(1), tools) };
  }
  if (first?.name === '$documents') throw new MongoError('InvalidNamespace', '$documents is only for {aggregate: 1}');
  for (const stage of stages) buildStage(stage, tools); // refuses a wrong stage before anything runs
  const { spec, used } = leadingQuery(stages, variables, base);
  const coll = findCollection(context, collection);
  const query = coll && new Query(coll, { ...spec, ...hinted(hint) });
  const source: Stream = query ? new FindSource(query, undefined) : new ListStream([]);
  return { query, stream: stacked(source, stages.slice(used), tools) };
}

function noCollection(stage: string): MongoError {
  return new MongoError('InvalidNamespace', `{aggregate: 1} is not valid for '${stage}'; a collection is required.`);
}

function stacked(source: Stream, stages: readonly StageSpec[], tools: Parameters<typeof buildStage>[1]): Stream {
  return stages
    .map((stage): StageBuilder => buildStage(stage, tools))
    .reduce<Stream>((below, build) => build(below), source);
}

/** `$match`es, then a `$sort`, then `$skip` and `$limit` at the beginning are one query. */
function leadingQuery(
  stages: readonly StageSpec[],
  variables: Variables,
  base: readonly Expr[],
): { spec: QuerySpec; used: number } {
  let used = 0;
  const take = (name: string) => (stages[used]?.name === name ? stages[used++]?.spec : undefined);
  const parts = [...base];
  for (let match = take('$match'); match; match = take('$match')) parts.push(filterOf(match, variables));
  const spec: QuerySpec = { filter: { kind: 'and', args: parts.flatMap(conjuncts) } };
  const sort = parseSort(take('$sort'));
  if (sort.natural) throw unsupported('$natural in $sort');
  spec.sort = sort.sort;
  const skip = take('$skip');
  if (skip) spec.skip = whole('$skip', skip, 0);
  const limit = take('$limit');
  if (limit) spec.limit = whole('$limit', limit, 1);
  return { spec, used };
}

/** The collection; undefined for `{aggregate: 1}`, which runs on the database. */
function target(context: Context): string | undefined {
  const [, named] = context.args[0] ?? [];
  checkDatabaseName(context.db);
  if (named && !Array.isArray(named) && named.isNumber && named.number() === 1) return undefined;
  const name = arg.text(named ?? [], 'aggregate');
  checkCollectionName(context.db, name);
  return name;
}

function plan(context: Context, args: arg.Parsed<typeof ARGS>): PipelinePlan {
  const stages = stagesOf(arg.required(args.pipeline, 'aggregate.pipeline'));
  return planPipeline(context, target(context), stages, variablesOf(context, args.let), [], args.hint);
}

async function run(context: Context): Promise<Reply> {
  const args = arg.readArgs('aggregate', context.args, ARGS);
  if (args.explain) throw unsupported("the option 'aggregate.explain' (use the explain command)");
  if (!args.cursor) {
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  }
  const { stream } = plan(context, args);
  const ns = `${context.db}.${target(context) ?? '$cmd.aggregate'}`;
  return firstBatch(context, ns, stream, args.cursor.batchSize ?? 101, false);
}

export const aggregate: Command = {
  run,
  transactional: true,
  query: (context) => plan(context, arg.readArgs('aggregate', context.args, ARGS)).query,
};
