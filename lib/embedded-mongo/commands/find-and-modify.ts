import { parseProjection } from '../aggregate/projection';
import type { Value } from '../bson/value';
import type { Plain } from '../bson/write';
import { checkCollectionName } from '../catalog/namespace';
import { badValue, failedToParse } from '../errors';
import { Query } from '../exec/query';
import { parseSort } from '../plan/parse-sort';
import * as arg from '../request/args';
import { type Command, type Context, collectionName, findCollection, restarting } from '../request/context';
import { filterOf, hintArg, hinted, variablesOf } from '../request/query-args';
import { arrayFilterDocs, parseUpdate } from '../update/parse';
import { checkUpsertFilter } from '../update/upsert';
import type { Reply } from '../wire/message';
import { deleteOne } from '../writes/delete';
import { updateOne } from '../writes/update';

const ARGS = {
  findAndModify: arg.text,
  findandmodify: arg.text,
  query: arg.doc,
  sort: arg.doc,
  remove: arg.flag,
  update: arg.anyValue,
  new: arg.flag,
  fields: arg.doc,
  upsert: arg.flag,
  bypassDocumentValidation: arg.flag,
  arrayFilters: arg.anyValue,
  hint: hintArg,
  collation: arg.simpleCollation,
  let: arg.doc,
  stmtId: arg.int,
};

/** What a findAndModify asks for; without a program it removes. */
function read(context: Context) {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('findAndModify', context.args, ARGS);
  checkCombination(args);
  const variables = variablesOf(context, args.let);
  const filter = filterOf(args.query, variables);
  if (args.upsert) checkUpsertFilter(filter);
  const projection = args.fields && parseProjection(args.fields, variables, filter);
  if (args.new && projection?.positional) {
    throw badValue('cannot use a positional projection and return the new document');
  }
  const program = args.update && parseUpdate(args.update, arrayFilterDocs(args.arrayFilters), variables);
  const spec = { filter, sort: parseSort(args.sort).sort, ...hinted(args.hint) };
  return { name, args, projection, program, spec };
}

async function run(context: Context): Promise<Reply> {
  const { name, args, projection, program, spec } = read(context);
  const base = { ...spec, statementId: args.stmtId ?? 0 };
  const shown = (value: Value | undefined): Plain => (value && projection ? projection.show(value) : (value ?? null));
  return restarting(context, async () => {
    if (!program) {
      const { deleted, doc: before } = await deleteOne(context, name, base, true);
      return { lastErrorObject: { n: deleted ? 1 : 0 }, value: shown(before) };
    }
    const outcome = await updateOne(context, name, { ...base, program, upsert: args.upsert === true }, true);
    const n = outcome.matched > 0 || outcome.upsertedId ? 1 : 0;
    const lastErrorObject: Reply = { n, updatedExisting: outcome.matched > 0 };
    if (outcome.upsertedId) lastErrorObject.upserted = outcome.upsertedId;
    return { lastErrorObject, value: shown(args.new ? outcome.after : outcome.before) };
  });
}

function checkCombination(args: arg.Parsed<typeof ARGS>): void {
  if (!args.remove && !args.update) throw failedToParse('Either an update or remove=true must be specified');
  if (!args.remove) return;
  if (args.update) throw failedToParse('Cannot specify both an update and remove=true');
  if (args.upsert) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (args.new)
    throw failedToParse("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  if (args.arrayFilters) throw failedToParse('Cannot specify arrayFilters and remove=true');
}

/** The query behind it, for explain. */
function query(context: Context): Query | undefined {
  const { name, spec } = read(context);
  const coll = findCollection(context, name);
  return coll && new Query(coll, { ...spec, limit: 1 });
}

export const findAndModify: Command = { run, transactional: true, writes: true, query };
