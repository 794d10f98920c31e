import type { S3Client } from '@aws-sdk/client-s3';
import { describeS3Error } from '../objects/s3-client';

/** The bucket being set up. */
export interface BucketContext {
  client: S3Client;
  bucket: string;
  region: string;
  /** Null for AWS itself. */
  endpoint: string | null;
  /** Origin of the portal's pages. */
  allowed_origin: string;
}

/** `set`: it holds, read back from the server. `unsupported`: the server lacks it. `skipped`: it does not apply. */
export type SettingOutcome = 'set' | 'unsupported' | 'skipped' | 'failed';

export interface SettingResult {
  outcome: SettingOutcome;
  detail: string;
}

/** One setting of a bucket and how to bring it about; may throw what the server answers. */
export interface BucketSetting {
  name: string;
  /** Nothing in the request depends on our settings, so a 400 means that the server does not know it. */
  fixed_request: boolean;
  ensure(context: BucketContext): Promise<SettingResult>;
}

/** What the server answers, or null when it says that nothing of the kind is configured. */
export async function unlessUnset<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (describeS3Error(error).status === 404) return null;
    throw error;
  }
}

/** Applies a setting unless it holds, and believes that it is set only when the server shows it afterwards. */
export async function ensureHolds(
  holds: () => Promise<boolean>,
  apply: () => Promise<unknown>,
): Promise<SettingResult> {
  if (await holds()) return { outcome: 'set', detail: 'was set already' };
  await apply();
  if (await holds()) return { outcome: 'set', detail: 'done' };
  return { outcome: 'unsupported', detail: 'the server accepts it but does not keep it' };
}
