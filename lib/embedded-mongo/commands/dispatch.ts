import type { Catalog } from '../catalog/catalog';
import { CatalogChanged, CODES, MongoError, TRANSIENT } from '../errors';
import { type Command, type Context, pacerFor } from '../request/context';
import type { CursorTable } from '../request/cursors';
import { type Envelope, openEnvelope } from '../request/envelope';
import type { Engine } from '../transactions/live-target';
import type { Sessions } from '../transactions/sessions';
import type { Transaction } from '../transactions/transaction';
import type { Reply, Request } from '../wire/message';
import * as admin from './admin';
import { aggregate } from './aggregate';
import { count, distinct } from './count-distinct';
import * as ddl from './ddl';
import { explain } from './explain';
import { find, getMore, killCursors } from './find';
import { findAndModify } from './find-and-modify';
import { abortTransaction, commitTransaction } from './transaction-commands';
import { insert, remove, update } from './writes';

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', admin.hello],
  ['isMaster', admin.hello],
  ['ismaster', admin.hello],
  ['ping', admin.ping],
  ['buildInfo', admin.buildInfo],
  ['buildinfo', admin.buildinfo],
  ['serverStatus', admin.serverStatusCommand],
  ['connectionStatus', admin.connectionStatus],
  ['endSessions', admin.endSessions],
  ['create', ddl.create],
  ['collMod', ddl.collMod],
  ['drop', ddl.drop],
  ['dropDatabase', ddl.dropDatabase],
  ['createIndexes', ddl.createIndexes],
  ['listIndexes', ddl.listIndexes],
  ['dropIndexes', ddl.dropIndexes],
  ['listCollections', ddl.listCollections],
  ['listDatabases', ddl.listDatabases],
  ['insert', insert],
  ['update', update],
  ['delete', remove],
  ['findAndModify', findAndModify],
  ['findandmodify', findAndModify],
  ['find', find],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['count', count],
  ['distinct', distinct],
  ['aggregate', aggregate],
  ['explain', explain],
  ['commitTransaction', commitTransaction],
  ['abortTransaction', abortTransaction],
]);

const TRANSACTION_END = new Set(['commitTransaction', 'abortTransaction']);

export interface Services {
  engine: Engine & { catalog: Catalog };
  sessions: Sessions;
  cursors: CursorTable;
  address: string;
  wakeCollector: () => void;
  /** Tells of a fault in this program, as opposed to a wrong request. */
  onFault: (error: unknown) => void;
}

/** Answers one command. Never throws: every error becomes a reply in MongoDB's form. */
export async function dispatch(services: Services, request: Request, connection: number): Promise<Reply> {
  let envelope: Envelope | undefined;
  try {
    envelope = openEnvelope(request);
    const command = COMMANDS.get(envelope.name);
    if (!command) throw new MongoError('CommandNotFound', `no such command: '${envelope.name}'`);
    const reply = await runCommand(services, envelope, command, connection);
    return {
      ...reply,
      ...(command.writes && envelope.writeConcernError ? { writeConcernError: envelope.writeConcernError } : {}),
      ok: 1,
    };
  } catch (error) {
    return errorReply(services, envelope, error);
  }
}

async function runCommand(
  services: Services,
  envelope: Envelope,
  command: Command,
  connection: number,
): Promise<Reply> {
  const context = contextFor(services, envelope);
  if (!envelope.inTransaction || TRANSACTION_END.has(envelope.name)) {
    if (command.writes && envelope.session && envelope.txnNumber !== undefined) {
      context.retry = { session: envelope.session, txnNumber: envelope.txnNumber };
    }
    return command.run(context);
  }
  const { session, txnNumber } = envelope;
  if (!session || txnNumber === undefined) throw new MongoError('InvalidOptions', 'a transaction needs a session');
  if (!command.transactional) {
    services.sessions.fail(session, txnNumber);
    throw new MongoError(
      'OperationNotSupportedInTransaction',
      `Cannot run '${envelope.name}' in a multi-document transaction.`,
    );
  }
  try {
    const txn: Transaction = services.sessions.statement(session, txnNumber, envelope.startTransaction, connection);
    const reply = await command.run({ ...context, txn, view: txn });
    if ('writeErrors' in reply) services.sessions.fail(session, txnNumber);
    return reply;
  } catch (error) {
    services.sessions.fail(session, txnNumber);
    throw error instanceof CatalogChanged
      ? new MongoError('WriteConflict', 'the collection changed during the transaction', { labels: [TRANSIENT] })
      : error;
  }
}

function contextFor(services: Services, envelope: Envelope): Context {
  return {
    engine: services.engine,
    cursors: services.cursors,
    sessions: services.sessions,
    address: services.address,
    wakeCollector: services.wakeCollector,
    envelope,
    db: envelope.db,
    args: envelope.args,
    pacer: pacerFor(envelope.maxTimeMs),
    view: services.engine.store,
  };
}

function errorReply(services: Services, envelope: Envelope | undefined, error: unknown): Reply {
  const known = error instanceof MongoError ? error : internalError(services, error);
  const reply: Reply = { ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.details };
  const labels = [...known.labels];
  if (known.code === CODES.WriteConflict && envelope?.inTransaction && !labels.includes(TRANSIENT))
    labels.push(TRANSIENT);
  if (labels.length > 0) reply.errorLabels = labels;
  return reply;
}

function internalError(services: Services, error: unknown): MongoError {
  services.onFault(error);
  return new MongoError('InternalError', 'internal error of the embedded store');
}
