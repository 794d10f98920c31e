import { createHash, type Hash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ObjectExistsError, type ObjectInfo, ObjectNotFoundError } from '../objects';
import { blocksOf } from './body';
import { onS3 } from './s3-client';

/** Bodies up to this size are one request and known whole; larger ones are sent in parts of this size. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Metadata (`x-amz-meta-…`) of the objects we write. */
export const SHA256_METADATA = 'sha256';
const PUT_ID_METADATA = 'put-id';

interface Target {
  client: S3Client;
  bucket: string;
  key: string;
  content_type: string;
}

/** Whether the object there now is what this very `put` wrote: an answer got lost and the retry found the key taken. */
async function isOurs({ client, bucket, key }: Target, putId: string): Promise<boolean> {
  const head = await onS3(() => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
  return head.Metadata?.[PUT_ID_METADATA] === putId;
}

async function writeOnce(target: Target, putId: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await onS3(write);
  } catch (error) {
    if (!(error instanceof ObjectExistsError) || !(await isOurs(target, putId))) throw error;
  }
}

/** Writes a body that is at hand in one request, with its SHA-256 in the object's metadata. */
export async function putBuffer(target: Target, body: Uint8Array): Promise<ObjectInfo> {
  const { client, bucket, key, content_type } = target;
  const sha256 = createHash('sha256').update(body).digest('hex');
  const putId = randomUUID();
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentType: content_type,
    ContentLength: body.byteLength,
    IfNoneMatch: '*',
    Metadata: { [SHA256_METADATA]: sha256, [PUT_ID_METADATA]: putId },
  });
  await writeOnce(target, putId, () => client.send(command));
  return { key, bytes: body.byteLength, content_type, sha256 };
}

interface Multipart extends Target {
  upload_id: string;
}

async function sendPart(upload: Multipart, number: number, body: Uint8Array): Promise<CompletedPart> {
  const { client, bucket, key, upload_id } = upload;
  const command = new UploadPartCommand({
    Bucket: bucket,
    Key: key,
    UploadId: upload_id,
    PartNumber: number,
    Body: body,
    ContentLength: body.byteLength,
  });
  const { ETag } = await onS3(() => client.send(command));
  return { PartNumber: number, ETag };
}

/** Sends the blocks, each while the next is being read, so that two are in memory at a time. */
async function sendParts(upload: Multipart, blocks: AsyncIterable<Uint8Array>, hash: Hash) {
  const parts: CompletedPart[] = [];
  let sending: Promise<unknown> = Promise.resolve();
  let bytes = 0;
  try {
    for await (const block of blocks) {
      await sending;
      if (block.byteLength === 0) break;
      hash.update(block);
      bytes += block.byteLength;
      sending = sendPart(upload, parts.length + 1, block).then((part) => parts.push(part));
      // A failure is met where the part is awaited; until then it must not count as unhandled.
      sending.catch(() => undefined);
    }
    await sending;
  } finally {
    // A part that arrived after the abort would stay behind: let it end first.
    await sending.catch(() => undefined);
  }
  return { parts, bytes };
}

/** Fails with `ObjectExistsError` before anything is sent: some servers ignore the condition when parts are completed. */
async function assertFree({ client, bucket, key }: Target): Promise<void> {
  try {
    await onS3(() => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return;
    throw error;
  }
  throw new ObjectExistsError();
}

async function completeParts(upload: Multipart, parts: CompletedPart[], putId: string): Promise<void> {
  const { client, bucket, key, upload_id } = upload;
  const command = new CompleteMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    UploadId: upload_id,
    MultipartUpload: { Parts: parts },
    IfNoneMatch: '*',
  });
  await writeOnce(upload, putId, () => client.send(command));
}

async function putParts(target: Target, blocks: AsyncIterable<Uint8Array>): Promise<ObjectInfo> {
  const { client, bucket, key, content_type } = target;
  await assertFree(target);
  const putId = randomUUID();
  const create = new CreateMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    ContentType: content_type,
    Metadata: { [PUT_ID_METADATA]: putId },
  });
  const { UploadId = '' } = await onS3(() => client.send(create));
  const upload = { ...target, upload_id: UploadId };
  try {
    const hash = createHash('sha256');
    const { parts, bytes } = await sendParts(upload, blocks, hash);
    await completeParts(upload, parts, putId);
    return { key, bytes, content_type, sha256: hash.digest('hex') };
  } catch (error) {
    const abort = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId });
    // The first error is the one to tell; parts left by a store that is away go by the bucket's lifecycle rule.
    await client.send(abort).catch(() => undefined);
    throw error;
  }
}

async function* prepend(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/**
 * Writes a stream of unknown length with at most two parts of 8 MiB in memory. One that fits into a part is written by
 * `putBuffer`. A larger one is a multipart upload, aborted on any error; its SHA-256 is known only at the end, when
 * metadata can no longer be set, so the returned `ObjectInfo` is the only place that has it (`head` says null).
 */
export async function putStream(target: Target, body: Readable): Promise<ObjectInfo> {
  const blocks = blocksOf(body, PART_BYTES);
  const first = await blocks.next();
  const start: Uint8Array = first.done ? new Uint8Array() : first.value;
  if (start.byteLength < PART_BYTES) return await putBuffer(target, start);
  return await putParts(target, prepend(start, blocks));
}
