import { T } from '../bson/types';
import { fields, type Value } from '../bson/value';
import { MongoError, unsupported } from '../errors';
import type { Request } from '../wire/message';
import { type Arg, count, doc, flag, harmless, long, readArgs, readDoc, required, text } from './args';

/** What every command may carry beside its own arguments. */
export interface Envelope {
  name: string;
  db: string;
  /** Id of the logical session. */
  session?: Buffer;
  txnNumber?: bigint;
  inTransaction: boolean;
  startTransaction: boolean;
  maxTimeMs?: number;
  writeConcernError?: { code: number; codeName: string; errmsg: string };
  args: [string, Arg][];
}

const GENERIC = {
  $db: text,
  lsid: doc,
  txnNumber: long,
  autocommit: flag,
  startTransaction: flag,
  maxTimeMS: count,
  readConcern: doc,
  writeConcern: doc,
  comment: harmless,
  $clusterTime: harmless,
  $readPreference: doc,
  $audit: harmless,
  $client: harmless,
};

const READ_CONCERN = { level: text, afterClusterTime: harmless, provenance: harmless };
const WRITE_CONCERN = {
  w: harmless,
  j: flag,
  wtimeout: count,
  fsync: flag,
  wtimeoutMS: count,
  provenance: harmless,
};

/** Parts a request into what is common to all commands and the command's own arguments. */
export function openEnvelope(request: Request): Envelope {
  const all: [string, Arg][] = [...fields(request.command), ...request.sequences];
  const name = all[0]?.[0] ?? '';
  const generic = readArgs(
    name,
    all.slice(1).filter(([key]) => key in GENERIC),
    GENERIC,
  );
  const out: Envelope = {
    name,
    db: required(generic.$db, '$db'),
    inTransaction: generic.autocommit !== undefined,
    startTransaction: generic.startTransaction === true,
    args: all.filter(([key], i) => i === 0 || !(key in GENERIC)),
  };
  if (generic.lsid) out.session = sessionId(generic.lsid);
  if (generic.txnNumber !== undefined) out.txnNumber = generic.txnNumber;
  if (generic.maxTimeMS) out.maxTimeMs = generic.maxTimeMS;
  checkTransactionFields(out, generic.autocommit);
  checkReadConcern(generic.readConcern, out.inTransaction);
  const failed = generic.writeConcern && checkWriteConcern(generic.writeConcern);
  if (failed) out.writeConcernError = failed;
  return out;
}

function sessionId(lsid: Value): Buffer {
  const id = lsid.get('id');
  if (id?.type !== T.binData || id.binary().length !== 16) {
    throw new MongoError('TypeMismatch', "BSON field 'lsid.id' must be a UUID");
  }
  return Buffer.from(id.binary());
}

function checkTransactionFields(envelope: Envelope, autocommit: boolean | undefined): void {
  if (autocommit === true) throw new MongoError('InvalidOptions', 'the only valid value for autocommit is false');
  if (envelope.startTransaction && autocommit === undefined) {
    throw new MongoError('InvalidOptions', "'startTransaction' field requires 'autocommit' field to also be specified");
  }
  if ((envelope.inTransaction || envelope.txnNumber !== undefined) && !envelope.session) {
    throw new MongoError('InvalidOptions', 'Transaction number requires a session ID to also be specified');
  }
  if (envelope.inTransaction && envelope.txnNumber === undefined) {
    throw new MongoError('InvalidOptions', "'autocommit' field requires a transaction number to also be specified");
  }
}

/** One node is always up to date: local, available and majority mean the same. */
function checkReadConcern(concern: Value | undefined, inTransaction: boolean): void {
  if (!concern) return;
  const { level } = readDoc('readConcern', concern, READ_CONCERN);
  if (level === undefined || ['local', 'majority', 'available'].includes(level)) return;
  if (level === 'snapshot' && inTransaction) return;
  if (level === 'snapshot' || level === 'linearizable') throw unsupported(`read concern '${level}'`);
  throw new MongoError('FailedToParse', `Unrecognized read concern level '${level}'`);
}

function checkWriteConcern(concern: Value): Envelope['writeConcernError'] {
  const { w } = readDoc('writeConcern', concern, WRITE_CONCERN);
  if (w === undefined || Array.isArray(w)) return undefined;
  if (w.isNumber && w.number() <= 1) return undefined;
  if (w.type === T.string && w.text() === 'majority') return undefined;
  if (w.isNumber) {
    return { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' };
  }
  if (w.type !== T.string) throw new MongoError('FailedToParse', 'w has to be a number or a string');
  return { code: 79, codeName: 'UnknownReplWriteConcern', errmsg: `No write concern mode named '${w.text()}' found` };
}
