import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type CopiedIndex, Fingerprinting } from '@/models/copies/store-reader';

const FORMAT = 1;
const LARGEST_DOCUMENT_BYTES = 17_000_000;

const collectionSchema = z.object({
  name: z.string().regex(/^[a-z_]+$/),
  documents: z.number().int(),
  sha256: z.string(),
  // as the database described them; it checks them again when it makes them
  indexes: z.array(z.custom<CopiedIndex>((index) => typeof index === 'object' && index !== null)),
});

const objectSchema = z.object({ key: z.string(), content_type: z.string(), bytes: z.number(), sha256: z.string() });

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  id: z.string(),
  created_at: z.string(),
  collections: z.array(collectionSchema),
  objects: z.array(objectSchema),
});

export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupObject = z.infer<typeof objectSchema>;

/** A folder is not a backup, or what it holds is not what its manifest says. */
export class BackupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BackupError';
  }
}

/**
 * A backup: `manifest.json` (written last, so a folder without it is no backup), `store/<collection>.bson` with the
 * documents one after another in the order of `_id`, and `objects/<key>` with the bytes of every object they name.
 */
export class BackupFolder {
  constructor(readonly folder: string) {}

  /** Makes the folder, for its user alone. @throws BackupError when there is something in it already */
  async create(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if ((await readdir(this.folder)).length > 0) throw new BackupError(`${this.folder} is not empty`);
    await mkdir(path.join(this.folder, 'store'), { mode: 0o700 });
    await mkdir(path.join(this.folder, 'objects'), { mode: 0o700 });
  }

  collectionFile(name: string): string {
    return path.join(this.folder, 'store', `${name}.bson`);
  }

  objectFile(key: string): string {
    return path.join(this.folder, 'objects', ...key.split('/'));
  }

  async writeManifest(manifest: Omit<BackupManifest, 'format'>): Promise<void> {
    const file = path.join(this.folder, 'manifest.json');
    await writeFile(file, `${JSON.stringify({ format: FORMAT, ...manifest }, null, 1)}\n`, {
      mode: 0o600,
      flush: true,
    });
    const folder = await open(this.folder);
    await folder.sync();
    await folder.close();
  }

  /** @throws BackupError when there is none or it is of another format */
  async readManifest(): Promise<BackupManifest> {
    const file = path.join(this.folder, 'manifest.json');
    const text = await readFile(file, 'utf8').catch(() => {
      throw new BackupError(`${this.folder} holds no finished backup: manifest.json cannot be read`);
    });
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    if (!parsed.success) throw new BackupError(`${file} is not a manifest this version understands`);
    return parsed.data;
  }

  /** The documents of a collection, as bytes. @throws BackupError when the file is cut off */
  async *documents(name: string): AsyncGenerator<Uint8Array> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of createReadStream(this.collectionFile(name), { highWaterMark: 1 << 20 })) {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let at = 0;
      while (rest.length - at >= 4) {
        const size = rest.readInt32LE(at);
        if (size < 5 || size > LARGEST_DOCUMENT_BYTES) throw new BackupError(`${name}.bson is damaged`);
        if (rest.length - at < size) break;
        yield rest.subarray(at, at + size);
        at += size;
      }
      rest = rest.subarray(at);
    }
    if (rest.length > 0) throw new BackupError(`${name}.bson is cut off`);
  }

  /** Number and digest of a collection's documents as they are in the file. */
  async fingerprint(name: string, onDocument: (document: Uint8Array) => void = () => undefined) {
    const fingerprint = new Fingerprinting();
    for await (const document of this.documents(name)) {
      fingerprint.add(document);
      onDocument(document);
    }
    return fingerprint.result();
  }

  /** Size and digest of an object's file; null when it is not there. */
  async objectDigest(key: string): Promise<{ bytes: number; sha256: string } | null> {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(this.objectFile(key))) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    return { bytes, sha256: hash.digest('hex') };
  }
}
