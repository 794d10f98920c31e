import type { Value } from '../bson/value';
import { intValue } from '../bson/write';
import type { Collection } from '../catalog/model';
import { KeyLocked, MongoError, TRANSIENT, type WriteError } from '../errors';
import { type Context, findCollection, restarting, write } from '../request/context';
import { RetryMemory } from '../transactions/retry-memory';
import { insertRecord, type WriteTarget } from './records';
import { Steps } from './steps';

interface Progress {
  at: number;
  inserted: number;
  errors: WriteError[];
}

/** Inserts documents that have an `_id`, many to a write transaction; each stands or falls alone. */
export async function insertMany(
  context: Context,
  name: string,
  documents: readonly Value[],
  statementIds: readonly number[],
  ordered: boolean,
): Promise<{ inserted: number; errors: WriteError[] }> {
  let progress: Progress = { at: 0, inserted: 0, errors: [] };
  const steps = new Steps();
  await restarting(context, async () => {
    await context.engine.catalog.ensure(context.db, name);
    const coll = findCollection(context, name);
    while (coll && progress.at < documents.length) {
      progress = await write(context, coll, (target) =>
        insertSome(context, target, coll, documents, statementIds, ordered || !!context.txn, progress, steps),
      );
      steps.flushed();
      if (progress.at < documents.length) await context.pacer.rest();
    }
  });
  return { inserted: progress.inserted, errors: progress.errors };
}

/** One write transaction's worth of inserts; begins from `from` each time it is tried. */
function insertSome(
  context: Context,
  target: WriteTarget,
  coll: Collection,
  documents: readonly Value[],
  statementIds: readonly number[],
  ordered: boolean,
  from: Progress,
  steps: Steps,
): Progress {
  const out: Progress = { ...from, errors: [...from.errors] };
  const memory = context.retry && RetryMemory.read(target, context.retry);
  steps.begin();
  while (out.at < documents.length && (out.at === from.at || !steps.over)) {
    const doc = documents[out.at];
    const id = statementIds[out.at] ?? out.at;
    try {
      if (doc && !memory?.result(id)) {
        insertRecord(target, coll, doc);
        memory?.keep(id, intValue(1));
      }
      out.inserted++;
    } catch (error) {
      // A key held by a transaction: what was inserted before it is kept, the rest waits.
      if (error instanceof KeyLocked && out.at > from.at) break;
      if (!(error instanceof MongoError) || error.labels.includes(TRANSIENT)) throw error;
      out.errors.push({ index: out.at, error });
      if (ordered) {
        out.at = documents.length;
        break;
      }
    }
    out.at++;
  }
  memory?.save(target, context.engine.now());
  steps.end();
  return out;
}
