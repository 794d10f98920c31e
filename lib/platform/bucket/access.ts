import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { describeS3Error } from '../objects/s3-client';
import { mayWriteWithAclsBlocked } from './probe';
import { type BucketContext, type BucketSetting, ensureHolds, unlessUnset } from './setting';

interface Block {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

async function holdsBlock({ client, bucket }: BucketContext, wanted: Block): Promise<boolean> {
  const found = await unlessUnset(client.send(new GetPublicAccessBlockCommand({ Bucket: bucket })));
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    found?.PublicAccessBlockConfiguration ?? {};
  const others = [IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every((on) => on === true);
  return others && (BlockPublicAcls === true) === wanted.BlockPublicAcls;
}

/**
 * No object can be made public, neither by its own access list nor by a policy. Where blocking public ACLs would stop
 * every write (seen on Ceph), they are ignored instead, which keeps objects as private.
 */
export const publicAccessBlock: BucketSetting = {
  name: 'public access block',
  fixed_request: true,
  async ensure(context) {
    const { client, bucket, endpoint } = context;
    const complete = endpoint === null || (await mayWriteWithAclsBlocked(client));
    const wanted = {
      BlockPublicAcls: complete,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    const command = new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: wanted });
    const result = await ensureHolds(
      () => holdsBlock(context, wanted),
      () => client.send(command),
    );
    if (complete) return result;
    const detail = `${result.detail}, but for BlockPublicAcls, with which this server refuses every write`;
    return { ...result, detail };
  },
};

const TLS_STATEMENT_ID = 'NightbeatTlsOnly';

function statementsOf(policy: string | undefined): unknown[] {
  const parsed: unknown = policy ? JSON.parse(policy) : null;
  const listed = typeof parsed === 'object' && parsed !== null && 'Statement' in parsed ? parsed.Statement : [];
  return Array.isArray(listed) ? listed : [listed];
}

function isTlsStatement(statement: unknown): boolean {
  return (
    typeof statement === 'object' && statement !== null && 'Sid' in statement && statement.Sid === TLS_STATEMENT_ID
  );
}

async function readStatements({ client, bucket }: BucketContext): Promise<unknown[]> {
  return statementsOf((await unlessUnset(client.send(new GetBucketPolicyCommand({ Bucket: bucket }))))?.Policy);
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/**
 * AWS gets the statement its own checkers look for. Other servers differ: Ceph names the condition only for requests with
 * TLS, so a missing one must count as none; and behind a proxy that ends TLS every request may look like plain http, so
 * only the use of data is refused, which leaves the owner able to take the policy back.
 */
function tlsOnlyTerms(endpoint: string | null) {
  const insecure = { 'aws:SecureTransport': 'false' };
  if (endpoint === null) return { Action: ['s3:*'], Condition: { Bool: insecure } };
  const Action = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'];
  return { Action, Condition: { BoolIfExists: insecure } };
}

async function writeStatements({ client, bucket }: BucketContext, statements: unknown[]): Promise<void> {
  if (statements.length === 0) {
    await client.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    return;
  }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
}

async function writeTlsPolicy(context: BucketContext): Promise<void> {
  const others = (await readStatements(context)).filter((statement) => !isTlsStatement(statement));
  const arn = `arn:${partitionOf(context.region)}:s3:::${context.bucket}`;
  const ours = {
    Sid: TLS_STATEMENT_ID,
    Effect: 'Deny',
    Principal: '*',
    Resource: [arn, `${arn}/*`],
    ...tlsOnlyTerms(context.endpoint),
  };
  await writeStatements(context, [...others, ours]);
}

async function removeTlsPolicy(context: BucketContext): Promise<void> {
  await writeStatements(
    context,
    (await readStatements(context)).filter((statement) => !isTlsStatement(statement)),
  );
}

async function mayList({ client, bucket }: BucketContext): Promise<boolean> {
  try {
    await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
    return true;
  } catch (error) {
    if (describeS3Error(error).status === 403) return false;
    throw error;
  }
}

/** Requests without TLS are refused by the bucket itself. Taken back when it turns out to shut us out, too. */
export const tlsOnlyPolicy: BucketSetting = {
  name: 'TLS-only policy',
  fixed_request: false,
  async ensure(context) {
    if (context.endpoint?.startsWith('http:')) {
      return { outcome: 'skipped', detail: 'the endpoint is plain http, so it would shut us out' };
    }
    const result = await ensureHolds(
      async () => (await readStatements(context)).some(isTlsStatement),
      () => writeTlsPolicy(context),
    );
    if (result.outcome !== 'set' || (await mayList(context))) return result;
    await removeTlsPolicy(context);
    return { outcome: 'unsupported', detail: 'taken back: the server takes our TLS for plain http (a proxy ends it?)' };
  },
};
