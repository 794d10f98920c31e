import { CreateBucketCommand, HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { publicAccessBlock, tlsOnlyPolicy } from './bucket/access';
import { keepsWrittenObjects } from './bucket/probe';
import { defaultEncryption, versioning } from './bucket/protection';
import { cors, unfinishedUploads } from './bucket/rules';
import type { BucketContext, BucketSetting, SettingResult } from './bucket/setting';
import { createS3Client, describeS3Error, type S3Location } from './objects/s3-client';

export interface SetupBucketOptions extends S3Location {
  /** Origin of the portal's pages (`https://host[:port]`), which may read and write by presigned URL. */
  allowed_origin: string;
}

export interface SettingReport extends SettingResult {
  name: string;
}

export interface SetupBucketReport {
  /** False when anything failed. What the server does not support is reported but is no failure. */
  ok: boolean;
  settings: SettingReport[];
}

const UNSUPPORTED_NAMES = new Set(['NotImplemented', 'XNotImplemented', 'MethodNotAllowed', 'UnsupportedOperation']);

function wordsFor(error: unknown): string {
  const { name, status, code } = describeS3Error(error);
  return [name, status, code].filter((part) => part !== undefined && part !== '').join(' ');
}

function outcomeOf(error: unknown, fixedRequest: boolean): 'unsupported' | 'failed' {
  const { name, status } = describeS3Error(error);
  const unsupported = status === 501 || status === 405 || UNSUPPORTED_NAMES.has(name);
  return unsupported || (fixedRequest && status === 400) ? 'unsupported' : 'failed';
}

const bucketItself: BucketSetting = {
  name: 'bucket',
  fixed_request: false,
  async ensure({ client, bucket }) {
    try {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
      return { outcome: 'set', detail: 'exists already' };
    } catch (error) {
      const { status } = describeS3Error(error);
      if (status === 403) {
        return { outcome: 'failed', detail: 'access denied: wrong credentials, or it belongs to somebody else' };
      }
      if (status !== 404) throw error;
    }
    // The SDK adds the region as the bucket's location where AWS wants one.
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return { outcome: 'set', detail: 'created' };
  },
};

/** After all settings the bucket must still serve us, and keep what is written once. */
const use: BucketSetting = {
  name: 'use',
  fixed_request: false,
  async ensure(context) {
    await context.client.send(new ListObjectsV2Command({ Bucket: context.bucket, MaxKeys: 1 }));
    if (await keepsWrittenObjects(context)) {
      return { outcome: 'set', detail: 'objects can be listed, written and deleted, and are never overwritten' };
    }
    const detail =
      'objects are overwritten though told not to (If-None-Match); on Ceph use a bucket without versioning';
    return { outcome: 'failed', detail };
  },
};

/** In this order: nothing may be reachable from outside before anything else is done. */
const SETTINGS = [publicAccessBlock, defaultEncryption, versioning, unfinishedUploads, cors, tlsOnlyPolicy, use];

async function ensure(setting: BucketSetting, context: BucketContext): Promise<SettingReport> {
  const { name, fixed_request } = setting;
  try {
    return { name, ...(await setting.ensure(context)) };
  } catch (error) {
    return { name, outcome: outcomeOf(error, fixed_request), detail: `the server answers ${wordsFor(error)}` };
  }
}

/**
 * Creates the bucket when it is missing and makes it fit for patient data: public access blocked, encryption, versioning,
 * removal of unfinished uploads, CORS for the portal's origin, TLS only; then tries it. Each setting is read back, so
 * `set` is what the server says, not what we asked for; rules and policy statements of others stay. Safe to repeat.
 * Writes one line per setting to `log`. Nothing is thrown for what the server refuses: see the report.
 */
export async function setupBucket(
  options: SetupBucketOptions,
  log: (line: string) => void,
): Promise<SetupBucketReport> {
  const { bucket, region, allowed_origin } = options;
  const client = createS3Client(options);
  const context = { client, bucket, region, endpoint: options.endpoint ?? null, allowed_origin };
  const settings: SettingReport[] = [];
  const run = async (setting: BucketSetting) => {
    const report = await ensure(setting, context);
    settings.push(report);
    log(`${report.outcome.padEnd(11)} ${report.name}: ${report.detail}`);
    return report.outcome;
  };
  try {
    if ((await run(bucketItself)) === 'set') for (const setting of SETTINGS) await run(setting);
  } finally {
    client.destroy();
  }
  return { ok: settings.every(({ outcome }) => outcome !== 'failed'), settings };
}
