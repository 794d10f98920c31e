import { checkVariableName, compileExpression, type Variables } from '../aggregate/expressions';
import { type StageBuilder, type StageSpec, stagesOf } from '../aggregate/pipeline';
import { addFieldsStage } from '../aggregate/projection';
import { drained, LookupStage, type Stream } from '../aggregate/stream';
import { FieldPath, fieldNames } from '../bson/path';
import { T } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import { arrayOf, docOf, NULL } from '../bson/write';
import { failedToParse, MongoError } from '../errors';
import type { Expr } from '../query/ast';
import { anyOf } from '../query/parse-operators';
import { reach } from '../query/reach';

interface Lookup {
  from: string;
  as: string;
  /** Equal fields: path here, path there. */
  equal: { local: FieldPath; foreign: FieldPath } | undefined;
  variables: (readonly [string, Value])[];
  stages: StageSpec[];
}

/** Makes the stream of a pipeline over a collection, with conditions that come before its first stage. */
type Plan = (from: string, stages: readonly StageSpec[], variables: Variables, base: readonly Expr[]) => Stream;

const WRITES = new Set(['$out', '$merge']);

function parseLookup(spec: Value): Lookup {
  if (!spec.isObject) throw failedToParse('the $lookup specification must be an object');
  const given = new Map(fields(spec));
  for (const name of given.keys()) {
    if (!['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'].includes(name))
      throw failedToParse(`unknown argument to $lookup: ${name}`);
  }
  const text = (name: string): string | undefined => {
    const value = given.get(name);
    if (value && value.type !== T.string) throw failedToParse(`$lookup argument '${name}' must be a string`);
    return value?.text();
  };
  const [from, as, local, foreign] = [text('from'), text('as'), text('localField'), text('foreignField')];
  const pipeline = given.get('pipeline');
  const constants = given.get('let');
  if (as === undefined) throw failedToParse("must specify 'as' field for a $lookup");
  if (from === undefined) throw failedToParse("missing 'from' option to $lookup stage specification");
  if ((local === undefined) !== (foreign === undefined) || (!pipeline && local === undefined)) {
    throw failedToParse("$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  }
  if (pipeline && !pipeline.isArray)
    throw new MongoError('TypeMismatch', "$lookup argument 'pipeline' must be an array");
  if (constants && (!pipeline || !constants.isObject)) throw failedToParse("$lookup: 'let' needs a 'pipeline'");
  const equal =
    local === undefined || foreign === undefined
      ? undefined
      : { local: FieldPath.of(fieldNames(local).join('.')), foreign: FieldPath.of(fieldNames(foreign).join('.')) };
  const stages = stagesOf(pipeline ? items(pipeline) : []);
  const writes = stages.find(({ name }) => WRITES.has(name));
  if (writes) throw new MongoError(51047, `${writes.name} is not allowed within a $lookup's sub-pipeline`);
  return { from, as, equal, variables: constants ? fields(constants) : [], stages };
}

/** `$lookup`: by equal fields, by a pipeline, or both. Each look-up is a query of its own and can use an index. */
export function lookupStage(spec: Value, outer: Variables, plan: Plan): StageBuilder {
  const lookup = parseLookup(spec);
  const names = lookup.variables.map(([name, value]) => {
    checkVariableName(name);
    return [name, compileExpression(value, outer)] as const;
  });
  const variablesFor = (root: Value | undefined): Variables => ({
    ...outer,
    constants: new Map([
      ...outer.constants,
      ...names.map(([name, make]) => [name, root ? make({ root }) : NULL] as const),
    ]),
  });
  plan(lookup.from, lookup.stages, variablesFor(undefined), []); // refuses before anything runs
  return (below) =>
    new LookupStage(below, async (root, view, pacer) => {
      const base = lookup.equal ? [equalTo(root, lookup.equal)] : [];
      const stream = plan(lookup.from, lookup.stages, variablesFor(root), base);
      const found = docOf([['$literal', arrayOf(await drained(stream, view, pacer))]]);
      return addFieldsStage('$lookup', docOf([[lookup.as, found]]), outer)(root);
    });
}

/** The values here, arrays opened, as a condition there; nothing here stands for null. */
function equalTo(root: Value, { local, foreign }: { local: FieldPath; foreign: FieldPath }): Expr {
  const values = reach(root, local);
  return { kind: 'field', path: foreign, pred: anyOf(values.length > 0 ? values : [NULL]) };
}

/** `$documents`: an expression that makes the documents of a pipeline without a collection. */
export function documentsOf(spec: Value, variables: Variables): Value[] {
  const made = compileExpression(spec, variables)({ root: docOf([]) });
  const all = made?.isArray ? items(made) : undefined;
  if (!all?.every((doc) => doc.isObject)) {
    throw new MongoError(5858203, 'an array of documents is expected for $documents');
  }
  return all;
}
