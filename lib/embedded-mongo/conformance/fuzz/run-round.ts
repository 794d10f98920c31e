import { type ClientSession, type Collection, type Document, type MongoClient, MongoServerError } from 'mongodb';
import { Random } from '../support/random';
import { PlainCollection } from './plain-collection';
import { PlainError } from './plain-update';
import { copy, show } from './plain-values';
import { document, FIRST_IDS, INDEXES, withLongs } from './random-documents';
import { randomRead, showAll } from './reads';
import { randomWrite, type Write } from './writes';

/** Something the store answered otherwise than the plain evaluation. */
export interface Mismatch {
  seed: number;
  operation: number;
  what: string;
  expected: string;
  got: string;
}

const READS_AT_ONCE = 8;
const REFUSED = 'refused';

interface OpenTransaction {
  session: ClientSession;
  model: PlainCollection;
  /** The first id of documents that others inserted since it began. */
  outsideFrom: number;
  /** Operations until it ends. */
  left: number;
}

/** One round: a fresh collection, random indexes, then random operations, each compared with the plain evaluation. */
class Round {
  private readonly random: Random;
  private readonly model = new PlainCollection();
  private readonly mismatches: Mismatch[] = [];
  private readonly indexes = new Set<number>();
  private reads: Promise<void>[] = [];
  private txn: OpenTransaction | undefined;
  private operation = 0;
  private outside = 10_000;

  constructor(
    private readonly client: MongoClient,
    private readonly coll: Collection<Document>,
    private readonly seed: number,
  ) {
    this.random = new Random(seed);
  }

  async run(operations: number): Promise<Mismatch[]> {
    await this.fill();
    for (this.operation = 0; this.operation < operations && this.mismatches.length === 0; this.operation++) {
      if (this.txn) await this.stepInTransaction(this.txn);
      else await this.step();
    }
    if (this.txn) await this.endTransaction(this.txn);
    await this.readsDone();
    if (this.mismatches.length === 0) await this.checkIndexes();
    await this.coll.drop();
    return this.mismatches;
  }

  private async fill(): Promise<void> {
    const { random } = this;
    const docs = Array.from({ length: FIRST_IDS }, (_, id) => document(random, id));
    for (const doc of docs) if (this.model.docs.size % 3) delete doc.u;
    for (const doc of docs) this.model.insert(copy(doc));
    await this.coll.insertMany(docs.map((doc) => withLongs(random, doc)));
    for (let n = random.int(INDEXES.length); n > 0; n--) await this.toggleIndex();
  }

  private async step(): Promise<void> {
    const kind = this.random.int(100);
    if (kind < 68) {
      this.reads.push(this.compareRead(this.model, {}));
      if (this.reads.length >= READS_AT_ONCE) await this.readsDone();
      return;
    }
    await this.readsDone();
    if (kind < 95) await this.write(this.model, randomWrite(this.random, this.model), {});
    else if (kind < 98) await this.beginTransaction();
    else await this.toggleIndex();
  }

  private async readsDone(): Promise<void> {
    const running = this.reads;
    this.reads = [];
    await Promise.all(running);
  }

  private async compareRead(model: PlainCollection, options: Document): Promise<void> {
    const { operation } = this;
    const read = randomRead(this.random, model);
    const got = await read.ask(this.coll, options).catch(textOfError);
    this.compare(operation, read.what, read.expected, got);
  }

  private compare(operation: number, what: Document, expected: string, got: string): void {
    if (got === expected || (expected === REFUSED && got.startsWith(REFUSED))) return;
    let same = 0;
    while (same < expected.length && expected[same] === got[same]) same++;
    const at = Math.max(0, same - 150);
    const part = (text: string) => `${at > 0 ? '… ' : ''}${text.slice(at, at + 400)}`;
    this.mismatches.push({ seed: this.seed, operation, what: show(what), expected: part(expected), got: part(got) });
  }

