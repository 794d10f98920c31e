import { type Variables, withConstants } from '../aggregate/expressions';
import { updatePipeline } from '../aggregate/pipeline';
import { shellText } from '../bson/shell-text';
import { T, typeName } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { badValue, failedToParse, MongoError, typeMismatch } from '../errors';
import type { Expr } from '../query/ast';
import { parseFilter } from '../query/parse';
import { MODIFIERS } from './parse-actions';
import { checkConflicts, parsePath } from './paths';
import type { Step, UpdateProgram } from './program';

/** Parses an update strictly; `constants` are those of the statement, which only a pipeline can use. */
export function parseUpdate(
  update: Value,
  arrayFilters: readonly Value[],
  variables: Variables,
  constants?: Value,
): UpdateProgram {
  if (update.isArray) {
    if (arrayFilters.length > 0) throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
    const known = constants ? withConstants(variables, constants, true) : variables;
    return { kind: 'pipeline', change: updatePipeline(items(update), known) };
  }
  if (!update.isObject) throw failedToParse('Update argument must be either an object or an array');
  if (constants) throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  const entries = fields(update);
  const isReplacement = entries.length === 0 || !entries[0]?.[0].startsWith('$');
  if (isReplacement) {
    if (arrayFilters.length > 0) throw failedToParse('Cannot specify arrayFilters and a replacement document');
    return { kind: 'replace', doc: checkReplacement(update) };
  }
  const steps = entries.flatMap(([name, value]) => parseModifier(name, value));
  checkConflicts(steps.flatMap(stepPaths));
  const filters = parseArrayFilters(arrayFilters);
  checkFiltersUsed(steps, filters);
  const positional = steps.some((step) => step.path.includes('$'));
  return { kind: 'steps', steps, filters, positional };
}

function stepPaths({ path, action }: Step): string[][] {
  return action.op === 'rename' ? [path, action.to] : [path];
}

function checkReplacement(doc: Value): Value {
  for (const [name] of fields(doc)) {
    if (name.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  return doc;
}

function parseModifier(name: string, value: Value): Step[] {
  const parse = MODIFIERS.get(name);
  if (!parse) {
    throw failedToParse(
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!value.isObject) {
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(value.type)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${shellText(value)}}`,
    );
  }
  return fields(value).map(([path, operand]) => ({ path: parsePath(path), action: parse(operand, path) }));
}

function parseArrayFilters(docs: readonly Value[]): Map<string, Expr> {
  const out = new Map<string, Expr>();
  for (const doc of docs) {
    if (!doc.isObject) throw typeMismatch('each array filter must be an object');
    if (isEmpty(doc)) throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
    const expr = parseFilter(doc);
    const names = new Set(topNames(doc));
    const [name, second] = names;
    if (name === undefined || second !== undefined) {
      throw failedToParse(
        `Error parsing array filter: Expected a single top-level field name, found '${[...names].join("' and '")}'`,
      );
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      throw badValue(
        'Error parsing array filter: The top-level field name must be an alphanumeric string beginning with a lowercase letter',
      );
    }
    if (out.has(name)) throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    out.set(name, expr);
  }
  return out;
}

function topNames(doc: Value): string[] {
  return fields(doc).flatMap(([name, value]) => {
    if (!name.startsWith('$')) return [name.split('.')[0] ?? ''];
    return value.isArray
      ? items(value)
          .filter((item) => item.isObject)
          .flatMap(topNames)
      : [];
  });
}

function checkFiltersUsed(steps: readonly Step[], filters: ReadonlyMap<string, Expr>): void {
  const used = new Set<string>();
  for (const { path } of steps) {
    for (const segment of path) {
      const m = /^\$\[(.+)\]$/.exec(segment);
      if (!m?.[1]) continue;
      if (!filters.has(m[1]))
        throw badValue(`No array filter found for identifier '${m[1]}' in path '${path.join('.')}'`);
      used.add(m[1]);
    }
  }
  for (const name of filters.keys()) {
    if (!used.has(name)) throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
  }
}

/** `arrayFilters` of a command: an array of documents. */
export function arrayFilterDocs(value: Value | undefined): Value[] {
  if (value === undefined) return [];
  if (value.type !== T.array) throw typeMismatch(`arrayFilters must be an array, not ${typeName(value.type)}`);
  return items(value);
}
