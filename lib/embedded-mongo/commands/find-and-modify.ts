import type { Value } from '../bson/value';
import type { Plain } from '../bson/write';
import { checkCollectionName } from '../catalog/namespace';
import { failedToParse } from '../errors';
import { MATCH_ALL } from '../query/ast';
import { parseProjection } from '../query/projection';
import { anyValue, doc, flag, harmless, offOnly, readArgs, simpleCollation, text } from '../request/args';
import { type Command, type Context, collectionName, restarting } from '../request/context';
import { filterArg, hintArg, parseSort, sortArg } from '../request/query-args';
import { arrayFilterDocs, parseUpdate } from '../update/parse';
import type { Reply } from '../wire/message';
import { deleteOne } from '../writes/delete';
import { updateOne } from '../writes/update';

const ARGS = {
  findAndModify: text,
  findandmodify: text,
  query: filterArg,
  sort: sortArg,
  remove: flag,
  update: anyValue,
  new: flag,
  fields: doc,
  upsert: flag,
  bypassDocumentValidation: harmless,
  arrayFilters: anyValue,
  hint: hintArg,
  collation: simpleCollation,
  let: offOnly,
  stmtId: anyValue,
};

async function run(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = readArgs('findAndModify', context.args, ARGS);
  checkCombination(args);
  const show = args.fields && parseProjection(args.fields);
  const { sort } = parseSort(args.sort);
  const statementId = args.stmtId?.number() ?? 0;
  const base = { filter: args.query ?? MATCH_ALL, sort, statementId, ...(args.hint ? { hint: args.hint } : {}) };
  const shown = (value: Value | undefined): Plain => (value ? (show ? show(value) : value) : null);
  return restarting(context, async () => {
    if (args.remove) {
      const { deleted, doc: before } = await deleteOne(context, name, base, true);
      return { lastErrorObject: { n: deleted ? 1 : 0 }, value: shown(before) };
    }
    if (!args.update) throw failedToParse('Either an update or remove=true must be specified');
    const program = parseUpdate(args.update, arrayFilterDocs(args.arrayFilters));
    const outcome = await updateOne(context, name, { ...base, program, upsert: args.upsert === true }, true);
    const n = outcome.matched > 0 || outcome.upsertedId ? 1 : 0;
    const lastErrorObject: Reply = { n, updatedExisting: outcome.matched > 0 };
    if (outcome.upsertedId) lastErrorObject.upserted = outcome.upsertedId;
    return { lastErrorObject, value: shown(args.new ? outcome.after : outcome.before) };
  });
}

function checkCombination(args: {
  remove?: boolean | undefined;
  update?: Value | undefined;
  new?: boolean | undefined;
  upsert?: boolean | undefined;
  arrayFilters?: Value | undefined;
}): void {
  if (!args.remove) return;
  if (args.update) throw failedToParse('Cannot specify both an update and remove=true');
  if (args.upsert) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (args.new)
    throw failedToParse("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  if (args.arrayFilters) throw failedToParse('Cannot specify arrayFilters and remove=true');
}

export const findAndModify: Command = { run, transactional: true, writes: true };
