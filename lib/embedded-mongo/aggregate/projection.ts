import { fieldNames } from '../bson/path';
import { T, typeName } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { arrayOf, docOf } from '../bson/write';
import { MongoError, unsupported } from '../errors';
import type { Expr } from '../query/ast';
import { type MatchDetails, matches } from '../query/match';
import { parseFilter } from '../query/parse';
import { compileExpression, type Expression, type Variables } from './expressions';
import { fieldSelection } from './field-selection';
import { applyTree, type FieldTree, fieldTree, place } from './field-tree';
import { operators } from './operators';
import { type AfterProjection, positional, sliced } from './projection-arrays';

/** Makes the document that is shown from the stored one. */
export interface Projection {
  show(doc: Value): Value;
  /** Shows the array element that the filter found. */
  positional: boolean;
}

/** Parses the projection of a find, whose `$`, `$slice` and `$elemMatch` `$project` does not have. Empty: none. */
export function parseProjection(spec: Value, variables: Variables, filter: Expr): Projection | undefined {
  return isEmpty(spec) ? undefined : new ProjectionParser(variables, filter).parse(spec);
}

/** `$project`: fields to keep, to leave out, or to compute. */
export function projectStage(spec: Value, variables: Variables): (doc: Value) => Value {
  if (isEmpty(spec)) throw new MongoError(51272, 'Invalid $project :: projection specification must have a field');
  const projection = new ProjectionParser(variables, undefined).parse(spec);
  return (doc) => projection.show(doc);
}

/** `$addFields` / `$set`: fields that are computed and added to a document. */
export function addFieldsStage(name: string, spec: Value, variables: Variables): (doc: Value) => Value {
  if (isEmpty(spec)) throw new MongoError(40177, `Invalid ${name} :: specification must have at least one field`);
  const tree = fieldTree();
  const add = (prefix: readonly string[], doc: Value) => {
    for (const [text, value] of fields(doc)) {
      const path = [...prefix, ...fieldNames(text)];
      const isExpression = !value.isObject || fields(value)[0]?.[0].startsWith('$');
      if (value.isObject && isEmpty(value)) {
        throw new MongoError(
          40180,
          `an empty object is not a valid value. Found empty object at path ${path.join('.')}`,
        );
      }
      if (!isExpression) add(path, value);
      else place(tree, path, compileExpression(value, variables), () => collision(40176, path));
    }
  };
  add([], spec);
  return (doc) => applyTree(doc, tree, true, { root: doc }) ?? doc;
}

/** `$unset`: one path, or several. */
export function unsetStage(spec: Value): (doc: Value) => Value {
  const given = spec.isArray ? items(spec) : [spec];
  if (given.length === 0 || given.some((path) => path.type !== T.string)) {
    throw new MongoError(31002, '$unset specification must be a string or an array of strings');
  }
  const tree = fieldTree();
  for (const text of given.map((value) => value.text())) {
    const path = fieldNames(text);
    place(tree, path, 'drop', (exact) => collision(exact ? 31250 : 31249, path));
  }
  return fieldSelection(tree, true);
}

function collision(code: number, path: readonly string[]): MongoError {
  return new MongoError(code, `Path collision at ${path.join('.')}: two specifications cannot be for it, or above it`);
}

class ProjectionParser {
  private readonly tree: FieldTree = fieldTree();
  private readonly after: AfterProjection[] = [];
  private mode: 'include' | 'exclude' | undefined;
  private id: 'keep' | 'drop' | undefined;
  private idNamed = false;
  private hasSlice = false;
  private hasElemMatch = false;
  private hasPositional = false;

  /** `filter` is that of the find; without it the features that only find has are refused. */
  constructor(
    private readonly variables: Variables,
    private readonly filter: Expr | undefined,
  ) {}

  parse(spec: Value): Projection {
    for (const [name, value] of fields(spec)) this.element([], name, value);
    const includes = (this.mode ?? this.defaultMode()) === 'include';
    if (includes && !this.idNamed) this.tree.named.set('_id', 'keep');
    const { tree, after } = this;
    const select = tree.computes
      ? (doc: Value) => applyTree(doc, tree, !includes, { root: doc }) ?? docOf([])
      : fieldSelection(tree, !includes);
    const show = (doc: Value) => after.reduce((post, change) => change(post, doc), select(doc));
    return { show, positional: this.hasPositional };
  }

  /** What a projection means that names no plain field beside `_id`. */
  private defaultMode(): 'include' | 'exclude' {
    if (this.hasSlice) return this.id === 'keep' ? 'include' : 'exclude';
    return this.hasElemMatch || this.id === 'keep' ? 'include' : 'exclude';
  }

