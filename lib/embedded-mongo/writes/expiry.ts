import { dateValue } from '../bson/write';
import type { Collection, Index } from '../catalog/model';
import type { Expr } from '../query/ast';
import type { Context } from '../request/context';
import { modifyAll } from './modify';
import { removeRecord } from './records';

/** Removes documents whose time is over, for every index with `expireAfterSeconds`. Returns how many. */
export async function removeExpired(context: Context, colls: readonly Collection[]): Promise<number> {
  let removed = 0;
  for (const coll of colls) {
    for (const index of coll.indexes) {
      if (index.spec.expireAfterSeconds !== undefined && index.ready && !coll.dropped) {
        removed += await removeFrom(context, coll, index, index.spec.expireAfterSeconds);
      }
    }
  }
  return removed;
}

async function removeFrom(context: Context, coll: Collection, index: Index, seconds: number): Promise<number> {
  const path = index.spec.fields[0]?.path;
  const limit = dateValue(context.engine.now().getTime() - seconds * 1000);
  const old: Expr = { kind: 'field', path, pred: { op: 'lte', value: limit } };
  const filter: Expr = index.spec.partial ? { kind: 'and', args: [old, index.spec.partial.expr] } : old;
  const gone = await modifyAll(context, coll, { filter }, (target, _coll, idKey, doc) =>
    removeRecord(target, coll, idKey, doc),
  );
  return gone.length;
}
