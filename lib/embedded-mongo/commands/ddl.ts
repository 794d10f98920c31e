import { T } from '../bson/types';
import { fields, isEmpty, type Value } from '../bson/value';
import { encode, type Plain } from '../bson/write';
import { uuidValue } from '../catalog/catalog';
import { buildIndexes, dropIndexes as removeIndexes } from '../catalog/index-build';
import { indexSpecDoc, keysEqual, parseIndexSpec, parseKey } from '../catalog/index-spec';
import type { Collection, Index } from '../catalog/model';
import { checkCollectionName, checkDatabaseName } from '../catalog/namespace';
import { MongoError, unsupported } from '../errors';
import type { Expr } from '../query/ast';
import { matches } from '../query/match';
import {
  anyValue,
  doc,
  docs,
  flag,
  harmless,
  offOnly,
  readArgs,
  readDoc,
  required,
  simpleCollation,
  text,
} from '../request/args';
import { type Command, type Context, collectionName, findCollection } from '../request/context';
import type { Source } from '../request/cursors';
import { filterArg } from '../request/query-args';
import type { Reply } from '../wire/message';
import { firstBatch } from './find';

async function runCreate(context: Context): Promise<Reply> {
  const name = collectionName(context);
  readArgs('create', context.args, {
    create: text,
    capped: offOnly,
    viewOn: offOnlyAlways,
    pipeline: offOnlyAlways,
    timeseries: offOnlyAlways,
    clusteredIndex: offOnlyAlways,
    expireAfterSeconds: offOnlyAlways,
    validator: offOnly,
    validationLevel: offOnlyAlways,
    validationAction: offOnlyAlways,
    changeStreamPreAndPostImages: offOnlyAlways,
    encryptedFields: offOnlyAlways,
    indexOptionDefaults: offOnly,
    storageEngine: offOnly,
    size: offOnlyAlways,
    max: offOnlyAlways,
    flags: harmless,
    autoIndexId: harmless,
    collation: simpleCollation,
  });
  await context.engine.catalog.create(context.db, name);
  return {};
}

function offOnlyAlways(_arg: unknown, name: string): void {
  throw unsupported(`the option '${name}'`);
}

async function runDrop(context: Context): Promise<Reply> {
  const name = collectionName(context);
  checkCollectionName(context.db, name);
  readArgs('drop', context.args, { drop: text });
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
  readArgs('dropDatabase', context.args, { dropDatabase: harmless });
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
  const args = readArgs('createIndexes', context.args, {
    createIndexes: text,
    indexes: docs,
    commitQuorum: harmless,
    ignoreUnknownIndexOptions: offOnly,
  });
  const specDocs = required(args.indexes, 'createIndexes.indexes');
  if (specDocs.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
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
  const args = readArgs('listIndexes', context.args, { listIndexes: text, cursor: doc });
  const coll = findCollection(context, name);
  if (!coll) throw new MongoError('NamespaceNotFound', `ns does not exist: ${context.db}.${name}`);
  const shown = coll.indexes.filter((index) => index.ready).map(indexSpecDoc);
  return listReply(context, coll.ns, shown, args.cursor);
}

/** A short list as a cursor. */
function listReply(context: Context, ns: string, all: readonly Value[], cursor: Value | undefined): Promise<Reply> {
  const { batchSize } = cursor ? readDoc('cursor', cursor, { batchSize: anyValue }) : { batchSize: undefined };
  return firstBatch(context, ns, listSource(all), batchSize?.number() ?? Number.POSITIVE_INFINITY, false);
}

function listSource(all: readonly Value[]): Source {
  let at = 0;
  return {
    get finished() {
      return at >= all.length;
    },
    next: async () => all[at++],
    pause: () => undefined,
  };
}

async function runDropIndexes(context: Context): Promise<Reply> {
  const name = collectionName(context);
  const args = readArgs('dropIndexes', context.args, { dropIndexes: text, deleteIndexes: text, index: anyValue });
  const { engine } = context;
  const wanted = required(args.index, 'dropIndexes.index');
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
  if (wanted.isArray) return fields(wanted).flatMap(([, item]) => indexesToDrop(coll, item));
  if (wanted.type === T.string && wanted.text() === '*') return coll.indexes.slice(1);
  let found: Index | undefined;
  if (wanted.type === T.string) found = coll.indexes.find((index) => index.spec.name === wanted.text());
  else if (wanted.isObject && !isEmpty(wanted)) {
    const key = parseKey(wanted);
    found = coll.indexes.find((index) => keysEqual(index.spec.fields, key));
  } else throw new MongoError('TypeMismatch', "BSON field 'dropIndexes.index' must be a string, an object or an array");
  if (!found)
    throw new MongoError(
      'IndexNotFound',
      wanted.isObject ? "can't find index with key" : `index not found with name [${wanted.text()}]`,
    );
  if (found.clustered) throw new MongoError('InvalidOptions', 'cannot drop _id index');
  return [found];
}

async function runListCollections(context: Context): Promise<Reply> {
  const args = readArgs('listCollections', context.args, {
    listCollections: anyValue,
    filter: filterArg,
    nameOnly: flag,
    authorizedCollections: harmless,
    cursor: doc,
  });
  const all = context.engine.catalog.inDatabase(context.db).sort((a, b) => (a.name < b.name ? -1 : 1));
  const shown = all
    .map((coll) => collectionInfo(coll, args.nameOnly === true))
    .filter((info) => passes(args.filter, info));
  return listReply(context, `${context.db}.$cmd.listCollections`, shown, args.cursor);
}

function passes(filter: Expr | undefined, info: Value): boolean {
  return !filter || matches(filter, info);
}

function collectionInfo(coll: Collection, nameOnly: boolean): Value {
  if (nameOnly) return encode({ name: coll.name, type: 'collection' });
  const idIndex = coll.indexes[0];
  const info = { readOnly: false, uuid: uuidValue(coll.uuid) };
  return encode({ name: coll.name, type: 'collection', options: {}, info, idIndex: idIndex && indexSpecDoc(idIndex) });
}

async function runListDatabases(context: Context): Promise<Reply> {
  const args = readArgs('listDatabases', context.args, {
    listDatabases: anyValue,
    filter: filterArg,
    nameOnly: flag,
    authorizedDatabases: harmless,
  });
  const names = [...new Set(context.engine.catalog.all().map((coll) => coll.db))].sort((a, b) => (a < b ? -1 : 1));
  const infos = names.map((name) => encode(args.nameOnly ? { name } : { name, sizeOnDisk: 0n, empty: false }));
  const databases: Plain[] = infos.filter((info) => passes(args.filter, info));
  return args.nameOnly ? { databases } : { databases, totalSize: 0n };
}

export const create: Command = { run: runCreate, writes: true };
export const drop: Command = { run: runDrop, writes: true };
export const dropDatabase: Command = { run: runDropDatabase, writes: true };
export const createIndexes: Command = { run: runCreateIndexes, writes: true };
export const listIndexes: Command = { run: runListIndexes };
export const dropIndexes: Command = { run: runDropIndexes, writes: true };
export const listCollections: Command = { run: runListCollections };
export const listDatabases: Command = { run: runListDatabases };
