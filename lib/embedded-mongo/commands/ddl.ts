import { ListStream } from '../aggregate/stream';
import { T } from '../bson/types';
import { isEmpty, items, type Value } from '../bson/value';
import { encode, type Plain } from '../bson/write';
import { uuidValue } from '../catalog/catalog';
import { buildIndexes, dropIndexes as removeIndexes } from '../catalog/index-build';
import { indexSpecDoc, keysEqual, parseIndexSpec, parseKey } from '../catalog/index-spec';
import type { Collection, Index } from '../catalog/model';
import { checkCollectionName, checkDatabaseName } from '../catalog/namespace';
import { badValue, MongoError, typeMismatch } from '../errors';
import { matches } from '../query/match';
import * as arg from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import { filterOf, variablesOf } from '../request/query-args';
import type { Reply } from '../wire/message';
import { firstBatch } from './find';

const CREATE = {
  create: arg.text,
  capped: arg.offOnly,
  validator: arg.offOnly,
  indexOptionDefaults: arg.offOnly,
  storageEngine: arg.offOnly,
  flags: arg.harmless,
  autoIndexId: arg.harmless,
  collation: arg.simpleCollation,
  ...arg.refusedOptions('viewOn pipeline timeseries clusteredIndex expireAfterSeconds validationLevel size max'),
  ...arg.refusedOptions('validationAction changeStreamPreAndPostImages encryptedFields'),
};

async function runCreate(context: Context): Promise<Reply> {
  const name = collectionName(context);
  arg.readArgs('create', context.args, CREATE);
  await context.engine.catalog.create(context.db, name);
  return {};
}

async function runDrop(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  arg.readArgs('drop', context.args, { drop: arg.text });
  const { catalog } = context.engine;
  return catalog.exclusive(async () => {
    const coll = catalog.find(context.db, name);
    if (!coll) return { info: 'ns not found' };
    const nIndexesWas = coll.indexes.length;
    await catalog.drop([coll]);
    forget(context, [coll]);
    return { nIndexesWas, ns: coll.ns };
  });
}

async function runDropDatabase(context: Context): Promise<Reply> {
  checkDatabaseName(context.db);
  arg.readArgs('dropDatabase', context.args, { dropDatabase: arg.harmless });
  const { catalog } = context.engine;
  return catalog.exclusive(async () => {
    const colls = catalog.inDatabase(context.db);
    if (colls.length > 0) await catalog.drop(colls);
    forget(context, colls);
    return colls.length > 0 ? { dropped: context.db } : {};
  });
}

function forget(context: Context, colls: readonly Collection[]): void {
  const gone = new Set(colls.map((coll) => coll.ns));
  context.cursors.killOf((cursor) => gone.has(cursor.ns));
  context.wakeCollector();
}

async function runCreateIndexes(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('createIndexes', context.args, {
    createIndexes: arg.text,
    indexes: arg.docs,
    commitQuorum: arg.harmless,
    ignoreUnknownIndexOptions: arg.offOnly,
  });
  const specDocs = arg.required(args.indexes, 'createIndexes.indexes');
  if (specDocs.length === 0) throw badValue('Must specify at least one index to create');
  const specs = specDocs.map((specDoc) => parseIndexSpec(specDoc, `${context.db}.${name}`));
  const { engine } = context;
  const createdCollectionAutomatically = !engine.catalog.find(context.db, name);
  const coll = await engine.catalog.ensure(context.db, name);
  return engine.catalog.exclusive(async () => {
    const numIndexesBefore = coll.indexes.length;
    const built = await buildIndexes(engine, coll, specs);
    const reply: Reply = { numIndexesBefore, numIndexesAfter: coll.indexes.length, createdCollectionAutomatically };
    if (!built) reply.note = 'all indexes already exist';
    return reply;
  });
}

async function runListIndexes(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('listIndexes', context.args, { listIndexes: arg.text, cursor: arg.cursor });
  const coll = findCollection(context, name);
  if (!coll) throw new MongoError('NamespaceNotFound', `ns does not exist: ${context.db}.${name}`);
  const shown = coll.indexes.filter((index) => index.ready).map(indexSpecDoc);
  return listReply(context, coll.ns, shown, args.cursor);
}

/** A short list as a cursor. */
function listReply(
  context: Context,
  ns: string,
  all: readonly Value[],
  cursor: { batchSize: number | undefined } | undefined,
): Promise<Reply> {
  return firstBatch(context, ns, new ListStream(all), cursor?.batchSize ?? Number.POSITIVE_INFINITY, false);
}

async function runDropIndexes(context: Context): Promise<Reply> {
  const name = collectionName(context);
  const args = arg.readArgs('dropIndexes', context.args, {
    dropIndexes: arg.text,
    deleteIndexes: arg.text,
    index: arg.anyValue,
  });
  const { engine } = context;
  const wanted = arg.required(args.index, 'dropIndexes.index');
  return engine.catalog.exclusive(async () => {
    const coll = engine.catalog.find(context.db, name);
    if (!coll) throw new MongoError('NamespaceNotFound', `ns not found ${context.db}.${name}`);
    const nIndexesWas = coll.indexes.length;
    await removeIndexes(engine, coll, indexesToDrop(coll, wanted));
    context.wakeCollector();
    return { nIndexesWas };
  });
}

