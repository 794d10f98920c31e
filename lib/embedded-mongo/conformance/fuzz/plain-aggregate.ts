import type { Document } from 'mongodb';
import { orNull, plainExpression } from './plain-expression';
import { plainMatch } from './plain-filter';
import { plainProjection } from './plain-projection';
import { compareDocs } from './plain-sort';
import { compare, MISSING, show } from './plain-values';

/** The documents a pipeline gives, stage by stage over the whole list. */
export function plainAggregate(docs: readonly Document[], pipeline: readonly Document[]): Document[] {
  return pipeline.reduce<Document[]>((input, stage) => runStage(input, stage), [...docs]);
}

function runStage(docs: Document[], stage: Document): Document[] {
  const [[name, arg] = ['', undefined]] = Object.entries(stage);
  switch (name) {
    case '$match':
      return docs.filter((doc) => plainMatch(doc, arg));
    case '$sort':
      return [...docs].sort((x, y) => compareDocs(x, y, arg));
    case '$skip':
      return docs.slice(arg);
    case '$limit':
      return docs.slice(0, arg);
    case '$project':
      return docs.map((doc) => plainProjection(doc, arg));
    case '$addFields':
      return docs.map((doc) => withFields(doc, arg));
    case '$unwind':
      return docs.flatMap((doc) => unwind(doc, String(arg).slice(1)));
    case '$group':
      return group(docs, arg);
    case '$count':
      return docs.length > 0 ? [{ [arg]: docs.length }] : [];
    default:
      throw new Error(`the plain evaluator does not know ${name}`);
  }
}

function withFields(doc: Document, fields: Document): Document {
  const out = { ...doc };
  for (const [name, expression] of Object.entries(fields)) {
    const value = plainExpression(expression, doc);
    if (value === MISSING) delete out[name];
    else out[name] = value;
  }
  return out;
}

function unwind(doc: Document, name: string): Document[] {
  const value: unknown = doc[name];
  if (Array.isArray(value)) return value.map((item) => ({ ...doc, [name]: item }));
  return value === undefined || value === null ? [] : [doc];
}

function group(docs: readonly Document[], arg: Document): Document[] {
  const groups = new Map<string, { id: unknown; members: Document[] }>();
  for (const doc of docs) {
    const id = orNull(plainExpression(arg._id, doc));
    const known = groups.get(show(id));
    if (known) known.members.push(doc);
    else groups.set(show(id), { id, members: [doc] });
  }
  return [...groups.values()].map(({ id, members }) => {
    const out: Document = { _id: id };
    for (const [name, how] of Object.entries<Document>(arg)) {
      if (name !== '_id') out[name] = accumulate(how, members);
    }
    return out;
  });
}

function accumulate(how: Document, members: readonly Document[]): unknown {
  const [[op, expression] = ['', undefined]] = Object.entries(how);
  const values = members.map((doc) => plainExpression(expression, doc));
  const numbers = values.filter((x) => typeof x === 'number');
  const present = values.filter((x) => x !== MISSING && x !== null);
  const sum = numbers.reduce((x, y) => x + y, 0);
  switch (op) {
    case '$sum':
      return sum;
    case '$avg':
      return numbers.length > 0 ? sum / numbers.length : null;
    case '$min':
      return present.length > 0 ? present.reduce((x, y) => (compare(y, x) < 0 ? y : x)) : null;
    case '$max':
      return present.length > 0 ? present.reduce((x, y) => (compare(y, x) > 0 ? y : x)) : null;
    case '$first':
      return orNull(values[0]);
    case '$last':
      return orNull(values.at(-1));
    case '$push':
      return values.filter((x) => x !== MISSING);
    default:
      throw new Error(`the plain evaluator does not know ${op}`);
  }
}
