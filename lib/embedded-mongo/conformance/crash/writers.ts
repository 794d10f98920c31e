import { type Document, type MongoClient, MongoServerError } from 'mongodb';

/** What the store acknowledged over all rounds. */
export class Acknowledged {
  readonly inserted = new Set<number>();
  readonly deleted = new Set<number>();
  readonly pairs = new Set<number>();
  increments = 0;
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
  const change: Document = { $set: { group: (id + 1) % 7 }, $push: { tags: id } };
  await docs.updateOne({ _id: id as never }, change);
  await collectionOf(client, 'counter').updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { upsert: true });
  done.increments++;
  if (id % 5 === 0) {
    // whether it happened is open until it is acknowledged
    done.inserted.delete(id);
    await docs.deleteOne({ _id: id as never });
    done.deleted.add(id);
  }
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await collectionOf(client, 'left').insertOne({ _id: id as never }, { session });
      await collectionOf(client, 'right').insertOne({ _id: id as never }, { session });
    }),
  );
  done.pairs.add(id);
}

/** Writes until the store dies or `stop` is set. */
export async function writeUntilKilled(client: MongoClient, done: Acknowledged, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await writeOnce(client, done);
    } catch (error) {
      // a duplicate would mean that an id was written twice; everything else is the store going away
      if (error instanceof MongoServerError && error.code === 11000) throw error;
      return;
    }
  }
}