function indexesToDrop(coll: Collection, wanted: Value): Index[] {
  if (wanted.isArray) return items(wanted).flatMap((item) => indexesToDrop(coll, item));
  if (wanted.type === T.string && wanted.text() === '*') return coll.indexes.slice(1);
  const found = indexNamed(coll, wanted, 'dropIndexes.index');
  if (found.clustered) throw new MongoError('InvalidOptions', 'cannot drop _id index');
  return [found];
}

/** The index of a name or a key; IndexNotFound (27) if there is none. */
function indexNamed(coll: Collection, wanted: Value, field: string): Index {
  if (wanted.type !== T.string && (!wanted.isObject || isEmpty(wanted)))
    throw typeMismatch(`BSON field '${field}' must be the name of an index or its key`);
  const key = wanted.isObject ? parseKey(wanted) : undefined;
  const found = coll.indexes.find((index) =>
    key ? keysEqual(index.spec.fields, key) : index.spec.name === wanted.text(),
  );
  if (found) return found;
  throw new MongoError(
    'IndexNotFound',
    key ? "can't find index with key" : `index not found with name [${wanted.text()}]`,
  );
}

const COLL_MOD = {
  collMod: arg.text,
  index: arg.doc,
  ...arg.refusedOptions('validator validationLevel validationAction viewOn pipeline expireAfterSeconds timeseries'),
  ...arg.refusedOptions('changeStreamPreAndPostImages cappedSize cappedMax dryRun'),
};

const COLL_MOD_INDEX = {
  name: arg.anyValue,
  keyPattern: arg.anyValue,
  hidden: arg.flag,
  ...arg.refusedOptions('expireAfterSeconds unique prepareUnique'),
};

/** Hides an index from the planner, or shows it again. */
async function runCollMod(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  const args = arg.readArgs('collMod', context.args, COLL_MOD);
  const { catalog } = context.engine;
  return catalog.exclusive(async () => {
    const coll = catalog.find(context.db, name);
    if (!coll) throw new MongoError('NamespaceNotFound', `ns does not exist: ${context.db}.${name}`);
    if (!args.index) return {};
    const wanted = arg.readDoc('collMod.index', args.index, COLL_MOD_INDEX);
    const key = wanted.name ?? wanted.keyPattern;
    if (!key || (wanted.name && wanted.keyPattern))
      throw new MongoError('InvalidOptions', 'Must specify either index name or key pattern.');
    if (wanted.hidden === undefined)
      throw new MongoError('InvalidOptions', 'no expireAfterSeconds, hidden, unique, or prepareUnique field');
    const index = indexNamed(coll, key, 'collMod.index');
    if (index.clustered) throw badValue("can't hide _id index");
    return setHidden(context, coll, index, wanted.hidden);
  });
}

async function setHidden(context: Context, coll: Collection, index: Index, hidden: boolean): Promise<Reply> {
  const before = index.spec.hidden;
  if (before === hidden) return {};
  try {
    await context.engine.catalog.change(coll, () => {
      index.spec.hidden = hidden;
    });
  } catch (error) {
    index.spec.hidden = before;
    throw error;
  }
  return { hidden_old: before, hidden_new: hidden };
}

async function runListCollections(context: Context): Promise<Reply> {
  const args = arg.readArgs('listCollections', context.args, {
    listCollections: arg.anyValue,
    filter: arg.doc,
    nameOnly: arg.flag,
    authorizedCollections: arg.harmless,
    cursor: arg.cursor,
  });
  const all = context.engine.catalog.inDatabase(context.db).sort((a, b) => (a.name < b.name ? -1 : 1));
  const filter = filterOf(args.filter, variablesOf(context));
  const shown = all.map((coll) => collectionInfo(coll, args.nameOnly === true)).filter((info) => matches(filter, info));
  return listReply(context, `${context.db}.$cmd.listCollections`, shown, args.cursor);
}

function collectionInfo(coll: Collection, nameOnly: boolean): Value {
  if (nameOnly) return encode({ name: coll.name, type: 'collection' });
  const idIndex = coll.indexes[0];
  const info = { readOnly: false, uuid: uuidValue(coll.uuid) };
  return encode({ name: coll.name, type: 'collection', options: {}, info, idIndex: idIndex && indexSpecDoc(idIndex) });
}

async function runListDatabases(context: Context): Promise<Reply> {
  const args = arg.readArgs('listDatabases', context.args, {
    listDatabases: arg.anyValue,
    filter: arg.doc,
    nameOnly: arg.flag,
    authorizedDatabases: arg.harmless,
  });
  const names = [...new Set(context.engine.catalog.all().map((coll) => coll.db))].sort((a, b) => (a < b ? -1 : 1));
  const infos = names.map((name) => encode(args.nameOnly ? { name } : { name, sizeOnDisk: 0n, empty: false }));
  const filter = filterOf(args.filter, variablesOf(context));
  const databases: Plain[] = infos.filter((info) => matches(filter, info));
  return args.nameOnly ? { databases } : { databases, totalSize: 0n };
}

export const collMod: Command = { run: runCollMod, writes: true };
export const create: Command = { run: runCreate, writes: true };
export const drop: Command = { run: runDrop, writes: true };
export const dropDatabase: Command = { run: runDropDatabase, writes: true };
export const createIndexes: Command = { run: runCreateIndexes, writes: true };
export const listIndexes: Command = { run: runListIndexes };
export const dropIndexes: Command = { run: runDropIndexes, writes: true };
export const listCollections: Command = { run: runListCollections };
export const listDatabases: Command = { run: runListDatabases };
