import { T, tagOf } from '../bson/types';
import type { IndexField } from '../catalog/model';
import { conjuncts, type Expr, type Predicate } from '../query/ast';
import { boundsFor } from './bounds';
import { contains } from './intervals';

type FieldExpr = Extract<Expr, { kind: 'field' }>;

const WHOLE = 4096;

/** Whether every document that fulfils the filter also fulfils the expression of a partial index. */
export function impliesPartial(filter: Expr, partial: Expr): boolean {
  const given = conjuncts(filter);
  return conjuncts(partial).every((wanted) => wanted.kind === 'field' && given.some((part) => implies(part, wanted)));
}

function implies(part: Expr, wanted: FieldExpr): boolean {
  if (part.kind === 'or') return part.args.length > 0 && part.args.every((arg) => impliesPartial(arg, wanted));
  if (part.kind === 'and') return impliesPartial(part, wanted);
  if (part.kind !== 'field' || part.path !== wanted.path || !wanted.path) return false;
  switch (wanted.pred.op) {
    case 'exists':
      return excludesMissing(part.pred);
    case 'type':
      return impliesType(part.pred, wanted.pred.types);
    default: {
      const target = { path: wanted.path, multikey: false, segment: WHOLE };
      const inner = boundsFor(part, target);
      const outer = boundsFor(wanted, target);
      return inner.exact && outer.exact && contains(outer.intervals, inner.intervals);
    }
  }
}

/** Whether a condition can only be met by a field that is there. */
function excludesMissing(pred: Predicate): boolean {
  switch (pred.op) {
    case 'eq':
    case 'gte':
    case 'lte':
      return pred.value.type !== T.null && pred.value.type !== T.minKey && pred.value.type !== T.maxKey;
    case 'gt':
    case 'lt':
      return pred.value.type !== T.minKey && pred.value.type !== T.maxKey;
    case 'in':
      return !pred.hasNull;
    default:
      return true;
  }
}

function impliesType(pred: Predicate, types: ReadonlySet<number>): boolean {
  if (pred.op === 'type') return [...pred.types].every((type) => types.has(type));
  if (pred.op === 'regex') return false;
  const values = pred.op === 'in' ? pred.values : 'value' in pred ? [pred.value] : [];
  if (values.length === 0 || (pred.op === 'in' && (pred.hasNull || pred.regexes.length > 0))) return false;
  // Numbers compare across types, so all numeric types must be allowed; other tags hold one type or string and symbol.
  return values.every((value) => value.type !== T.null && typesOfTag(value.type).every((type) => types.has(type)));
}

function typesOfTag(type: number): number[] {
  return Object.values(T).filter((other) => tagOf(other) === tagOf(type));
}

/** Whether a filter asks for some indexed field to be there, so that a sparse index holds all its matches. */
export function requiresSomeField(filter: Expr, fields: readonly IndexField[]): boolean {
  return conjuncts(filter).some((part) => {
    if (part.kind === 'or') return part.args.length > 0 && part.args.every((arg) => requiresSomeField(arg, fields));
    return part.kind === 'field' && fields.some((f) => f.path === part.path) && excludesMissing(part.pred);
  });
}
