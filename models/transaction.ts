import mongoose, { type ClientSession } from 'mongoose';

/** An open transaction, handed through steps; only `models/` looks inside. */
export type Transaction = ClientSession;

/**
 * Runs the steps in one transaction and repeats them when the database reports a transient conflict, so they must
 * have no effect outside it. Nothing is visible before it commits; an error leaves nothing behind.
 */
export async function withTransaction<Result>(steps: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const session = await mongoose.startSession();
  try {
    return await session.withTransaction(() => steps(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
    });
  } finally {
    await session.endSession();
  }
}
