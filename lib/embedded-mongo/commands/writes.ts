import type { Value } from '../bson/value';
import type { Plain } from '../bson/write';
import { badValue, failedToParse, MongoError, TRANSIENT, type WriteError } from '../errors';
import { Query, type QuerySpec } from '../exec/query';
import * as arg from '../request/args';
import { type Command, type Context, collectionName, findCollection, restarting } from '../request/context';
import { filterOf, hintArg, hinted, variablesOf } from '../request/query-args';
import { withId } from '../update/apply';
import { arrayFilterDocs, parseUpdate } from '../update/parse';
import type { UpdateProgram } from '../update/program';
import { checkUpsertFilter } from '../update/upsert';
import type { Reply } from '../wire/message';
import { deleteMany, deleteOne } from '../writes/delete';
import { insertMany } from '../writes/insert';
import { updateMany, updateOne } from '../writes/update';

const MAX_BATCH = 100_000;

const COMMON = { ordered: arg.flag, bypassDocumentValidation: arg.flag, stmtId: arg.int, stmtIds: arg.array };

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

function statementIds({ stmtId = 0, stmtIds }: arg.Parsed<typeof COMMON>, length: number): number[] {
  const given = stmtIds?.map((id) => arg.int(id, 'stmtIds'));
  return Array.from({ length }, (_, i) => given?.[i] ?? stmtId + i);
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

const INSERT = { ...COMMON, insert: arg.text, documents: arg.docs };

async function runInsert(context: Context): Promise<Reply> {
  const args = arg.readArgs('insert', context.args, INSERT);
  const documents = arg.required(args.documents, 'insert.documents');
  checkBatch('insert', documents.length);
  const name = collectionName(context);
  const prepared = documents.map((document) => withId(document).doc);
  const ids = statementIds(args, documents.length);
  const { inserted, errors } = await insertMany(context, name, prepared, ids, args.ordered !== false);
  return batchReply(inserted, errors);
}

const UPDATE = { ...COMMON, update: arg.text, updates: arg.docs, let: arg.doc };

const UPDATE_STATEMENT = {
  q: arg.doc,
  u: arg.anyValue,
  c: arg.doc,
  multi: arg.flag,
  upsert: arg.flag,
  collation: arg.simpleCollation,
  arrayFilters: arg.anyValue,
  hint: hintArg,
  upsertSupplied: arg.offOnly,
};

/** Statements of an update, their arguments checked; filter and program are read when a statement runs. */
function readUpdate(context: Context) {
  const args = arg.readArgs('update', context.args, UPDATE);
  const statements = arg
    .required(args.updates, 'update.updates')
    .map((statement) => arg.readDoc('update.updates', statement, UPDATE_STATEMENT));
  checkBatch('update', statements.length);
  return { args, statements };
}

function readUpdateStatement(
  context: Context,
  constants: Value | undefined,
  args: arg.Parsed<typeof UPDATE_STATEMENT>,
) {
  const variables = variablesOf(context, constants);
  const u = arg.required(args.u, 'update.updates.u');
  const program: UpdateProgram = parseUpdate(u, arrayFilterDocs(args.arrayFilters), variables, args.c);
  if (args.multi && program.kind === 'replace')
    throw failedToParse('multi update is not supported for replacement-style update');
  const filter = filterOf(arg.required(args.q, 'update.updates.q'), variables);
  if (args.upsert) checkUpsertFilter(filter);
  return { filter, program, ...hinted(args.hint) };
}

async function runUpdate(context: Context): Promise<Reply> {
  const { args, statements } = readUpdate(context);
  const name = collectionName(context);
  const ids = statementIds(args, statements.length);
  let n = 0;
  let nModified = 0;
  const upserted: Plain[] = [];
  const errors = await runStatements(context, statements, args.ordered !== false, async (statement, index) => {
    const read = readUpdateStatement(context, args.let, statement);
    const spec = { ...read, upsert: statement.upsert === true, statementId: ids[index] ?? index };
    const outcome = await (statement.multi ? updateMany(context, name, spec) : updateOne(context, name, spec));
    n += outcome.matched + (outcome.upsertedId ? 1 : 0);
    nModified += outcome.modified;
    if (outcome.upsertedId) upserted.push({ index, _id: outcome.upsertedId });
  });
  return batchReply(n, errors, upserted.length > 0 ? { nModified, upserted } : { nModified });
}

/** 0 deletes every match, 1 the first; anything else could be a slip that deletes too much. */
function deleteLimit(value: arg.Arg, name: string): 0 | 1 {
  const limit = arg.anyValue(value, name).number();
  if (limit === 0 || limit === 1) return limit;
  throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
}

const DELETE = { ...COMMON, delete: arg.text, deletes: arg.docs, let: arg.doc };

const DELETE_STATEMENT = { q: arg.doc, limit: deleteLimit, collation: arg.simpleCollation, hint: hintArg };

function readDelete(context: Context) {
  const args = arg.readArgs('delete', context.args, DELETE);
  const statements = arg
    .required(args.deletes, 'delete.deletes')
    .map((statement) => arg.readDoc('delete.deletes', statement, DELETE_STATEMENT));
  for (const { limit } of statements) arg.required(limit, 'delete.deletes.limit');
  checkBatch('delete', statements.length);
  return { args, statements };
}

function readDeleteStatement(
  context: Context,
  constants: Value | undefined,
  args: arg.Parsed<typeof DELETE_STATEMENT>,
) {
  const q = arg.required(args.q, 'delete.deletes.q');
  return { filter: filterOf(q, variablesOf(context, constants)), ...hinted(args.hint) };
}

async function runDelete(context: Context): Promise<Reply> {
  const { args, statements } = readDelete(context);
  const name = collectionName(context);
  const ids = statementIds(args, statements.length);
  let n = 0;
  const errors = await runStatements(context, statements, args.ordered !== false, async (statement, index) => {
    const spec = { ...readDeleteStatement(context, args.let, statement), statementId: ids[index] ?? index };
    if (statement.limit === 1) n += (await deleteOne(context, name, spec)).deleted ? 1 : 0;
    else n += await deleteMany(context, name, spec);
  });
  return batchReply(n, errors);
}

/** The query behind the only statement of a command, for explain. */
function explained<S>(
  read: (context: Context) => { args: { let: Value | undefined }; statements: S[] },
  readStatement: (context: Context, constants: Value | undefined, statement: S) => QuerySpec,
): Pick<Command, 'query'> {
  const query = (context: Context) => {
    const { args, statements } = read(context);
    const [statement, second] = statements;
    if (!statement || second) throw badValue('explain takes one statement');
    const spec = readStatement(context, args.let, statement);
    const coll = findCollection(context, collectionName(context));
    return coll && new Query(coll, spec);
  };
  return { query };
}

const write = { transactional: true, writes: true };

export const insert: Command = { run: runInsert, ...write };
export const update: Command = { run: runUpdate, ...write, ...explained(readUpdate, readUpdateStatement) };
export const remove: Command = { run: runDelete, ...write, ...explained(readDelete, readDeleteStatement) };
