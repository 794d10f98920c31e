import { FieldPath } from '../bson/path';
import type { Value } from '../bson/value';
import { checkCollectionName } from '../catalog/namespace';
import { Query, type QuerySpec } from '../exec/query';
import { encodeValue } from '../keys/key-encoding';
import { conjuncts, MATCH_ALL } from '../query/ast';
import { reach } from '../query/reach';
import {
  anyValue,
  harmless,
  offOnly,
  readArgs,
  required,
  simpleCollation,
  text,
  count as wholeNumber,
} from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import { filterArg, hintArg } from '../request/query-args';
import { keyText } from '../storage/kv';
import type { Reply } from '../wire/message';

async function runCount(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = readArgs('count', context.args, {
    count: text,
    query: filterArg,
    limit: anyValue,
    skip: wholeNumber,
    hint: hintArg,
    fields: harmless,
    collation: simpleCollation,
  });
  const coll = findCollection(context, name);
  if (!coll) return { n: 0 };
  const filter = args.query ?? MATCH_ALL;
  const limit = Math.abs(args.limit?.number() ?? 0);
  const spec: QuerySpec = { filter, skip: args.skip ?? 0, limit, ...(args.hint ? { hint: args.hint } : {}) };
  const query = new Query(coll, spec);
  if (conjuncts(filter).length === 0 && !args.hint) {
    const all = context.txn ? context.txn.count(coll) : context.engine.catalog.count(coll);
    const n = Math.max(0, all - (args.skip ?? 0));
    return { n: limit ? Math.min(n, limit) : n };
  }
  return { n: await query.count(context.view, context.pacer) };
}

async function runDistinct(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = readArgs('distinct', context.args, {
    distinct: text,
    key: text,
    query: filterArg,
    hint: hintArg,
    collation: simpleCollation,
    let: offOnly,
  });
  const path = FieldPath.of(required(args.key, 'distinct.key'));
  const coll = findCollection(context, name);
  if (!coll) return { values: [] };
  const query = new Query(coll, { filter: args.query ?? MATCH_ALL, ...(args.hint ? { hint: args.hint } : {}) });
  const values = new Map<string, Value>();
  for (
    let match = await query.next(context.view, context.pacer);
    match;
    match = await query.next(context.view, context.pacer)
  ) {
    for (const value of reach(match.doc, path)) {
      const text = keyText(encodeValue(value));
      if (!values.has(text)) values.set(text, value);
    }
  }
  query.pause();
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  return { values: sorted.map(([, value]) => value) };
}

export const count: Command = { run: runCount };
export const distinct: Command = { run: runDistinct, transactional: true };
