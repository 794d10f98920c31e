import type { Collection, Document } from 'mongodb';
import type { Random } from '../support/random';
import type { PlainCollection } from './plain-collection';
import { PlainError, plainUpdate, plainUpsert, positionOf } from './plain-update';
import { copy } from './plain-values';
import { ALL_IDS, document, FIRST_IDS, scalar, withLongs } from './random-documents';
import { filter, sortOrder } from './random-filters';
import { operatorUpdate, type RandomUpdate } from './random-updates';
import { showAll } from './reads';

/** One write: what it does to the plain collection, and how it is sent. Both tell the same text if the store is right. */
export interface Write {
  what: Document;
  /** Changes the plain collection. PlainError: the store must refuse as well. */
  apply(model: PlainCollection): string;
  send(coll: Collection<Document>, options: Document): Promise<string>;
}

type Maker = (random: Random, model: PlainCollection) => Write;

// The driver's types want ids to be ObjectIds; here they are numbers.
const byId = (id: number): Document => ({ _id: id });

const MAKERS: Maker[] = [
  insertOne,
  updateOne,
  updateOne,
  updateOne,
  positional,
  updateMany,
  updateMany,
  replaceOne,
  deleteOne,
  deleteMany,
  findAndUpdate,
  findAndUpdate,
  findAndReplace,
  findAndDelete,
];

export function randomWrite(random: Random, model: PlainCollection): Write {
  return random.pick(MAKERS)(random, model);
}

function insertOne(random: Random): Write {
  const doc = document(random, random.int(ALL_IDS));
  const sent = withLongs(random, doc);
  return {
    what: { insert: doc },
    apply: (model) => {
      model.insert(copy(doc));
      return '1';
    },
    send: async (coll, options) => ((await coll.insertOne(sent, options)).acknowledged ? '1' : '0'),
  };
}

/** An update of one document named by its `_id`, often with a condition, sometimes an upsert. */
function updateOne(random: Random): Write {
  const where: Document = byId(random.int(ALL_IDS));
  if (random.int(3) === 0) where.b = random.int(2) ? random.int(8) : { $gte: random.int(4), $ne: random.int(8) };
  return singleUpdate(where, operatorUpdate(random), random.int(4) === 0);
}

function singleUpdate(
  where: Document,
  { update, arrayFilters }: RandomUpdate,
  upsert: boolean,
  position?: number,
): Write {
  return {
    what: { updateOne: where, update, arrayFilters, upsert },
    apply: (model) => {
      const [doc] = model.matching(where);
      if (doc)
        model.replace(
          plainUpdate(doc, update, { ...contextOf(arrayFilters), ...(position === undefined ? {} : { position }) }),
        );
      else if (upsert) model.insert(plainUpsert(where, update));
      return doc ? '1 0' : `0 ${upsert ? 1 : 0}`;
    },
    send: async (coll, options) => {
      const result = await coll.updateOne(where, update, { ...options, upsert, ...contextOf(arrayFilters) });
      return `${result.matchedCount} ${result.upsertedCount}`;
    },
  };
}

const contextOf = (arrayFilters: Document[] | undefined) => (arrayFilters ? { arrayFilters } : {});

/** `$` stands for the element that the filter found. */
function positional(random: Random, model: PlainCollection): Write {
  const wanted = { x: random.int(5), y: { $gte: random.int(3) } };
  const doc = random.pick(model.all());
  if (!doc) return updateOne(random);
  const where = { _id: doc._id, t: { $elemMatch: wanted } };
  const position = Array.isArray(doc.t) ? positionOf(doc.t, wanted) : -1;
  return singleUpdate(where, { update: { $set: { 't.$.y': random.int(9) } } }, false, position);
}

/** Many documents at once; where one of them would be refused, that one alone, as the order of the others is open. */
function updateMany(random: Random, model: PlainCollection): Write {
  const where = { $and: [filter(random), { _id: { $lt: random.int(ALL_IDS) } }] };
  const { update, arrayFilters } = operatorUpdate(random);
  const refused = model.matching(where).find((doc) => isRefused(doc, update, arrayFilters));
  if (refused) return singleUpdate({ _id: refused._id }, { update, ...contextOf(arrayFilters) }, false);
  return {
    what: { updateMany: where, update, arrayFilters },
    apply: (plain) => {
      const found = plain.matching(where);
      for (const doc of found) plain.replace(plainUpdate(doc, update, contextOf(arrayFilters)));
      return String(found.length);
    },
    send: async (coll, options) => {
      return String((await coll.updateMany(where, update, { ...options, ...contextOf(arrayFilters) })).matchedCount);
    },
  };
}

