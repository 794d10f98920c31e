import { exprTest } from '../aggregate/expressions';
import { buildStage, type StageBuilder, whole } from '../aggregate/pipeline';
import { addFields } from '../aggregate/project';
import { LookupStage, type Stream } from '../aggregate/stream';
import { FieldPath, plainGet } from '../bson/path';
import { T } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import { arrayOf, docOf, encode, NULL } from '../bson/write';
import type { Collection } from '../catalog/model';
import { checkCollectionName, checkDatabaseName } from '../catalog/namespace';
import { failedToParse, MongoError, unsupported } from '../errors';
import { Query, type QuerySpec } from '../exec/query';
import { conjuncts, MATCH_ALL } from '../query/ast';
import { parseFilter } from '../query/parse';
import {
  anyValue,
  array,
  doc,
  flag,
  harmless,
  offOnly,
  readArgs,
  readDoc,
  required,
  simpleCollation,
} from '../request/args';
import { type Command, type Context, findCollection } from '../request/context';
import { hintArg, parseSort } from '../request/query-args';
import type { Reply } from '../wire/message';
import { FindSource, firstBatch } from './find';

const ARGS = {
  aggregate: anyValue,
  pipeline: array,
  cursor: doc,
  explain: flag,
  allowDiskUse: harmless,
  bypassDocumentValidation: harmless,
  hint: hintArg,
  collation: simpleCollation,
  let: offOnly,
};

interface StageSpec {
  name: string;
  spec: Value;
}

interface AggregatePlan {
  query: Query | undefined;
  rest: StageBuilder[];
}

export function readAggregateArgs(context: Context) {
  return readArgs('aggregate', context.args, ARGS);
}

function stagesOf(pipeline: readonly Value[]): StageSpec[] {
  return pipeline.map((stage) => {
    const entries = stage.isObject ? fields(stage) : [];
    const [first] = entries;
    if (!first || entries.length > 1) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    return { name: first[0], spec: first[1] };
  });
}

/** Lets the planner do what the first stages ask for, and stacks the others on top. */
export function planAggregate(context: Context, args: ReturnType<typeof readAggregateArgs>): AggregatePlan {
  const stages = stagesOf(required(args.pipeline, 'aggregate.pipeline'));
  const builders = stages.map(({ name, spec }) => builderFor(context, name, spec));
  const { spec, used } = leadingQuery(stages);
  const coll = findCollection(context, aggregateTarget(context));
  const query = coll && new Query(coll, { ...spec, ...(args.hint ? { hint: args.hint } : {}) });
  return { query, rest: builders.slice(used) };
}

function builderFor(context: Context, name: string, spec: Value): StageBuilder {
  return name === '$lookup' ? lookupStage(context, spec) : buildStage(name, spec, (sort) => parseSort(sort).sort);
}

/** `$match`es, then a `$sort`, then `$skip` and `$limit` at the beginning are one query. */
function leadingQuery(stages: readonly StageSpec[]): { spec: QuerySpec; used: number } {
  let used = 0;
  const at = (name: string) => (stages[used]?.name === name ? stages[used]?.spec : undefined);
  const parts = [];
  for (let match = at('$match'); match; match = at('$match')) {
    parts.push(parseFilter(match, { parseExpr: exprTest }));
    used++;
  }
  const spec: QuerySpec = { filter: parts.length > 0 ? { kind: 'and', args: parts.flatMap(conjuncts) } : MATCH_ALL };
  const sort = at('$sort');
  if (sort) {
    const parsed = parseSort(sort);
    if (parsed.natural) throw unsupported('$natural in $sort');
    spec.sort = parsed.sort;
    used++;
  }
  const skip = at('$skip');
  if (skip) {
    spec.skip = whole('$skip', skip, 0);
    used++;
  }
  const limit = at('$limit');
  if (limit) {
    spec.limit = whole('$limit', limit, 1);
    used++;
  }
  return { spec, used };
}

function aggregateTarget(context: Context): string {
  const [, target] = context.args[0] ?? [];
  if (!target || Array.isArray(target) || target.type !== T.string) {
    checkDatabaseName(context.db);
    throw unsupported('aggregation without a collection');
  }
  checkCollectionName(context.db, target.text());
  return target.text();
}

const EMPTY: Stream = { finished: true, next: async () => undefined, pause: () => undefined };

async function run(context: Context): Promise<Reply> {
  const args = readAggregateArgs(context);
  const name = aggregateTarget(context);
  if (args.explain) throw unsupported("the option 'aggregate.explain' (use the explain command)");
  if (!args.cursor)
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  const { batchSize } = readDoc('cursor', args.cursor, { batchSize: anyValue });
  const { query, rest } = planAggregate(context, args);
  const source: Stream = query ? new FindSource(query, undefined) : EMPTY;
  const stream = rest.reduce((below, build) => build(below), source);
  return firstBatch(context, `${context.db}.${name}`, stream, batchSize?.number() ?? 101, false);
}

/** `$lookup` by equal fields; each look-up is a query of its own and uses an index on the foreign field. */
function lookupStage(context: Context, spec: Value): StageBuilder {
  const options = spec.isObject ? spec : encode({});
  const text = (name: string) => {
    const value = options.get(name);
    if (value?.type !== T.string) throw failedToParse(`$lookup argument '${name}' must be a string`);
    return value.text();
  };
  for (const [name] of fields(options)) {
    if (name === 'pipeline' || name === 'let') throw unsupported(`the option '${name}' of $lookup`);
    if (!['from', 'localField', 'foreignField', 'as'].includes(name))
      throw failedToParse(`unknown argument to $lookup: ${name}`);
  }
  const [from, local, foreign, as] = [text('from'), text('localField'), text('foreignField'), text('as')];
  const localPath = FieldPath.of(local);
  return (below) =>
    new LookupStage(below, async (root, view, pacer) => {
      const coll = findCollection(context, from);
      const found: Value[] = [];
      const query = coll && foreignQuery(coll, foreign, plainGet(root, localPath));
      for (let match = await query?.next(view, pacer); match; match = await query?.next(view, pacer))
        found.push(match.doc);
      query?.pause();
      const literal = docOf([['$literal', arrayOf(found)]]);
      return addFields(docOf([[as, literal]]))(root);
    });
}

function foreignQuery(coll: Collection, foreign: string, local: Value | undefined): Query {
  const wanted = local?.isArray ? items(local) : [local ?? NULL];
  return new Query(coll, { filter: parseFilter(docOf([[foreign, docOf([['$in', arrayOf(wanted)]])]])) });
}

export const aggregate: Command = { run, transactional: true };