  private element(prefix: readonly string[], name: string, value: Value): void {
    const at = /(^|\.)\$(\.|$)/.exec(name);
    if (at) {
      this.positional(prefix, name, name.slice(0, at.index), value);
      return;
    }
    const path = [...prefix, ...fieldNames(name)];
    this.idNamed ||= path[0] === '_id';
    if (value.isObject) this.object(path, value);
    else if (!value.isNumber && value.type !== T.bool) this.computed(path, value, 31310);
    else this.plain(path, value.truthy() ? 'keep' : 'drop');
  }

  private add(path: readonly string[], leaf: 'keep' | 'drop' | Expression): void {
    place(this.tree, path, leaf, (exact) => collision(exact ? 31250 : 31249, path));
  }

  private plain(path: readonly string[], leaf: 'keep' | 'drop'): void {
    this.add(path, leaf);
    if (path.length === 1 && path[0] === '_id') {
      this.id = leaf;
      return;
    }
    const mode = leaf === 'keep' ? 'include' : 'exclude';
    if (this.mode && this.mode !== mode) {
      const [code, what] = mode === 'include' ? [31253, 'inclusion'] : [31254, 'exclusion'];
      throw new MongoError(
        code,
        `Cannot do ${what} on field ${path.join('.')} in ${mode === 'include' ? 'exclusion' : 'inclusion'} projection`,
      );
    }
    this.mode = mode;
  }

  private computed(path: readonly string[], value: Value, mixCode: number): void {
    if (this.mode === 'exclude') throw new MongoError(mixCode, 'Cannot use an expression in an exclusion projection');
    this.mode = 'include';
    this.add(path, compileExpression(value, this.variables));
  }

  private object(path: readonly string[], value: Value): void {
    const entries = fields(value);
    const [name, operand] = entries[0] ?? [];
    if (name === undefined || operand === undefined) {
      throw new MongoError(
        51270,
        `An empty sub-projection is not a valid value. Found empty object at ${path.join('.')}`,
      );
    }
    const isOperator = entries.length === 1 && name.startsWith('$');
    if (!isOperator) for (const [below, item] of entries) this.element(path, below, item);
    else if (name === '$slice' && this.filter) this.slice(path, operand);
    else if (name === '$elemMatch') this.elemMatch(path, operand);
    else if (name === '$meta') throw unsupported('the projection operator $meta');
    else if (name === '$literal' || operators.has(name)) this.computed(path, value, 31252);
    else throw new MongoError(31325, `Unknown expression ${name}`);
  }

  private slice(path: readonly string[], operand: Value): void {
    this.hasSlice = true;
    this.add(path, 'keep');
    this.after.push(sliced(path, operand));
  }

  private elemMatch(path: readonly string[], operand: Value): void {
    const [name = ''] = path;
    if (!this.filter) throw new MongoError(168, 'Cannot use $elemMatch in this context');
    if (!operand.isObject) {
      const type = typeName(operand.type);
      throw new MongoError(31274, `elemMatch: Invalid argument, object required, but got ${type}`);
    }
    if (this.hasPositional) throw new MongoError(31255, 'Cannot specify positional operator and $elemMatch.');
    if (path.length > 1) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    this.hasElemMatch = true;
    const expr = parseFilter(docOf([[name, docOf([['$elemMatch', operand]])]]));
    this.add(path, ({ root }) => {
      const details: MatchDetails = {};
      const array = root.get(name);
      if (!array?.isArray || !matches(expr, root, details)) return undefined;
      const found = items(array)[details.position ?? -1];
      return found && arrayOf([found]);
    });
  }

  private positional(prefix: readonly string[], name: string, before: string, value: Value): void {
    const { filter } = this;
    if (!filter) throw new MongoError(31324, 'Cannot use positional projection in aggregation projection');
    if (before === '') throw new MongoError(5392900, 'a positional projection needs the path of an array');
    if (value.isObject) throw new MongoError(31271, 'positional projection cannot be used with an expression');
    if (!value.isNumber && value.type !== T.bool) {
      throw new MongoError(31308, 'positional projection cannot be used with a literal');
    }
    if (!value.truthy()) throw new MongoError(31395, 'positional projection cannot be used with exclusion');
    if (`${before}.$` !== name) {
      throw new MongoError(31394, 'Positional projection may only be used at the end, for example: a.b.$');
    }
    if (this.hasPositional) {
      throw new MongoError(31276, 'Cannot specify more than one positional projection per query.');
    }
    if (this.hasElemMatch) throw new MongoError(31256, 'Cannot specify positional operator and $elemMatch.');
    this.hasPositional = true;
    const path = [...prefix, ...fieldNames(before)];
    this.plain(path, 'keep');
    this.after.push(positional(path, filter));
  }
}
