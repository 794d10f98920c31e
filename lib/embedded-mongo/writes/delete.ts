import type { Value } from '../bson/value';
import { encode } from '../bson/write';
import type { SortSpec } from '../plan/plan';
import type { Hint } from '../plan/planner';
import type { Expr } from '../query/ast';
import { type Context, findCollection } from '../request/context';
import { modifyAll, modifyFirst, type Remembered, recall } from './modify';
import { removeRecord } from './records';

interface DeleteSpec {
  filter: Expr;
  statementId: number;
  hint?: Hint;
  sort?: SortSpec;
}

interface DeleteOutcome {
  deleted: boolean;
  doc?: Value;
}

/** Deletes the first match. With `image` the outcome carries the document. */
export async function deleteOne(
  context: Context,
  name: string,
  spec: DeleteSpec,
  image = false,
): Promise<DeleteOutcome> {
  const remembered = memoryOf(spec.statementId);
  const earlier = recall(context, remembered);
  if (earlier) return earlier;
  const coll = findCollection(context, name);
  if (!coll) return { deleted: false };
  const outcome = await modifyFirst(context, coll, spec, remembered, (target, _coll, idKey, doc): DeleteOutcome => {
    removeRecord(target, coll, idKey, doc);
    return image ? { deleted: true, doc } : { deleted: true };
  });
  return outcome ?? { deleted: false };
}

/** Deletes every match; returns how many. */
export async function deleteMany(context: Context, name: string, spec: DeleteSpec): Promise<number> {
  const coll = findCollection(context, name);
  if (!coll) return 0;
  const deleted = await modifyAll(context, coll, spec, (target, _coll, idKey, doc) =>
    removeRecord(target, coll, idKey, doc),
  );
  return deleted.length;
}

function memoryOf(statementId: number): Remembered<DeleteOutcome> {
  return {
    statementId,
    pack: ({ deleted, doc }) => encode({ deleted, doc }),
    unpack: (stored) => {
      const doc = stored.get('doc');
      return { deleted: stored.get('deleted')?.truthy() ?? false, ...(doc ? { doc } : {}) };
    },
  };
}
