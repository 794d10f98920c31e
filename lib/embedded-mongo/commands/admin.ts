import { T } from '../bson/types';
import { timestampValue } from '../bson/write';
import { MongoError } from '../errors';
import { type ArgSpec, array, harmless, readArgs, required } from '../request/args';
import type { Command, Context } from '../request/context';
import type { Reply } from '../wire/message';
import { MAX_MESSAGE_BYTES } from '../wire/server';
import { MAX_DOCUMENT_BYTES } from '../writes/records';

const VERSION = '7.0.0';
const MAX_WIRE_VERSION = 21;
const SET_NAME = 'nightbeat';

/** What a client learns first. It names a replica set, so that drivers allow transactions and retryable writes. */
function helloReply(address: string, now: Date, legacy: boolean): Reply {
  const primary: Reply = legacy ? { ismaster: true } : { isWritablePrimary: true };
  return {
    ...primary,
    helloOk: true,
    secondary: false,
    setName: SET_NAME,
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    lastWrite: { opTime: { ts: timestampValue(1, 1), t: 1n }, lastWriteDate: now },
  };
}

/** Clients announce themselves here with fields of their own time, so all of them are welcome. */
async function runHello(context: Context): Promise<Reply> {
  return helloReply(context.address, context.engine.now(), context.envelope.name !== 'hello');
}

function simple(name: string, reply: (context: Context) => Reply, more: ArgSpec = {}): Command {
  return {
    run: async (context) => {
      readArgs(name, context.args, { [name]: harmless, ...more });
      return reply(context);
    },
  };
}

function serverStatus(context: Context): Reply {
  return {
    host: context.address,
    version: VERSION,
    process: 'nightbeat-embedded-store',
    pid: BigInt(process.pid),
    uptime: process.uptime(),
    localTime: context.engine.now(),
    storageEngine: { name: 'lmdb', supportsCommittedReads: true, persistent: true },
    metrics: { cursor: { open: { total: BigInt(context.cursors.size) } } },
  };
}

async function runEndSessions(context: Context): Promise<Reply> {
  const { endSessions } = readArgs('endSessions', context.args, { endSessions: array });
  for (const lsid of required(endSessions, 'endSessions')) {
    const id = lsid.isObject ? lsid.get('id') : undefined;
    if (id?.type !== T.binData) throw new MongoError('TypeMismatch', 'endSessions takes an array of session ids');
    const session = Buffer.from(id.binary());
    context.sessions.endSession(session);
    context.cursors.killOf((cursor) => cursor.session?.equals(session) === true && cursor.txn !== undefined);
  }
  return {};
}

export const hello: Command = { run: runHello };
export const ping = simple('ping', () => ({}));
const BUILD: Reply = {
  version: VERSION,
  versionArray: [7, 0, 0, 0],
  gitVersion: 'none',
  modules: [],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  storageEngines: ['lmdb'],
};
export const buildInfo = simple('buildInfo', () => BUILD);
export const buildinfo = simple('buildinfo', () => BUILD);
export const serverStatusCommand = simple('serverStatus', serverStatus, {
  repl: harmless,
  metrics: harmless,
  locks: harmless,
});
export const connectionStatus = simple(
  'connectionStatus',
  () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  { showPrivileges: harmless },
);
export const endSessions: Command = { run: runEndSessions };
