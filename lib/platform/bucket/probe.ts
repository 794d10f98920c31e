import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describeS3Error } from '../objects/s3-client';

interface Place {
  client: S3Client;
  bucket: string;
}

interface Written {
  key: string;
  version_id: string | undefined;
}

async function writeOnce({ client, bucket }: Place, key: string): Promise<Written> {
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from('probe'), IfNoneMatch: '*' });
  return { key, version_id: (await client.send(command)).VersionId };
}

/** With its version named, so that a bucket with versioning keeps nothing of it either. */
async function erase({ client, bucket }: Place, { key, version_id }: Written): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version_id }));
}

/**
 * Whether the bucket refuses to overwrite an object when told so (`If-None-Match: *`), which our immutable keys rest on.
 * Throws what the server answers when it refuses the first write already.
 */
export async function keepsWrittenObjects(place: Place): Promise<boolean> {
  const key = `probe-${randomUUID()}`;
  const written = [await writeOnce(place, key)];
  try {
    written.push(await writeOnce(place, key));
    return false;
  } catch (error) {
    if (describeS3Error(error).status !== 412) throw error;
    return true;
  } finally {
    for (const object of written) await erase(place, object);
  }
}

/** Whether we may write to the bucket; other failures than a refusal are thrown. */
async function mayWrite(place: Place): Promise<boolean> {
  try {
    await erase(place, await writeOnce(place, `probe-${randomUUID()}`));
    return true;
  } catch (error) {
    if (describeS3Error(error).status === 403) return false;
    throw error;
  }
}

/** Tries something in a bucket of its own, which is removed again, so that the real one never sees a bad setting. */
async function inScratchBucket<T>(client: S3Client, use: (place: Place) => Promise<T>): Promise<T> {
  const place = { client, bucket: `nightbeat-probe-${randomUUID()}` };
  await client.send(new CreateBucketCommand({ Bucket: place.bucket }));
  try {
    return await use(place);
  } finally {
    await client.send(new DeleteBucketCommand({ Bucket: place.bucket }));
  }
}

/**
 * Whether a bucket with versioning on this server still refuses to overwrite. Ceph 16 does not, and turning versioning
 * off again does not bring it back.
 */
export async function keepsWrittenObjectsWithVersioning(client: S3Client): Promise<boolean> {
  return await inScratchBucket(client, async (place) => {
    const enabled = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: place.bucket, VersioningConfiguration: enabled }));
    return await keepsWrittenObjects(place);
  });
}

/** Whether a bucket that blocks public ACLs on this server still takes private writes. Ceph refused them until 2025. */
export async function mayWriteWithAclsBlocked(client: S3Client): Promise<boolean> {
  return await inScratchBucket(client, async (place) => {
    const block = { BlockPublicAcls: true };
    const command = new PutPublicAccessBlockCommand({ Bucket: place.bucket, PublicAccessBlockConfiguration: block });
    await client.send(command);
    return await mayWrite(place);
  });
}
