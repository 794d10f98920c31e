import { MongoError } from '../errors';
import { harmless, readArgs } from '../request/args';
import type { Command, Context } from '../request/context';
import type { Reply } from '../wire/message';

function ids({ envelope }: Context): { session: Buffer; txnNumber: bigint } {
  const { session, txnNumber, inTransaction } = envelope;
  if (!session || txnNumber === undefined || !inTransaction) {
    throw new MongoError('InvalidOptions', `${envelope.name} must be run within a transaction`);
  }
  return { session, txnNumber };
}

async function runCommit(context: Context): Promise<Reply> {
  checkAdmin(context);
  readArgs('commitTransaction', context.args, { commitTransaction: harmless, recoveryToken: harmless });
  const { session, txnNumber } = ids(context);
  try {
    await context.sessions.commit(session, txnNumber);
  } finally {
    forgetCursors(context, session);
  }
  return {};
}

async function runAbort(context: Context): Promise<Reply> {
  checkAdmin(context);
  readArgs('abortTransaction', context.args, { abortTransaction: harmless, recoveryToken: harmless });
  const { session, txnNumber } = ids(context);
  context.sessions.abort(session, txnNumber);
  forgetCursors(context, session);
  return {};
}

function checkAdmin({ db, envelope }: Context): void {
  if (db !== 'admin')
    throw new MongoError('Unauthorized', `${envelope.name} may only be run against the admin database.`);
}

function forgetCursors(context: Context, session: Buffer): void {
  context.cursors.killOf((cursor) => cursor.txn !== undefined && cursor.session?.equals(session) === true);
}

export const commitTransaction: Command = { run: runCommit };
export const abortTransaction: Command = { run: runAbort };
