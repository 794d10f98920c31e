import { FieldPath } from '../bson/path';
import type { Value } from '../bson/value';
import { checkCollectionName } from '../catalog/namespace';
import { Query } from '../exec/query';
import { encodeValue } from '../keys/key-encoding';
import { conjuncts } from '../query/ast';
import { reach } from '../query/reach';
import * as arg from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import { filterOf, hintArg, hinted, variablesOf } from '../request/query-args';
import { keyText } from '../storage/kv';
import type { Reply } from '../wire/message';

const COUNT = {
  count: arg.text,
  query: arg.doc,
  limit: arg.wholeNumber,
  skip: arg.count,
  hint: hintArg,
  fields: arg.harmless,
  collation: arg.simpleCollation,
};

function readCount(context: Context) {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('count', context.args, COUNT);
  const filter = filterOf(args.query, variablesOf(context));
  const spec = { filter, skip: args.skip ?? 0, limit: Math.abs(args.limit ?? 0), ...hinted(args.hint) };
  const coll = findCollection(context, name);
  return { coll, spec, query: coll && new Query(coll, spec), countsAll: conjuncts(filter).length === 0 && !args.hint };
}

async function runCount(context: Context): Promise<Reply> {
  const { coll, spec, query, countsAll } = readCount(context);
  if (!coll || !query) return { n: 0 };
  if (!countsAll) return { n: await query.count(context.view, context.pacer) };
  const all = context.txn ? context.txn.count(coll) : context.engine.catalog.count(coll);
  const n = Math.max(0, all - spec.skip);
  return { n: spec.limit ? Math.min(n, spec.limit) : n };
}

const DISTINCT = {
  distinct: arg.text,
  key: arg.text,
  query: arg.doc,
  hint: hintArg,
  collation: arg.simpleCollation,
};

function readDistinct(context: Context) {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('distinct', context.args, DISTINCT);
  const path = FieldPath.of(arg.required(args.key, 'distinct.key'));
  const coll = findCollection(context, name);
  const filter = filterOf(args.query, variablesOf(context));
  return { path, query: coll && new Query(coll, { filter, ...hinted(args.hint) }) };
}

async function runDistinct(context: Context): Promise<Reply> {
  const { view, pacer } = context;
  const { path, query } = readDistinct(context);
  const values = new Map<string, Value>();
  for (let match = await query?.next(view, pacer); match; match = await query?.next(view, pacer)) {
    for (const value of reach(match.doc, path)) {
      const text = keyText(encodeValue(value));
      if (!values.has(text)) values.set(text, value);
    }
  }
  query?.pause();
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return { values: sorted.map(([, value]) => value) };
}

export const count: Command = { run: runCount, query: (context) => readCount(context).query };
export const distinct: Command = {
  run: runDistinct,
  transactional: true,
  query: (context) => readDistinct(context).query,
};
