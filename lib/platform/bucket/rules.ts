import {
  type CORSRule,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { type BucketContext, type BucketSetting, ensureHolds, unlessUnset } from './setting';

const CORS_RULE_ID = 'nightbeat-portal';
const LIFECYCLE_RULE_ID = 'nightbeat-unfinished-uploads';

async function readCorsRules({ client, bucket }: BucketContext): Promise<CORSRule[]> {
  return (await unlessUnset(client.send(new GetBucketCorsCommand({ Bucket: bucket }))))?.CORSRules ?? [];
}

async function writeCorsRule(context: BucketContext): Promise<void> {
  const others = (await readCorsRules(context)).filter(({ ID }) => ID !== CORS_RULE_ID);
  const ours: CORSRule = {
    ID: CORS_RULE_ID,
    AllowedOrigins: [context.allowed_origin],
    AllowedMethods: ['GET', 'HEAD', 'PUT', 'POST'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
    MaxAgeSeconds: 600,
  };
  const command = new PutBucketCorsCommand({
    Bucket: context.bucket,
    CORSConfiguration: { CORSRules: [...others, ours] },
  });
  await context.client.send(command);
}

/** Pages of the portal, and of no other origin, may fetch presigned URLs. */
export const cors: BucketSetting = {
  name: 'CORS',
  fixed_request: false,
  ensure: (context) =>
    ensureHolds(
      async () => {
        const rule = (await readCorsRules(context)).find(({ ID }) => ID === CORS_RULE_ID);
        return rule?.AllowedOrigins?.length === 1 && rule.AllowedOrigins[0] === context.allowed_origin;
      },
      () => writeCorsRule(context),
    ),
};

async function readLifecycleRules({ client, bucket }: BucketContext): Promise<LifecycleRule[]> {
  const found = await unlessUnset(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })));
  return found?.Rules ?? [];
}

async function writeLifecycleRule(context: BucketContext): Promise<void> {
  const others = (await readLifecycleRules(context)).filter(({ ID }) => ID !== LIFECYCLE_RULE_ID);
  const ours: LifecycleRule = {
    ID: LIFECYCLE_RULE_ID,
    Status: 'Enabled',
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
  };
  const command = new PutBucketLifecycleConfigurationCommand({
    Bucket: context.bucket,
    LifecycleConfiguration: { Rules: [...others, ours] },
  });
  await context.client.send(command);
}

/** Parts left by a process that was killed in mid-upload go after a day. */
export const unfinishedUploads: BucketSetting = {
  name: 'removal of unfinished uploads',
  fixed_request: true,
  ensure: (context) =>
    ensureHolds(
      async () => (await readLifecycleRules(context)).some(({ ID }) => ID === LIFECYCLE_RULE_ID),
      () => writeLifecycleRule(context),
    ),
};
