import { ObjectId } from 'bson';
import { child, close, isContainer, MutableArray, MutableDoc, type Node, open } from '../bson/mutable';
import { shellText } from '../bson/shell-text';
import { T } from '../bson/types';
import { fields, type Value } from '../bson/value';
import { docOf, freshTimestamp, objectIdValue } from '../bson/write';
import { badValue, MongoError } from '../errors';
import { equalValues } from '../keys/key-encoding';
import type { Expr } from '../query/ast';
import { matches } from '../query/match';
import { applyAction } from './actions';
import { checkConflicts, comparePaths } from './paths';
import type { ApplyContext, Step, UpdateProgram } from './program';

/** The document after the update. Its `_id` must stay the same (66). */
export function applyUpdate(program: UpdateProgram, doc: Value, context: ApplyContext): Value {
  const id = doc.get('_id');
  const after =
    program.kind === 'steps'
      ? applySteps(program, doc, context)
      : replace(program.kind === 'replace' ? program.doc : program.change(doc), id);
  const newId = after.get('_id');
  if (!id || (newId && equalValues(id, newId))) return after;
  throw new MongoError(
    'ImmutableField',
    program.kind === 'steps'
      ? `Performing an update on the path '_id' would modify the immutable field '_id'`
      : `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${newId ? shellText(newId) : 'nothing'}`,
  );
}

function replace(doc: Value, id: Value | undefined): Value {
  const rest = stamped(doc).filter(([name]) => name !== '_id');
  const newId = doc.get('_id') ?? id;
  return docOf(newId ? [['_id', newId], ...rest] : rest);
}

/** The fields of a new document: an empty timestamp beside `_id` becomes the time of now, as MongoDB does. */
function stamped(doc: Value): [string, Value][] {
  return fields(doc).map(([name, value]) => {
    const isEmptyStamp = value.type === T.timestamp && value.bigint() === 0n && name !== '_id';
    return [name, isEmptyStamp ? freshTimestamp(new Date()) : value];
  });
}

function applySteps(program: Extract<UpdateProgram, { kind: 'steps' }>, doc: Value, context: ApplyContext): Value {
  const root = open(doc);
  if (!(root instanceof MutableDoc)) throw new MongoError('InternalError', 'a document was expected');
  const active = program.steps.filter((step) => context.isInsert || step.action.op !== 'setOnInsert');
  const concrete = active.flatMap((step) => concreteSteps(root, step, program.filters, context));
  if (concrete.length !== program.steps.length || program.positional) checkConflicts(concrete.map((step) => step.path));
  concrete.sort((a, b) => comparePaths(a.path, b.path));
  for (const step of concrete) applyAction(root, step, context);
  return idFirst(close(root));
}

/** Every `_id` stands first in its document. */
function idFirst(doc: Value): Value {
  const entries = fields(doc);
  const at = entries.findIndex(([name]) => name === '_id');
  if (at <= 0) return doc;
  const [id] = entries.splice(at, 1);
  return id ? docOf([id, ...entries]) : doc;
}

/** A document to insert, with an `_id` in front that is made up if there is none. */
export function withId(doc: Value): { doc: Value; id: Value } {
  const id = doc.get('_id') ?? objectIdValue(new ObjectId());
  return { doc: replace(doc, id), id };
}

/** Puts array positions in the place of `$`, `$[]` and `$[id]`, all resolved on the document before the update. */
function concreteSteps(
  root: MutableDoc,
  step: Step,
  filters: ReadonlyMap<string, Expr>,
  context: ApplyContext,
): Step[] {
  let found: { path: string[]; node: Node | undefined }[] = [{ path: [], node: root }];
  for (const [i, segment] of step.path.entries()) {
    if (segment === '$') {
      const position = context.position;
      if (position === undefined)
        throw badValue('The positional operator did not find the match needed from the query.');
      found = found.map((at) => stepInto(at, String(position)));
    } else if (segment.startsWith('$[')) {
      const filter = filters.get(segment.slice(2, -1));
      found = found.flatMap((at) => elements(at, step.path.slice(0, i), segment, filter));
    } else found = found.map((at) => stepInto(at, segment));
  }
  return found.map(({ path }) => ({ path, action: step.action }));
}

function stepInto(
  at: { path: string[]; node: Node | undefined },
  name: string,
): { path: string[]; node: Node | undefined } {
  return { path: [...at.path, name], node: isContainer(at.node) ? child(at.node, name) : undefined };
}

function elements(
  at: { path: string[]; node: Node | undefined },
  path: readonly string[],
  segment: string,
  filter: Expr | undefined,
): { path: string[]; node: Node | undefined }[] {
  const { node } = at;
  if (node === undefined) {
    throw badValue(`The path '${path.join('.')}' must exist in the document in order to apply array updates.`);
  }
  if (!(node instanceof MutableArray))
    throw badValue(`Cannot apply array updates to non-array element ${path.join('.')}`);
  const name = segment.slice(2, -1);
  const all = node.nodes.map((_, i) => stepInto(at, String(i)));
  return all.filter(({ node: item }) => item && (!filter || matches(filter, docOf([[name, close(item)]]))));
}
