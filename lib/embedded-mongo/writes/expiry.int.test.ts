import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FieldPath } from '../bson/path';
import { encode, type Plain } from '../bson/write';
import { Catalog } from '../catalog/catalog';
import { buildIndexes } from '../catalog/index-build';
import { removeFolder, testFolder } from '../conformance/support/store-process';
import { type Context, pacerFor } from '../request/context';
import { CursorTable } from '../request/cursors';
import { Store } from '../storage/store';
import { type Engine, writeJob } from '../transactions/live-target';
import { LockTable } from '../transactions/locks';
import { Sessions } from '../transactions/sessions';
import { removeExpired } from './expiry';
import { insertRecord } from './records';

let dir: string;
let store: Store;

beforeEach(async () => {
  dir = await testFolder();
  store = new Store(dir);
});

afterEach(async () => {
  await store.close();
  await removeFolder(dir);
});

function contextOf(engine: Engine): Context {
  const envelope = { name: 'sweep', db: 'd', inTransaction: false, startTransaction: false, args: [] };
  const shared = {
    cursors: new CursorTable(),
    sessions: new Sessions(engine),
    address: '',
    wakeCollector: () => undefined,
  };
  return { ...shared, engine, envelope, db: 'd', args: [], pacer: pacerFor(undefined), view: store };
}

describe('removeExpired', () => {
  it('removes documents whose date is old enough, an array by its oldest, and nothing else', async () => {
    const engine: Engine = {
      store,
      catalog: new Catalog(store),
      locks: new LockTable(),
      now: () => new Date('2026-01-01T01:00:00Z'),
    };
    const coll = await engine.catalog.create('d', 'c');
    const at = { path: FieldPath.of('at'), descending: false };
    await buildIndexes(engine, coll, [
      { name: 'at_1', fields: [at], unique: false, sparse: false, hidden: false, expireAfterSeconds: 3600 },
    ]);
    const old = new Date('2026-01-01T00:00:00Z');
    const young = new Date('2026-01-01T00:00:01Z');
    const docs: { [name: string]: Plain }[] = [
      { _id: 1, at: old },
      { _id: 2, at: young },
      { _id: 3, at: [young, old] },
      { _id: 4 },
      { _id: 5, at: 7 },
      { _id: 6, at: 'old' },
    ];
    await writeJob(engine, coll, (target) => {
      for (const doc of docs) insertRecord(target, coll, encode(doc));
    });
    expect(await removeExpired(contextOf(engine), [coll])).toBe(2);
    expect(engine.catalog.count(coll)).toBe(4);
    expect(await removeExpired(contextOf(engine), [coll])).toBe(0);
  });
});
