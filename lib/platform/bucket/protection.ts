import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { keepsWrittenObjectsWithVersioning } from './probe';
import { type BucketContext, type BucketSetting, ensureHolds, unlessUnset } from './setting';

/** Any rule will do: one with a key of the customer's own must not be replaced by ours. */
async function isEncrypted({ client, bucket }: BucketContext): Promise<boolean> {
  const found = await unlessUnset(client.send(new GetBucketEncryptionCommand({ Bucket: bucket })));
  return (found?.ServerSideEncryptionConfiguration?.Rules ?? []).length > 0;
}

async function encrypt({ client, bucket }: BucketContext): Promise<void> {
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } as const;
  const configuration = { Rules: [rule] };
  const command = new PutBucketEncryptionCommand({
    Bucket: bucket,
    ServerSideEncryptionConfiguration: configuration,
  });
  await client.send(command);
}

/** Objects are encrypted at rest by the server, unless a rule for it is there already. */
export const defaultEncryption: BucketSetting = {
  name: 'default encryption',
  fixed_request: true,
  ensure: (context) =>
    ensureHolds(
      () => isEncrypted(context),
      () => encrypt(context),
    ),
};

async function isVersioned({ client, bucket }: BucketContext): Promise<boolean> {
  return (await client.send(new GetBucketVersioningCommand({ Bucket: bucket }))).Status === 'Enabled';
}

async function enableVersioning({ client, bucket }: BucketContext): Promise<void> {
  const enabled = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: enabled }));
}

/** Deleted objects can be brought back; not set where it would cost us that objects cannot be overwritten. */
export const versioning: BucketSetting = {
  name: 'versioning',
  fixed_request: true,
  async ensure(context) {
    const { client, endpoint } = context;
    if (endpoint !== null && !(await isVersioned(context)) && !(await keepsWrittenObjectsWithVersioning(client))) {
      return { outcome: 'unsupported', detail: 'left off: with it this server overwrites objects though told not to' };
    }
    return await ensureHolds(
      () => isVersioned(context),
      () => enableVersioning(context),
    );
  },
};