  /** Sends a write and does it plainly; tells whether it was refused, by both. */
  private async write(model: PlainCollection, write: Write, options: Document): Promise<boolean> {
    let expected: string;
    try {
      expected = write.apply(model);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      expected = REFUSED;
    }
    const got = await write.send(this.coll, options).catch(textOfError);
    this.compare(this.operation, write.what, expected, got);
    return expected === REFUSED;
  }

  private async toggleIndex(): Promise<void> {
    const n = this.random.int(INDEXES.length);
    const [key, options = {}] = INDEXES[n] ?? [{ b: 1 }];
    const unique = options.unique === true;
    if (this.indexes.delete(n)) {
      await this.coll.dropIndex(`fuzz_${n}`);
      if (unique) this.model.unique = false;
    } else if (!unique || this.model.mayBeUnique()) {
      await this.coll.createIndex(key, { ...options, name: `fuzz_${n}` });
      this.indexes.add(n);
      if (unique) this.model.unique = true;
    }
  }

  private async beginTransaction(): Promise<void> {
    const session = this.client.startSession();
    session.startTransaction({ readConcern: { level: 'snapshot' } });
    const model = this.model.clone();
    this.txn = { session, model, outsideFrom: this.outside, left: 1 + this.random.int(8) };
    // the snapshot is taken by the first statement
    await this.compareRead(model, { session });
  }

  private async stepInTransaction(txn: OpenTransaction): Promise<void> {
    const { session, model } = txn;
    const kind = this.random.int(100);
    if (kind < 35) await this.compareRead(model, { session });
    else if (kind < 75) {
      if (await this.write(model, randomWrite(this.random, model), { session })) txn.left = -1;
    } else if (kind < 90) await this.compareRead(this.model, {});
    else await this.insertOutside();
    if (txn.left-- <= 0) await this.endTransaction(txn);
  }

  /** A write of somebody else, which the open transaction must not see. */
  private async insertOutside(): Promise<void> {
    const doc: Document = { _id: this.outside++, b: this.random.int(8), s: 'outside' };
    this.model.insert(copy(doc));
    await this.coll.insertOne(doc);
  }

  private async endTransaction({ session, model, left, outsideFrom }: OpenTransaction): Promise<void> {
    this.txn = undefined;
    const refused = left < -1;
    if (refused || this.random.int(3) === 0) await session.abortTransaction();
    else {
      await session.commitTransaction();
      const outside = this.model.all().filter((doc) => doc._id >= outsideFrom);
      this.model.docs.clear();
      for (const doc of [...model.all(), ...outside]) this.model.docs.set(show(doc._id), doc);
    }
    await session.endSession();
  }

  /** Every index must hold exactly the documents, and the counter their number. */
  private async checkIndexes(): Promise<void> {
    const expected = showAll(this.model.find({ filter: {}, sort: { _id: 1 } }));
    for (const n of this.indexes) {
      const [, options = {}] = INDEXES[n] ?? [];
      if (options?.sparse || options?.partialFilterExpression) continue;
      const docs = await this.coll.find({}).hint(`fuzz_${n}`).sort({ _id: 1 }).toArray();
      this.compare(this.operation, { hint: n }, expected, showAll(docs));
    }
    const all = await this.coll.find({}).sort({ _id: 1 }).toArray();
    this.compare(this.operation, { all: true }, expected, showAll(all));
    const n = await this.coll.estimatedDocumentCount();
    this.compare(this.operation, { counter: true }, String(this.model.docs.size), String(n));
  }
}

function textOfError(error: unknown): string {
  if (error instanceof MongoServerError) return `${REFUSED} ${error.code}: ${error.message}`;
  throw error;
}

/** Runs one round of random operations; the same seed and number give the same round. */
export function runRound(client: MongoClient, seed: number, operations: number): Promise<Mismatch[]> {
  const coll = client.db('fuzz').collection<Document>(`round_${seed}`);
  return new Round(client, coll, seed).run(operations);
}
