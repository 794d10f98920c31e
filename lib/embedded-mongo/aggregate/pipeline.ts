import { FieldPath } from '../bson/path';
import { T, typeName } from '../bson/types';
import { docValue, fields, isEmpty, items, type Value } from '../bson/value';
import { docOf, intValue, longValue } from '../bson/write';
import { badValue, failedToParse, MongoError, unsupported } from '../errors';
import { Sorter, SortKeys } from '../exec/sorter';
import { parseSort } from '../plan/parse-sort';
import type { SortSpec } from '../plan/plan';
import { matches } from '../query/match';
import { parseFilter } from '../query/parse';
import { compileExpression, exprTest, type Variables } from './expressions';
import { Grouper } from './group';
import { addFieldsStage, projectStage, unsetStage } from './projection';
import { CollectStage, FacetStage, FlatMapStage, LimitStage, SkipStage, type Stream } from './stream';
import { unwindStage } from './unwind';

/** Puts a stage on top of a stream. */
export type StageBuilder = (below: Stream) => Stream;

/** What stages are compiled with; `lookup` is given from outside because it reads other collections. */
export interface StageTools {
  variables: Variables;
  lookup(spec: Value): StageBuilder;
}

export interface StageSpec {
  name: string;
  spec: Value;
}

/** Stages that make one document of one: an update can be written with them too. */
const TRANSFORMS: ReadonlyMap<string, (name: string, spec: Value, variables: Variables) => (doc: Value) => Value> =
  new Map([
    ['$project', (name, spec, variables) => projectStage(objectSpec(name, spec), variables)],
    ['$addFields', (name, spec, variables) => addFieldsStage(name, objectSpec(name, spec), variables)],
    ['$set', (name, spec, variables) => addFieldsStage(name, objectSpec(name, spec), variables)],
    ['$unset', (_name, spec) => unsetStage(spec)],
    ['$replaceRoot', (_name, spec, variables) => replaceStage(newRoot(spec), variables)],
    ['$replaceWith', (_name, spec, variables) => replaceStage(spec, variables)],
  ]);

const STAGES: ReadonlyMap<string, (spec: Value, tools: StageTools) => StageBuilder> = new Map([
  ['$match', (spec, { variables }) => matchStage(objectSpec('$match', spec), variables)],
  ['$sort', (spec) => sortStage(parseSort(objectSpec('$sort', spec)).sort)],
  ['$skip', (spec) => after(whole('$skip', spec, 0), (below, n) => new SkipStage(below, n))],
  ['$limit', (spec) => after(whole('$limit', spec, 1), (below, n) => new LimitStage(below, n))],
  ['$group', (spec, { variables }) => groupStage(objectSpec('$group', spec), variables)],
  ['$count', (spec) => countStage(spec)],
  ['$unwind', (spec) => after(unwindStage(spec), (below, change) => new FlatMapStage(below, change))],
  ['$sortByCount', (spec, { variables }) => sortByCount(spec, variables)],
  ['$facet', (spec, tools) => facetStage(spec, tools)],
  ['$lookup', (spec, { lookup }) => lookup(spec)],
]);

/** Stages that MongoDB has and this store has not. */
const ELSEWHERE = new Set(
  `$bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $fill $geoNear $graphLookup $indexStats
  $listLocalSessions $listSessions $merge $out $planCacheStats $redact $sample $search $setWindowFields $unionWith`.split(
    /\s+/,
  ),
);
const NOT_IN_FACET = new Set(
  '$collStats $currentOp $documents $facet $geoNear $indexStats $merge $out $planCacheStats $search'.split(' '),
);

/** The stages of a pipeline, each an object with one field. */
export function stagesOf(pipeline: readonly Value[]): StageSpec[] {
  return pipeline.map((stage) => {
    if (!stage.isObject) throw typeOfStage(stage);
    const [first, second] = fields(stage);
    if (!first || second) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    return { name: first[0], spec: first[1] };
  });
}

function typeOfStage(stage: Value): MongoError {
  return new MongoError(
    'TypeMismatch',
    `Each element of the 'pipeline' array must be an object, not ${typeName(stage.type)}`,
  );
}

/** Compiles one stage; an unknown one is refused (40324), one that MongoDB has and this store has not, by name. */
export function buildStage({ name, spec }: StageSpec, tools: StageTools): StageBuilder {
  const transform = TRANSFORMS.get(name)?.(name, spec, tools.variables);
  if (transform) return (below) => new FlatMapStage(below, (doc) => [transform(doc)]);
  const build = STAGES.get(name);
  if (build) return build(spec, tools);
  throw unknownStage(name);
}

function unknownStage(name: string): MongoError {
  if (ELSEWHERE.has(name)) return unsupported(`the pipeline stage ${name}`);
  return new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
}

