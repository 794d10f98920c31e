import { docValue, type Value } from '../bson/value';
import type { Collection } from '../catalog/model';
import { MongoError, TRANSIENT } from '../errors';
import { Query, type QuerySpec } from '../exec/query';
import { matches } from '../query/match';
import { type Context, write } from '../request/context';
import { keyText } from '../storage/kv';
import { RetryMemory } from '../transactions/retry-memory';
import type { WriteTarget } from './records';

/** Changes one matching document inside a write. */
export type Change<R> = (target: WriteTarget, coll: Collection, idKey: Buffer, doc: Value) => R;

/** How an outcome is remembered for a write that is sent again. */
export interface Remembered<R> {
  statementId: number;
  pack(outcome: R): Value;
  unpack(stored: Value): R;
}

/** Reads what a write that is sent again has answered before. */
export function recall<R>(context: Context, remembered: Remembered<R>): R | undefined {
  if (!context.retry) return undefined;
  const stored = RetryMemory.read(context.engine.store, context.retry).result(remembered.statementId);
  return stored && remembered.unpack(stored);
}

/** Carries out a change and remembers its outcome in the same write transaction. */
export function changeOnce<R>(
  context: Context,
  target: WriteTarget,
  remembered: Remembered<R>,
  change: () => R | undefined,
): R | undefined {
  const memory = context.retry && RetryMemory.read(target, context.retry);
  const stored = memory?.result(remembered.statementId);
  if (stored) return remembered.unpack(stored);
  const outcome = change();
  if (outcome !== undefined && memory) {
    memory.keep(remembered.statementId, remembered.pack(outcome));
    memory.save(target, context.engine.now());
  }
  return outcome;
}

/**
 * Finds the first match and changes it. The search runs outside the write; inside, the document is read and tested
 * again, and if another write came between, the search starts anew. Undefined if nothing matches.
 */
export async function modifyFirst<R>(
  context: Context,
  coll: Collection,
  spec: QuerySpec,
  remembered: Remembered<R>,
  change: Change<R>,
): Promise<R | undefined> {
  for (;;) {
    const query = new Query(coll, { ...spec, limit: 1 });
    const match = await query.next(context.view, context.pacer);
    query.pause();
    if (!match) return undefined;
    const { idKey } = match;
    const outcome = await write(context, coll, (target) =>
      changeOnce(context, target, remembered, () => {
        const raw = target.get(coll.recordKey(idKey));
        if (!raw || !matches(spec.filter, docValue(raw))) return undefined;
        return change(target, coll, idKey, docValue(raw));
      }),
    );
    if (outcome !== undefined) return outcome;
    await context.pacer.rest();
  }
}

const CHUNK = 100;

/** Changes every match, some to a write transaction, each document at most once. Returns what the changes returned. */
export async function modifyAll<R>(
  context: Context,
  coll: Collection,
  spec: QuerySpec,
  change: Change<R>,
): Promise<R[]> {
  const query = new Query(coll, spec);
  const seen = new Set<string>();
  const all: R[] = [];
  for (;;) {
    const chunk: Buffer[] = [];
    while (chunk.length < CHUNK) {
      const match = await query.next(context.view, context.pacer);
      if (!match) break;
      if (seen.has(keyText(match.idKey))) continue;
      seen.add(keyText(match.idKey));
      chunk.push(match.idKey);
    }
    query.pause();
    if (chunk.length === 0) return all;
    const { results, error } = await write(context, coll, (target) => changeChunk(target, coll, spec, chunk, change));
    all.push(...results);
    if (error) throw error;
    await context.pacer.rest();
  }
}

/** An error ends the statement, but what was changed before it stays, as in MongoDB. */
function changeChunk<R>(
  target: WriteTarget,
  coll: Collection,
  spec: QuerySpec,
  chunk: readonly Buffer[],
  change: Change<R>,
): { results: R[]; error?: MongoError } {
  const results: R[] = [];
  for (const idKey of chunk) {
    const raw = target.get(coll.recordKey(idKey));
    if (!raw || !matches(spec.filter, docValue(raw))) continue;
    try {
      results.push(change(target, coll, idKey, docValue(raw)));
    } catch (error) {
      if (error instanceof MongoError && !error.labels.includes(TRANSIENT)) return { results, error };
      throw error;
    }
  }
  return { results };
}
