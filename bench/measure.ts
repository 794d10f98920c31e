import type { Collection, Document, MongoClient } from 'mongodb';
import { INDEXES, newestOf, PATIENTS, record } from './documents';

const LOADERS = 6;
const BATCH = 1000;

export const recordsOf = (client: MongoClient): Collection<Document> => client.db('bench').collection('ecgdata');

/** Inserts records until there are `wanted`, with all indexes up; tells the documents per second of this part. */
export async function load(client: MongoClient, wanted: number, seconds: number): Promise<number> {
  const coll = recordsOf(client);
  await coll.createIndexes(INDEXES);
  const first = await coll.estimatedDocumentCount();
  const started = performance.now();
  let next = first;
  const loader = async () => {
    while (next < wanted && performance.now() - started < seconds * 1000) {
      const from = next;
      next = Math.min(wanted, next + BATCH);
      const docs = Array.from({ length: next - from }, (_, i) => record(from + i));
      await coll.insertMany(docs, { ordered: false });
    }
  };
  await Promise.all(Array.from({ length: LOADERS }, loader));
  return ((next - first) * 1000) / (performance.now() - started);
}

/**
 * Durations in ms of asking for the newest 20 records of patients, one after another.
 * @param raw whether the driver leaves the records as bytes; making objects of them takes it about as long as the
 *   store took to find and send them
 */
export async function readNewest(client: MongoClient, times: number, raw = true): Promise<number[]> {
  const coll = recordsOf(client);
  const durations: number[] = [];
  for (let n = 0; n < times; n++) {
    const { filter, sort, limit } = newestOf(Math.floor(Math.random() * PATIENTS));
    const started = performance.now();
    const found = await coll.find(filter, { raw }).sort(sort).limit(limit).toArray();
    durations.push(performance.now() - started);
    if (found.length === 0 || found.length > limit) throw new Error('the newest records were not found');
  }
  return durations;
}

/** Acknowledged (flushed) inserts per second of so many writers, each waiting for its answer, and the durations. */
export async function insertOnes(
  client: MongoClient,
  writers: number,
  seconds: number,
): Promise<{ perSecond: number; durations: number[] }> {
  const coll = recordsOf(client);
  let next = await coll.estimatedDocumentCount();
  const durations: number[] = [];
  const started = performance.now();
  const writer = async () => {
    while (performance.now() - started < seconds * 1000) {
      const doc = record(next++);
      const before = performance.now();
      await coll.insertOne(doc);
      durations.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return { perSecond: (durations.length * 1000) / (performance.now() - started), durations };
}

/** Durations of point reads while another connection scans 200,000 records without an index. */
export async function readDuringScan(client: MongoClient): Promise<number[]> {
  const coll = recordsOf(client);
  const last = await coll.find({}).sort({ _id: 1 }).skip(200_000).limit(1).project({ _id: 1 }).next();
  const range: Document = last ? { _id: { $lt: last._id } } : {};
  let scanning = true;
  const scan = coll.countDocuments({ ...range, statements: 'nothing has this' }, { hint: '_id_' }).then(() => {
    scanning = false;
  });
  const durations: number[] = [];
  while (scanning) {
    const started = performance.now();
    await coll.findOne({ _id: record(Math.floor(Math.random() * 100_000))._id });
    durations.push(performance.now() - started);
  }
  await scan;
  return durations;
}
