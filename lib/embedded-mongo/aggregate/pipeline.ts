import { FieldPath } from '../bson/path';
import { T } from '../bson/types';
import { docValue, fields, items, type Value } from '../bson/value';
import { docOf, intValue, longValue } from '../bson/write';
import { failedToParse, MongoError, unsupported } from '../errors';
import { Sorter, SortKeys } from '../exec/sorter';
import type { SortSpec } from '../plan/plan';
import { matches } from '../query/match';
import { parseFilter } from '../query/parse';
import { compileExpression, exprTest } from './expressions';
import { Grouper } from './group';
import { addFields, exclusion, projectStage } from './project';
import { CollectStage, FlatMapStage, LimitStage, SkipStage, type Stream } from './stream';

/** Puts a stage on top of a stream. */
export type StageBuilder = (below: Stream) => Stream;

const map =
  (change: (doc: Value) => Value): StageBuilder =>
  (below) =>
    new FlatMapStage(below, (doc) => [change(doc)]);

const KNOWN_ELSEWHERE = new Set([
  '$bucket',
  '$bucketAuto',
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$facet',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$merge',
  '$out',
  '$planCacheStats',
  '$redact',
  '$sample',
  '$search',
  '$setWindowFields',
  '$unionWith',
]);

/** Compiles one stage; an unknown one is refused (40324), one that MongoDB has and this store has not, by name. */
export function buildStage(name: string, spec: Value, parseSort: (spec: Value) => SortSpec): StageBuilder {
  switch (name) {
    case '$match': {
      const filter = parseFilter(objectSpec(name, spec), { parseExpr: exprTest });
      return (below) => new FlatMapStage(below, (doc) => (matches(filter, doc) ? [doc] : []));
    }
    case '$sort':
      return sortStage(parseSort(objectSpec(name, spec)));
    case '$skip': {
      const n = whole(name, spec, 0);
      return (below) => new SkipStage(below, n);
    }
    case '$limit': {
      const n = whole(name, spec, 1);
      return (below) => new LimitStage(below, n);
    }
    case '$project':
      return map(projectStage(objectSpec(name, spec)));
    case '$addFields':
    case '$set':
      return map(addFields(objectSpec(name, spec)));
    case '$unset':
      return map(exclusion(unsetPaths(spec)));
    case '$group': {
      const group = objectSpec(name, spec);
      new Grouper(group); // refuses a wrong specification before anything runs
      return (below) => new CollectStage(below, new Grouper(group));
    }
    case '$count':
      return countStage(spec);
    case '$unwind':
      return unwindStage(spec);
    case '$replaceRoot':
    case '$replaceWith':
      return replaceStage(name, spec);
    case '$sortByCount':
      return sortByCount(spec);
    default:
      if (KNOWN_ELSEWHERE.has(name)) throw unsupported(`the pipeline stage ${name}`);
      throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

function objectSpec(name: string, spec: Value): Value {
  if (!spec.isObject) throw failedToParse(`the ${name} specification must be an object`);
  return spec;
}

export function whole(name: string, spec: Value, min: number): number {
  const n = spec.number();
  if (!spec.isNumber || !Number.isInteger(n))
    throw failedToParse(`invalid argument to ${name} stage: Expected an integer`);
  if (n < min)
    throw new MongoError(
      15958,
      `invalid argument to ${name} stage: the limit must be ${min === 0 ? 'non-negative' : 'positive'}`,
    );
  return n;
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

function unsetPaths(spec: Value): string[][] {
  const given = spec.isArray ? items(spec) : [spec];
  if (given.length === 0 || given.some((path) => path.type !== T.string)) {
    throw new MongoError(31002, '$unset specification must be a string or an array of strings');
  }
  return given.map((path) => path.text().split('.'));
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

function unwindStage(spec: Value): StageBuilder {
  const options = spec.isObject ? spec : docOf([['path', spec]]);
  for (const [name] of fields(options)) {
    if (!['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name)) {
      throw new MongoError(28811, `unrecognized option to $unwind stage: ${name}`);
    }
  }
  if (options.get('includeArrayIndex')) throw unsupported("the option 'includeArrayIndex' of $unwind");
  const path = options.get('path');
  if (path?.type !== T.string || !path.text().startsWith('$')) {
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  }
  const names = FieldPath.of(path.text().slice(1));
  const keep = options.get('preserveNullAndEmptyArrays')?.truthy() ?? false;
  return (below) => new FlatMapStage(below, (doc) => unwind(doc, names, keep));
}

function unwind(doc: Value, path: FieldPath, keep: boolean): Value[] {
  const value = pathThroughDocuments(doc, path);
  if (!value || value.type === T.null || value.type === T.undefined) return keep ? [doc] : [];
  if (!value.isArray) return [doc];
  const all = items(value);
  if (all.length === 0) return keep ? [replaceAt(doc, path.names, undefined)] : [];
  return all.map((item) => replaceAt(doc, path.names, item));
}

function pathThroughDocuments(doc: Value, path: FieldPath): Value | undefined {
  let cur: Value | undefined = doc;
  for (const name of path.names) cur = cur?.isObject ? cur.get(name) : undefined;
  return cur;
}

function replaceAt(doc: Value, names: readonly string[], value: Value | undefined): Value {
  const [name, ...rest] = names;
  return docOf(
    fields(doc).flatMap(([key, item]): [string, Value][] => {
      if (key !== name) return [[key, item]];
      const next = rest.length > 0 ? replaceAt(item, rest, value) : value;
      return next ? [[key, next]] : [];
    }),
  );
}

function replaceStage(name: string, spec: Value): StageBuilder {
  const root = name === '$replaceRoot' ? spec.get('newRoot') : spec;
  if (!root) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage');
  const expression = compileExpression(root);
  return map((doc) => {
    const made = expression({ root: doc });
    if (!made?.isObject) throw new MongoError(40228, "'newRoot' expression must evaluate to an object");
    return made;
  });
}

function sortByCount(spec: Value): StageBuilder {
  const group = new Grouper(
    docOf([
      ['_id', spec],
      ['count', docOf([['$sum', intValue(1)]])],
    ]),
  );
  const sort = sortStage([{ path: FieldPath.of('count'), descending: true }]);
  return (below) => sort(new CollectStage(below, group));
}
