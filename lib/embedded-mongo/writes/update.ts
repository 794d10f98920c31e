import type { Value } from '../bson/value';
import { encode } from '../bson/write';
import type { Collection } from '../catalog/model';
import { CODES, MongoError } from '../errors';
import { Pacer } from '../exec/pacer';
import { Query } from '../exec/query';
import type { SortSpec } from '../plan/plan';
import { isCollectionScan } from '../plan/plan';
import type { Hint } from '../plan/planner';
import type { Expr } from '../query/ast';
import { type MatchDetails, matches } from '../query/match';
import { type Context, findCollection, write } from '../request/context';
import { applyUpdate } from '../update/apply';
import type { UpdateProgram } from '../update/program';
import { upsertDocument } from '../update/upsert';
import { changeOnce, modifyAll, modifyFirst, type Remembered, recall } from './modify';
import { insertRecord, replaceRecord, type WriteTarget } from './records';

interface UpdateSpec {
  filter: Expr;
  program: UpdateProgram;
  upsert: boolean;
  statementId: number;
  hint?: Hint;
  sort?: SortSpec;
}

interface UpdateOutcome {
  matched: number;
  modified: number;
  upsertedId?: Value;
  before?: Value;
  after?: Value;
}

const MAX_UPSERT_TRIES = 10;

/** Updates the first match, or inserts. With `images` the outcome carries the document before and after. */
export async function updateOne(
  context: Context,
  name: string,
  spec: UpdateSpec,
  images = false,
): Promise<UpdateOutcome> {
  const remembered = memoryOf(spec.statementId);
  const earlier = recall(context, remembered);
  if (earlier) return earlier;
  for (let attempt = 1; ; attempt++) {
    if (spec.upsert) await context.engine.catalog.ensure(context.db, name);
    const coll = findCollection(context, name);
    if (!coll) return { matched: 0, modified: 0 };
    const updated = await modifyFirst(context, coll, spec, remembered, (target, _coll, idKey, doc) =>
      updateRecord(context, target, coll, spec, idKey, doc, images),
    );
    if (updated) return updated;
    if (!spec.upsert) return { matched: 0, modified: 0 };
    const inserted = await tryUpsert(context, coll, spec, remembered, images, attempt < MAX_UPSERT_TRIES);
    if (inserted) return inserted;
  }
}

function updateRecord(
  context: Context,
  target: WriteTarget,
  coll: Collection,
  spec: UpdateSpec,
  idKey: Buffer,
  doc: Value,
  images: boolean,
): UpdateOutcome {
  const details: MatchDetails = {};
  if (spec.program.kind === 'steps' && spec.program.positional) matches(spec.filter, doc, details);
  const after = applyUpdate(spec.program, doc, { ...details, isInsert: false, now: context.engine.now() });
  const changed = !after.bytes.equals(doc.bytes);
  if (changed) replaceRecord(target, coll, idKey, doc, after);
  return { matched: 1, modified: changed ? 1 : 0, ...(images ? { before: doc, after } : {}) };
}

/** Inserts for an upsert; undefined if a match has turned up meanwhile and the update must be tried again. */
async function tryUpsert(
  context: Context,
  coll: Collection,
  spec: UpdateSpec,
  remembered: Remembered<UpdateOutcome>,
  images: boolean,
  mayRetry: boolean,
): Promise<UpdateOutcome | undefined> {
  const { doc, id } = upsertDocument(spec.filter, spec.program, context.engine.now());
  try {
    return await write(context, coll, (target) =>
      changeOnce(context, target, remembered, () => {
        if (existsNow(target, coll, spec)) return undefined;
        insertRecord(target, coll, doc);
        return { matched: 0, modified: 0, upsertedId: id, ...(images ? { after: doc } : {}) };
      }),
    );
  } catch (error) {
    // Two upserts of one key met: the other's document is there now, so this one updates it.
    const duplicate = error instanceof MongoError && error.code === CODES.DuplicateKey;
    if (duplicate && mayRetry && !context.txn && matches(spec.filter, doc)) return undefined;
    throw error;
  }
}

/** Looks once more inside the write, where nothing can come between; only if an index makes that short. */
function existsNow(target: WriteTarget, coll: Collection, spec: UpdateSpec): boolean {
  const query = new Query(coll, { filter: spec.filter, limit: 1 });
  if (query.plan.kind !== 'index' || isCollectionScan(query.plan)) return false;
  const found = query.step(target, new Pacer(undefined));
  query.pause();
  return found !== undefined && found !== 'rest';
}

/** Updates every match; inserts if there is none and that is asked for. */
export async function updateMany(context: Context, name: string, spec: UpdateSpec): Promise<UpdateOutcome> {
  const coll = findCollection(context, name);
  const outcomes = coll
    ? await modifyAll(context, coll, spec, (target, _coll, idKey, doc) =>
        updateRecord(context, target, coll, spec, idKey, doc, false),
      )
    : [];
  if (outcomes.length === 0 && spec.upsert) return updateOne(context, name, spec);
  return { matched: outcomes.length, modified: outcomes.reduce((sum, outcome) => sum + outcome.modified, 0) };
}

function memoryOf(statementId: number): Remembered<UpdateOutcome> {
  return {
    statementId,
    pack: ({ matched, modified, upsertedId, before, after }) =>
      encode({ matched, modified, upsertedId, before, after }),
    unpack: (stored) => {
      const out: UpdateOutcome = {
        matched: stored.get('matched')?.number() ?? 0,
        modified: stored.get('modified')?.number() ?? 0,
      };
      for (const name of ['upsertedId', 'before', 'after'] as const) {
        const value = stored.get(name);
        if (value) out[name] = value;
      }
      return out;
    },
  };
}