/** An update written as a pipeline. */
export function updatePipeline(pipeline: readonly Value[], variables: Variables): (doc: Value) => Value {
  const changes = stagesOf(pipeline).map(({ name, spec }) => {
    const transform = TRANSFORMS.get(name);
    if (transform) return transform(name, spec, variables);
    if (!STAGES.has(name) && !ELSEWHERE.has(name)) throw unknownStage(name);
    throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
  });
  return (doc) => changes.reduce((value, change) => change(value), doc);
}

function objectSpec(name: string, spec: Value): Value {
  if (!spec.isObject) throw failedToParse(`the ${name} specification must be an object`);
  return spec;
}

export function whole(name: string, spec: Value, min: number): number {
  const n = spec.number();
  if (!spec.isNumber || !Number.isInteger(n))
    throw failedToParse(`invalid argument to ${name} stage: Expected an integer`);
  if (n < min) {
    const wanted = min === 0 ? 'non-negative' : 'positive';
    throw new MongoError(15958, `invalid argument to ${name} stage: the number must be ${wanted}`);
  }
  return n;
}

function after<A>(argument: A, make: (below: Stream, argument: A) => Stream): StageBuilder {
  return (below) => make(below, argument);
}

function matchStage(spec: Value, variables: Variables): StageBuilder {
  const filter = parseFilter(spec, { parseExpr: (value) => exprTest(value, variables) });
  return (below) => new FlatMapStage(below, (doc) => (matches(filter, doc) ? [doc] : []));
}

function sortStage(sort: SortSpec): StageBuilder {
  if (sort.length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  const keys = new SortKeys(sort);
  return (below) => {
    const sorter = new Sorter<Buffer>(0);
    return new CollectStage(below, {
      add: (doc) => sorter.add(keys.of(doc), Buffer.from(doc.bytes), doc.end - doc.start),
      finish: () => sorter.finish().map(docValue),
    });
  };
}

function groupStage(spec: Value, variables: Variables): StageBuilder {
  new Grouper(spec, variables); // refuses a wrong specification before anything runs
  return (below) => new CollectStage(below, new Grouper(spec, variables));
}

function countStage(spec: Value): StageBuilder {
  const name = spec.type === T.string ? spec.text() : '';
  if (name === '' || name.startsWith('$') || name.includes('.')) {
    throw new MongoError(40156, 'the count field must be a non-empty string without $ and .');
  }
  return (below) => {
    let n = 0;
    const finish = () => (n === 0 ? [] : [docOf([[name, n <= 0x7fffffff ? intValue(n) : longValue(BigInt(n))]])]);
    return new CollectStage(below, {
      add: () => {
        n++;
      },
      finish,
    });
  };
}

function newRoot(spec: Value): Value {
  const root = spec.isObject ? spec.get('newRoot') : undefined;
  if (!root) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
  const other = fields(spec).find(([name]) => name !== 'newRoot');
  if (other) throw new MongoError(40230, `unrecognized option to $replaceRoot stage: ${other[0]}`);
  return root;
}

function replaceStage(root: Value, variables: Variables): (doc: Value) => Value {
  const expression = compileExpression(root, variables);
  return (doc) => {
    const made = expression({ root: doc });
    if (!made?.isObject) throw new MongoError(40228, "'newRoot' expression must evaluate to an object");
    return made;
  };
}

function sortByCount(spec: Value, variables: Variables): StageBuilder {
  const group = docOf([
    ['_id', spec],
    ['count', docOf([['$sum', intValue(1)]])],
  ]);
  const grouped = groupStage(group, variables);
  const sorted = sortStage([{ path: FieldPath.of('count'), descending: true }]);
  return (below) => sorted(grouped(below));
}

function facetStage(spec: Value, tools: StageTools): StageBuilder {
  if (!spec.isObject || isEmpty(spec)) {
    throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  }
  const facets = fields(spec).map(([name, pipeline]) => ({ name, builders: facetPipeline(name, pipeline, tools) }));
  return (below) => new FacetStage(below, facets);
}

function facetPipeline(name: string, pipeline: Value, tools: StageTools): StageBuilder[] {
  if (name.startsWith('$') || name.includes('.')) throw failedToParse(`invalid name of a facet: ${name}`);
  if (!pipeline.isArray) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
  const stages = stagesOf(items(pipeline));
  if (stages.length === 0) throw badValue('sub-pipeline in $facet stage cannot be empty');
  const refused = stages.find((stage) => NOT_IN_FACET.has(stage.name));
  if (refused) throw new MongoError(40600, `${refused.name} is not allowed to be used within a $facet stage`);
  return stages.map((stage) => buildStage(stage, tools));
}
