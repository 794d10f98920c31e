import type { Document } from 'mongodb';
import { compare, isObject, MISSING } from './plain-values';

/** The value of an aggregation expression, plainly: field paths, constants and the operators the fuzz test asks for. */
export function plainExpression(expression: unknown, doc: Document): unknown {
  if (typeof expression === 'string' && expression.startsWith('$'))
    return fieldPath(doc, expression.slice(1).split('.'));
  if (Array.isArray(expression)) return expression.map((item) => orNull(plainExpression(item, doc)));
  if (!isObject(expression)) return expression;
  const [[op, operand] = ['', undefined]] = Object.entries(expression);
  if (!op.startsWith('$')) return objectOf(expression, doc);
  const args = (Array.isArray(operand) ? operand : [operand]).map((item) => plainExpression(item, doc));
  const [a, b] = args;
  // a missing field comes before null here, other than in filters
  const order = (a === MISSING ? 0 : 1) - (b === MISSING ? 0 : 1) || compare(a, b);
  switch (op) {
    case '$eq':
      return order === 0;
    case '$ne':
      return order !== 0;
    case '$gt':
      return order > 0;
    case '$gte':
      return order >= 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
    case '$ifNull':
      return a === MISSING || a === null ? b : a;
    case '$literal':
      return operand;
    default:
      throw new Error(`the plain evaluator does not know ${op}`);
  }
}

function objectOf(expression: Document, doc: Document): Document {
  const entries = Object.entries(expression).map(([name, value]) => [name, plainExpression(value, doc)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== MISSING));
}

export const orNull = (x: unknown): unknown => (x === MISSING ? null : x);

/** Through arrays a path gives the array of what it finds in their documents. */
function fieldPath(x: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return x;
  if (Array.isArray(x)) return x.map((item) => fieldPath(item, path)).filter((item) => item !== MISSING);
  if (!isObject(x) || !Object.hasOwn(x, name)) return MISSING;
  return fieldPath(x[name], rest);
}
