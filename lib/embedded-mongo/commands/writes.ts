import { fields, type Value } from '../bson/value';
import type { Plain } from '../bson/write';
import { failedToParse, MongoError, TRANSIENT, type WriteError } from '../errors';
import {
  type Arg,
  anyValue,
  array,
  doc,
  docs,
  flag,
  harmless,
  offOnly,
  type Parsed,
  readArgs,
  readDoc,
  required,
  simpleCollation,
  text,
} from '../request/args';
import { type Command, type Context, collectionName, restarting } from '../request/context';
import { filterArg, hintArg } from '../request/query-args';
import { withId } from '../update/apply';
import { arrayFilterDocs, parseUpdate } from '../update/parse';
import type { Reply } from '../wire/message';
import { deleteMany, deleteOne } from '../writes/delete';
import { insertMany } from '../writes/insert';
import { updateMany, updateOne } from '../writes/update';

const MAX_BATCH = 100_000;

const COMMON = {
  ordered: flag,
  bypassDocumentValidation: harmless,
  stmtId: anyValue,
  stmtIds: array,
  let: offOnly,
};

function errorDocs(errors: readonly WriteError[]): Plain[] {
  return errors.map(({ index, error }) => ({
    index,
    code: error.code,
    errmsg: error.message,
    ...error.details,
  }));
}

function batchReply(n: number, errors: readonly WriteError[], more: Reply = {}): Reply {
  const reply: Reply = { n, ...more };
  if (errors.length > 0) reply.writeErrors = errorDocs(errors);
  return reply;
}

function statementIds(args: { stmtId: Value | undefined; stmtIds: Value[] | undefined }, length: number): number[] {
  const first = args.stmtId?.number() ?? 0;
  return Array.from({ length }, (_, i) => args.stmtIds?.[i]?.number() ?? first + i);
}

function checkBatch(name: string, length: number): void {
  if (length === 0 || length > MAX_BATCH) {
    throw new MongoError(
      'InvalidLength',
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${length} operations. (${name})`,
    );
  }
}

/** Runs statements one after another; an error ends an ordered batch. */
async function runStatements<S>(
  context: Context,
  statements: readonly S[],
  ordered: boolean,
  run: (statement: S, index: number) => Promise<void>,
): Promise<WriteError[]> {
  const errors: WriteError[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      await restarting(context, () => run(statement, index));
    } catch (error) {
      if (!(error instanceof MongoError) || isForWholeCommand(error)) throw error;
      errors.push({ index, error });
      if (ordered || context.txn) break;
    }
  }
  return errors;
}

/** Errors that concern the command and not one statement of it. */
function isForWholeCommand(error: MongoError): boolean {
  return error.labels.includes(TRANSIENT) || [225, 50, 14031, 40415, 40414, 73].includes(error.code);
}

async function runInsert(context: Context): Promise<Reply> {
  const args = readArgs('insert', context.args, { ...COMMON, insert: text, documents: docs });
  const documents = required(args.documents, 'insert.documents');
  checkBatch('insert', documents.length);
  for (const document of documents) checkStorable(document);
  const name = collectionName(context);
  const prepared = documents.map((document) => withId(document).doc);
  const ids = statementIds(args, documents.length);
  const { inserted, errors } = await insertMany(context, name, prepared, ids, args.ordered !== false);
  return batchReply(inserted, errors);
}

function checkStorable(document: Value): void {
  const id = document.get('_id');
  if (id?.isObject) checkIdNames(id);
}

function checkIdNames(id: Value): void {
  for (const [name, value] of fields(id)) {
    if (name.startsWith('$') && !['$ref', '$id', '$db'].includes(name)) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '_id.${name}' is not valid for storage.`,
      );
    }
    if (value.isObject) checkIdNames(value);
  }
}

async function runUpdate(context: Context): Promise<Reply> {
  const args = readArgs('update', context.args, { ...COMMON, update: text, updates: docs });
  const statements = required(args.updates, 'update.updates').map((statement) =>
    readDoc('update.updates', statement, UPDATE_STATEMENT),
  );
  checkBatch('update', statements.length);
  const name = collectionName(context);
  const ids = statementIds(args, statements.length);
  let n = 0;
  let nModified = 0;
  const upserted: Plain[] = [];
  const errors = await runStatements(context, statements, args.ordered !== false, async (statement, index) => {
    const outcome = await runUpdateStatement(context, name, statement, ids[index] ?? index);
    n += outcome.matched + (outcome.upsertedId ? 1 : 0);
    nModified += outcome.modified;
    if (outcome.upsertedId) upserted.push({ index, _id: outcome.upsertedId });
  });
  return batchReply(n, errors, upserted.length > 0 ? { nModified, upserted } : { nModified });
}

const UPDATE_STATEMENT = {
  q: doc,
  u: anyValue,
  c: offOnly,
  multi: flag,
  upsert: flag,
  collation: simpleCollation,
  arrayFilters: anyValue,
  hint: hintArg,
  upsertSupplied: offOnly,
};

async function runUpdateStatement(
  context: Context,
  name: string,
  args: Parsed<typeof UPDATE_STATEMENT>,
  statementId: number,
) {
  const program = parseUpdate(required(args.u, 'update.updates.u'), arrayFilterDocs(args.arrayFilters));
  const filter = filterArg(required(args.q, 'update.updates.q'), 'q');
  if (args.multi && program.kind === 'replace')
    throw failedToParse('multi update is not supported for replacement-style update');
  const spec = {
    filter,
    program,
    upsert: args.upsert === true,
    statementId,
    ...(args.hint ? { hint: args.hint } : {}),
  };
  return args.multi ? updateMany(context, name, spec) : updateOne(context, name, spec);
}

async function runDelete(context: Context): Promise<Reply> {
  const args = readArgs('delete', context.args, { ...COMMON, delete: text, deletes: docs });
  const statements = required(args.deletes, 'delete.deletes').map((statement) =>
    readDoc('delete.deletes', statement, DELETE_STATEMENT),
  );
  for (const { limit } of statements) required(limit, 'delete.deletes.limit');
  checkBatch('delete', statements.length);
  const name = collectionName(context);
  const ids = statementIds(args, statements.length);
  let n = 0;
  const errors = await runStatements(context, statements, args.ordered !== false, async (statement, index) => {
    n += await runDeleteStatement(context, name, statement, ids[index] ?? index);
  });
  return batchReply(n, errors);
}

/** 0 deletes every match, 1 the first; anything else could be a slip that deletes too much. */
function deleteLimit(arg: Arg, name: string): 0 | 1 {
  const limit = anyValue(arg, name).number();
  if (limit === 0 || limit === 1) return limit;
  throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
}

const DELETE_STATEMENT = { q: doc, limit: deleteLimit, collation: simpleCollation, hint: hintArg };

async function runDeleteStatement(
  context: Context,
  name: string,
  args: Parsed<typeof DELETE_STATEMENT>,
  statementId: number,
): Promise<number> {
  const spec = {
    filter: filterArg(required(args.q, 'delete.deletes.q'), 'q'),
    statementId,
    ...(args.hint ? { hint: args.hint } : {}),
  };
  if (args.limit === 1) return (await deleteOne(context, name, spec)).deleted ? 1 : 0;
  return deleteMany(context, name, spec);
}

export const insert: Command = { run: runInsert, transactional: true, writes: true };
export const update: Command = { run: runUpdate, transactional: true, writes: true };
export const remove: Command = { run: runDelete, transactional: true, writes: true };
