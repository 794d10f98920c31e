import { close, MutableDoc, setChild } from '../bson/mutable';
import type { Value } from '../bson/value';
import { docOf } from '../bson/write';
import { MongoError } from '../errors';
import { conjuncts, type Expr } from '../query/ast';
import { applyUpdate, withId } from './apply';
import { parentOf } from './containers';
import type { UpdateProgram } from './program';

/** The document an upsert inserts: the filter's equalities, then the update. Has an `_id` in front. */
export function upsertDocument(filter: Expr, program: UpdateProgram, now: Date): { doc: Value; id: Value } {
  if (program.kind === 'replace') return withId(applyUpdate(program, idSeed(filter), { isInsert: true, now }));
  const root = new MutableDoc();
  const seen: string[] = [];
  for (const { path, value } of equalities(filter)) {
    const other = seen.find((known) => path === known || path.startsWith(`${known}.`) || known.startsWith(`${path}.`));
    if (other !== undefined) {
      throw new MongoError(54, `cannot infer query fields to set, paths '${path}' and '${other}' are both matched`);
    }
    seen.push(path);
    const names = path.split('.');
    const parent = parentOf(root, names, 'create');
    if (parent) setChild(parent, names.at(-1) ?? '', value);
  }
  return withId(applyUpdate(program, close(root), { isInsert: true, now }));
}

function idSeed(filter: Expr): Value {
  const id = equalities(filter).find(({ path }) => path === '_id');
  return docOf(id ? [['_id', id.value]] : []);
}

function equalities(filter: Expr): { path: string; value: Value }[] {
  return conjuncts(filter).flatMap((part) => {
    if (part.kind !== 'field' || !part.path || part.pred.op !== 'eq') return [];
    return [{ path: part.path.text, value: part.pred.value }];
  });
}

/** `$expr` says nothing about the document to insert, so it may not be part of an upsert's filter (224). */
export function checkUpsertFilter(filter: Expr): void {
  if (filter.kind === 'expr') {
    throw new MongoError('QueryFeatureNotAllowed', '$expr is not allowed in the query predicate for an upsert');
  }
  if (filter.kind !== 'field') filter.args.forEach(checkUpsertFilter);
}
