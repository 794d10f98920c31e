import { type Document, type MongoClient, MongoServerError } from 'mongodb';

/** What the store acknowledged over all rounds. */
export class Acknowledged {
  readonly inserted = new Set<number>();
  readonly deleted = new Set<number>();
  readonly pairs = new Set<number>();
  increments = 0;
  /** All acknowledged writes; a transaction counts as one. */
  writes = 0;
  /** What no crash explains. */
  readonly faults: string[] = [];
  private lastId = 0;

  nextId(): number {
    return ++this.lastId;
  }
}

export const DATABASE = 'crash';

/** The collection of a database whose ids are numbers here. */
export const collectionOf = (client: MongoClient, name: string) => client.db(DATABASE).collection<Document>(name);

export function makeIndexes(client: MongoClient): Promise<unknown> {
  return collectionOf(client, 'docs').createIndexes([
    { key: { group: 1, unique: -1 } },
    { key: { unique: 1 }, unique: true },
    { key: { tags: 1 } },
  ]);
}

/** Inserts, updates, counts and deletes documents of its own, and writes pairs in transactions. */
async function writeOnce(client: MongoClient, done: Acknowledged): Promise<void> {
  const docs = collectionOf(client, 'docs');
  const id = done.nextId();
  await docs.insertOne({ _id: id as never, group: id % 7, unique: `u${id}`, pad: 'x'.repeat(300) });
  done.inserted.add(id);
  done.writes++;
  const change: Document = { $set: { group: (id + 1) % 7 }, $push: { tags: id } };
  await docs.updateOne({ _id: id as never }, change);
  done.writes++;
  await collectionOf(client, 'counter').updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { upsert: true });
  done.increments++;
  done.writes++;
  if (id % 5 === 0) {
    // whether it happened is open until it is acknowledged
    done.inserted.delete(id);
    await docs.deleteOne({ _id: id as never });
    done.deleted.add(id);
    done.writes++;
  }
  const session = client.startSession();
  session.startTransaction();
  await collectionOf(client, 'left').insertOne({ _id: id as never }, { session });
  await collectionOf(client, 'right').insertOne({ _id: id as never }, { session });
  await session.commitTransaction();
  await session.endSession();
  done.pairs.add(id);
  done.writes++;
}

/** Writes until the store dies or `stop` is set. */
export async function writeUntilKilled(client: MongoClient, done: Acknowledged, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await writeOnce(client, done);
    } catch (error) {
      // an error that the store answers, such as a duplicate, is none of the crash; all else is the store going away
      // (a commit that is sent again may reach the next process)
      if (error instanceof MongoServerError && !stop.aborted) done.faults.push(error.message);
      return;
    }
  }
}
