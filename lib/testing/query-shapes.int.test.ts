import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabaseUri } from './installation';
import { watchQueries } from './query-shapes';

let connection: mongoose.Connection;

beforeAll(async () => {
  connection = await mongoose.createConnection(freshDatabaseUri(), { monitorCommands: true }).asPromise();
  await connection.collection('things').createIndex({ owner: 1, at: -1 });
});

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

describe('watched queries', () => {
  it('are found out when they scan or sort in memory, whatever command sends them', async () => {
    const queries = watchQueries(connection);
    const things = connection.collection('things');
    await things.insertOne({ owner: 'a', at: 1 });
    await things.find({ owner: 'a' }).sort({ at: -1 }).toArray();
    await things.find({ owner: 'b' }).sort({ at: -1 }).toArray();
    await things.countDocuments({ owner: 'a', at: { $gt: 0 } });
    expect(await queries.findScans()).toEqual([]);
    expect(queries.shapes()).toHaveLength(2);

    await things.find({ at: 1 }).toArray();
    await things.find({ owner: 'a' }).sort({ name: 1 }).toArray();
    await things.updateOne({ name: 'x' }, { $set: { at: 2 } });
    await things.deleteMany({ name: 'y', at: 1 });
    await things.findOneAndUpdate({ owner: 'a' }, { $set: { at: 3 } }, { sort: { kind: 1 } });
    await things.countDocuments({ kind: 1 });
    expect(await queries.findScans()).toEqual([
      'scans the collection: find things {"at":"number"}',
      'sorts in memory: find things {"owner":"string"} sort {"name":1}',
      'scans the collection: update things {"name":"string"}',
      'scans the collection: delete things {"name":"string","at":"number"}',
      'sorts in memory: findAndModify things {"owner":"string"} sort {"kind":1}',
      'scans the collection: aggregate things {"kind":"number"}',
    ]);
  });
});
