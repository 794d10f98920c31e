import type { MongoClient } from 'mongodb';
import { type Acknowledged, collectionOf } from './writers';

const INDEXES = ['group_1_unique_-1', 'unique_1', 'tags_1'];
const GROUPS = 7;

/** What is wrong with the store after a crash: lost or revived documents, damaged indexes, counters and pairs. */
export async function findDamage(client: MongoClient, done: Acknowledged): Promise<string[]> {
  return [
    ...done.faults,
    ...(await damagedDocuments(client, done)),
    ...(await damagedCounters(client, done)),
    ...(await damagedPairs(client, done)),
  ];
}

async function damagedDocuments(client: MongoClient, done: Acknowledged): Promise<string[]> {
  const coll = collectionOf(client, 'docs');
  const docs = await coll.find({}).hint({ $natural: 1 }).toArray();
  const there = new Set(docs.map((doc) => Number(doc._id)));
  const damage = [...done.inserted].filter((id) => !there.has(id)).map((id) => `document ${id} is lost`);
  damage.push(...[...done.deleted].filter((id) => there.has(id)).map((id) => `deleted document ${id} is back`));
  for (const hint of INDEXES) {
    const found = await coll.find({}).hint(hint).project({ _id: 1 }).toArray();
    const ids = new Set(found.map((doc) => Number(doc._id)));
    const same = found.length === there.size && [...ids].every((id) => there.has(id));
    if (!same) damage.push(`index ${hint} has ${found.length} entries for ${there.size} documents`);
  }
  for (let group = 0; group < GROUPS; group++) {
    const expected = docs.filter((doc) => doc.group === group).length;
    const counted = await coll.countDocuments({ group });
    if (counted !== expected) damage.push(`the index counts ${counted} of group ${group}, there are ${expected}`);
  }
  const counter = await coll.estimatedDocumentCount();
  if (counter !== there.size) damage.push(`the counter says ${counter}, there are ${there.size}`);
  return damage;
}

async function damagedCounters(client: MongoClient, done: Acknowledged): Promise<string[]> {
  const n = Number((await collectionOf(client, 'counter').findOne({}))?.n ?? 0);
  return n < done.increments ? [`${done.increments - n} increments are lost`] : [];
}

async function damagedPairs(client: MongoClient, done: Acknowledged): Promise<string[]> {
  const idsOf = async (name: string) => {
    const docs = await collectionOf(client, name).find({}).sort({ _id: 1 }).toArray();
    return docs.map((doc) => Number(doc._id));
  };
  const [left, right] = [await idsOf('left'), await idsOf('right')];
  const damage = left.join() === right.join() ? [] : ['transactions are halved'];
  const there = new Set(left);
  return [...damage, ...[...done.pairs].filter((id) => !there.has(id)).map((id) => `pair ${id} is lost`)];
}