function isRefused(doc: Document, update: Document, arrayFilters: Document[] | undefined): boolean {
  try {
    plainUpdate(doc, update, contextOf(arrayFilters));
    return false;
  } catch (error) {
    if (error instanceof PlainError) return true;
    throw error;
  }
}

function replaceOne(random: Random): Write {
  const where = byId(random.int(ALL_IDS));
  const { _id, ...doc } = document(random, 0);
  const upsert = random.int(2) === 0;
  return {
    what: { replaceOne: where, doc, upsert },
    apply: (model) => {
      const [old] = model.matching(where);
      if (old) model.replace(plainUpdate(old, doc));
      else if (upsert) model.insert(plainUpsert(where, doc));
      return old ? '1 0' : `0 ${upsert ? 1 : 0}`;
    },
    send: async (coll, options) => {
      const result = await coll.replaceOne(where, doc, { ...options, upsert });
      return 'upsertedCount' in result ? `${result.matchedCount} ${result.upsertedCount}` : '';
    },
  };
}

function deleteOne(random: Random): Write {
  const where: Document = byId(random.int(FIRST_IDS));
  if (random.int(2)) where.b = random.int(8);
  return deletion(where, false);
}

function deleteMany(random: Random): Write {
  const from = random.int(ALL_IDS);
  return deletion({ $and: [filter(random), { _id: { $gte: from, $lt: from + 12 } }] }, true);
}

function deletion(where: Document, many: boolean): Write {
  return {
    what: { [many ? 'deleteMany' : 'deleteOne']: where },
    apply: (model) => {
      const found = model.matching(where);
      for (const doc of found) model.remove(doc);
      return String(found.length);
    },
    send: async (coll, options) => {
      const result = many ? await coll.deleteMany(where, options) : await coll.deleteOne(where, options);
      return String(result.deletedCount);
    },
  };
}

function findAndUpdate(random: Random): Write {
  const [where, sort] = [filter(random), sortOrder(random)];
  const { update, arrayFilters } = operatorUpdate(random);
  const returnDocument = random.pick(['before', 'after'] as const);
  return {
    what: { findOneAndUpdate: where, sort, update, arrayFilters, returnDocument },
    apply: (model) => {
      const [doc] = model.find({ filter: where, sort });
      if (!doc) return showAll([null]);
      const after = plainUpdate(doc, update, contextOf(arrayFilters));
      model.replace(after);
      return showAll([returnDocument === 'after' ? after : doc]);
    },
    send: async (coll, options) =>
      showAll([
        await coll.findOneAndUpdate(where, update, { ...options, sort, returnDocument, ...contextOf(arrayFilters) }),
      ]),
  };
}

function findAndReplace(random: Random): Write {
  const [where, sort] = [filter(random), sortOrder(random)];
  const doc: Document = { a: scalar(random), b: random.int(8), s: `r${random.int(3)}` };
  return {
    what: { findOneAndReplace: where, sort, doc },
    apply: (model) => {
      const [old] = model.find({ filter: where, sort });
      if (old) model.replace(plainUpdate(old, doc));
      return showAll([old ?? null]);
    },
    send: async (coll, options) => showAll([await coll.findOneAndReplace(where, doc, { ...options, sort })]),
  };
}

function findAndDelete(random: Random): Write {
  const where: Document = { ...filter(random), _id: { $lt: random.int(ALL_IDS) } };
  const sort = sortOrder(random);
  return {
    what: { findOneAndDelete: where, sort },
    apply: (model) => {
      const [old] = model.find({ filter: where, sort });
      if (old) model.remove(old);
      return showAll([old ?? null]);
    },
    send: async (coll, options) => showAll([await coll.findOneAndDelete(where, { ...options, sort })]),
  };
}
