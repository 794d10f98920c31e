import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenStore } from './support/given';

const given = givenStore();
let connection: mongoose.Connection;

beforeAll(async () => {
  connection = await mongoose.createConnection(given.uri, { dbName: given.db.databaseName }).asPromise();
});

afterAll(() => connection.close());

describe('mongoose (its guide: Documents, Populate, Transactions, Model.syncIndexes)', () => {
  it('creates, finds, populates, updates subdocuments with timestamps and keeps versions', async () => {
    const Person = connection.model('Person', new mongoose.Schema({ name: { type: String, unique: true } }));
    const child = new mongoose.Schema({ x: Number }, { timestamps: true });
    const schema = new mongoose.Schema(
      {
        owner: { type: mongoose.Schema.Types.ObjectId, ref: 'Person' },
        parts: [child],
        labels: { type: Map, of: String },
      },
      { timestamps: true, optimisticConcurrency: true },
    );
    const Thing = connection.model('Thing', schema);
    await Promise.all([Person.init(), Thing.init()]);
    const owner = await Person.create({ name: 'a' });
    const thing = await Thing.create({ owner: owner._id, parts: [{ x: 1 }, { x: 1 }], labels: { k: 'v' } });
    await Thing.updateOne({ 'parts.x': 1 }, { $set: { 'parts.$.x': 2 } });
    const found = await Thing.findById(thing._id).populate<{ owner: { name: string } }>('owner').orFail();
    expect([found.owner.name, found.parts.map((p) => p.x), found.labels?.get('k')]).toEqual(['a', [2, 1], 'v']);
    const stale = await Thing.findById(thing._id).orFail();
    found.parts.pull(found.parts[0]);
    await found.save();
    stale.labels?.set('k', 'w');
    await expect(stale.save()).rejects.toThrow(/version/i);
    await expect(Person.create({ name: 'a' })).rejects.toMatchObject({ code: 11000 });
  });

  it('syncs indexes and runs transactions', async () => {
    const schema = new mongoose.Schema({ a: Number, b: String });
    schema.index({ a: 1, b: -1 });
    const Model = connection.model('Synced', schema);
    await Model.createCollection();
    await Model.collection.createIndex({ b: 1 });
    expect(await Model.syncIndexes()).toEqual(['b_1']);
    expect((await Model.listIndexes()).map((i) => i.name)).toEqual(['_id_', 'a_1_b_-1']);
    await connection.transaction(async (session) => {
      await Model.create([{ a: 1 }, { a: 2 }], { session, ordered: true });
    });
    await expect(
      connection.transaction(async (session) => {
        await Model.create([{ a: 3 }], { session });
        throw new Error('give up');
      }),
    ).rejects.toThrow('give up');
    expect(await Model.countDocuments()).toBe(2);
    expect(await Model.bulkWrite([{ updateOne: { filter: { a: 1 }, update: { b: 'x' } } }])).toMatchObject({
      modifiedCount: 1,
    });
  });
});
