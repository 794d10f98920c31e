import { T } from '../bson/types';
import { InvalidBson, validated } from '../bson/validate';
import { docValue, fields, type Value } from '../bson/value';
import { BsonWriter, docOf, type Plain } from '../bson/write';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
export const HEADER_BYTES = 16;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;

/** One command as it arrived. */
export interface Request {
  id: number;
  legacy: boolean;
  /** The client wants no answer. */
  noReply: boolean;
  command: Value;
  /** Document sequences by name; they count as array arguments of the command. */
  sequences: Map<string, Value[]>;
}

/** Thrown for a message that breaks the protocol: its connection is closed. */
export class ProtocolError extends Error {}

/** Reads one whole message, header included. */
export function parseMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  try {
    if (opcode === OP_MSG) return { id, legacy: false, ...parseOpMsg(message) };
    if (opcode === OP_QUERY)
      return { id, legacy: true, noReply: false, sequences: new Map(), command: parseOpQuery(message) };
  } catch (error) {
    if (error instanceof InvalidBson || error instanceof RangeError) throw new ProtocolError(error.message);
    throw error;
  }
  throw new ProtocolError(`unknown opcode ${opcode}`);
}

function parseOpMsg(message: Buffer): Pick<Request, 'noReply' | 'command' | 'sequences'> {
  const flags = message.readUInt32LE(HEADER_BYTES);
  // Bits 0-15 must be understood; a checksum cannot be verified here, so it is refused.
  if (flags & 0xffff & ~MORE_TO_COME) throw new ProtocolError(flags & CHECKSUM_PRESENT ? 'checksum' : 'unknown flag');
  if (flags & 0xffff0000 & ~EXHAUST_ALLOWED) throw new ProtocolError('unknown flag');
  const sequences = new Map<string, Value[]>();
  let command: Value | undefined;
  let pos = HEADER_BYTES + 4;
  while (pos < message.length) {
    const kind = message.readUInt8(pos++);
    const size = message.readInt32LE(pos);
    const end = pos + size;
    if (size < 5 || end > message.length) throw new ProtocolError('section runs over the end');
    if (kind === 0 && !command) command = validated(message.subarray(pos, end));
    else if (kind === 1) readSequence(message, pos + 4, end, sequences);
    else throw new ProtocolError('unknown section');
    pos = end;
  }
  if (!command) throw new ProtocolError('message without a body');
  return { noReply: (flags & MORE_TO_COME) !== 0, command, sequences };
}

function readSequence(message: Buffer, start: number, end: number, sequences: Map<string, Value[]>): void {
  const nameEnd = message.indexOf(0, start);
  if (nameEnd < 0 || nameEnd >= end) throw new ProtocolError('sequence without a name');
  const name = message.toString('utf8', start, nameEnd);
  if (sequences.has(name)) throw new ProtocolError('sequence given twice');
  const docs: Value[] = [];
  let pos = nameEnd + 1;
  while (pos < end) {
    const size = message.readInt32LE(pos);
    if (size < 5 || pos + size > end) throw new ProtocolError('document runs over the end');
    docs.push(validated(message.subarray(pos, pos + size)));
    pos += size;
  }
  sequences.set(name, docs);
}

/** The old form of a command, which drivers use for their first hello only. */
function parseOpQuery(message: Buffer): Value {
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  if (nameEnd < 0) throw new ProtocolError('query without a collection');
  const ns = message.toString('utf8', HEADER_BYTES + 4, nameEnd);
  if (!ns.endsWith('.$cmd')) throw new ProtocolError('OP_QUERY is only understood for commands');
  const pos = nameEnd + 9;
  const size = message.readInt32LE(pos);
  if (size < 5 || pos + size > message.length) throw new ProtocolError('query document runs over the end');
  const command = validated(message.subarray(pos, pos + size));
  const db = docOf([['$db', textValue(ns.slice(0, -5))]]).get('$db');
  return db ? docOf([...fields(command), ['$db', db]]) : command;
}

function textValue(text: string): Value {
  const w = new BsonWriter();
  const mark = w.open();
  w.plain('x', text);
  w.close(mark);
  const doc = docValue(w.done());
  const value = doc.get('x');
  if (value?.type !== T.string) throw new Error('a string was written');
  return value;
}

/** What a command answers: plain fields; values in it are written byte for byte. */
export type Reply = { [name: string]: Plain };

/** The bytes of an answer. */
export function replyMessage(request: Pick<Request, 'id' | 'legacy'>, ownId: number, reply: Reply): Buffer {
  const head = request.legacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5;
  const w = new BsonWriter(head, 1024);
  const mark = w.open();
  for (const [name, value] of Object.entries(reply)) w.plain(name, value);
  w.close(mark);
  const out = w.done();
  out.fill(0, 0, head);
  out.writeInt32LE(out.length, 0);
  out.writeInt32LE(ownId, 4);
  out.writeInt32LE(request.id, 8);
  out.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    out.writeInt32LE(8, HEADER_BYTES); // AwaitCapable
    out.writeInt32LE(1, HEADER_BYTES + 16); // one document
  }
  return out;
}
