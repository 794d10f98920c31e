import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { tlsOnlyPolicy } from './bucket/access';
import { createTestBucket, listen, PORTAL_ORIGIN, someBytes } from './objects/testing';
import { type SetupBucketOptions, setupBucket } from './setup-bucket';

const s3 = inject('s3');

describe.runIf(s3)('setupBucket', () => {
  let made: Awaited<ReturnType<typeof createTestBucket>>;
  const optionsFor = (changes: Partial<SetupBucketOptions>) => ({
    ...made.location,
    allowed_origin: PORTAL_ORIGIN,
    ...changes,
  });
  const outcomes = ({ settings }: { settings: { name: string; outcome: string }[] }) =>
    Object.fromEntries(settings.map(({ name, outcome }) => [name, outcome]));

  beforeAll(async () => {
    // `runIf` has made sure that it is there.
    if (s3) made = await createTestBucket(s3);
  });

  it('reports every setting, once, and leaves a usable bucket', () => {
    const { ok, settings } = made.report;
    expect(ok).toBe(true);
    expect(settings.map(({ name }) => name)).toEqual([
      'bucket',
      'public access block',
      'default encryption',
      'versioning',
      'removal of unfinished uploads',
      'CORS',
      'TLS-only policy',
      'use',
    ]);
    expect(outcomes(made.report)).toMatchObject({
      bucket: 'set',
      'public access block': 'set',
      CORS: 'set',
      use: 'set',
    });
    expect(outcomes(made.report)['TLS-only policy']).toBe('skipped');
  });

  it('blocks public access, so that a public access list has no effect', async () => {
    const { client, bucket, location } = made;
    const { PublicAccessBlockConfiguration: block } = await client.send(
      new GetPublicAccessBlockCommand({ Bucket: bucket }),
    );
    expect(block).toMatchObject({ IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });

    const put = new PutObjectCommand({ Bucket: bucket, Key: 'public', Body: 'x', ACL: 'public-read' });
    // Refused where BlockPublicAcls is on, without effect where it is not.
    await client.send(put).catch(() => undefined);
    expect((await fetch(`${location.endpoint}/${bucket}/public`)).status).not.toBe(200);
  });

  it('lets pages of the portal fetch by presigned URL, and those of no other origin', async () => {
    const store = made.createStore();
    await store.put('cors.pdf', someBytes(10), 'application/pdf');
    const { url } = await store.presignGet('cors.pdf', {
      expires_in_s: 60,
      content_type: 'application/pdf',
      disposition: 'inline',
      filename: 'cors.pdf',
    });
    const preflight = (origin: string, method: string) =>
      fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'range' },
      });

    for (const method of ['GET', 'HEAD', 'PUT', 'POST']) {
      const allowed = await preflight(PORTAL_ORIGIN, method);
      expect(allowed.status).toBe(200);
      expect(allowed.headers.get('access-control-allow-origin')).toBe(PORTAL_ORIGIN);
      expect(allowed.headers.get('access-control-allow-headers')).toContain('range');
    }
    for (const [origin, method] of [
      ['https://evil.test', 'GET'],
      [PORTAL_ORIGIN, 'DELETE'],
    ] as const) {
      expect((await preflight(origin, method)).headers.get('access-control-allow-origin')).toBeNull();
    }
    const fetched = await fetch(url, { headers: { origin: PORTAL_ORIGIN } });
    expect(fetched.headers.get('access-control-allow-origin')).toBe(PORTAL_ORIGIN);
    expect(fetched.headers.get('access-control-expose-headers')).toMatch(/Content-Range/i);
  });

  it('has unfinished uploads removed after a day', async () => {
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: made.bucket });
    const { Rules } = await made.client.send(command);
    expect(Rules).toMatchObject([{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }]);
  });

  it('can be repeated, follows a new origin and keeps the rules of others', async () => {
    const { client } = made;
    const bucket = `test-${randomUUID()}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const theirs = { ID: 'theirs', AllowedMethods: ['GET'], AllowedOrigins: ['https://theirs.test'] };
    await client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [theirs] } }));

    await setupBucket(optionsFor({ bucket }), () => undefined);
    const again = await setupBucket(optionsFor({ bucket, allowed_origin: 'https://new.test' }), () => undefined);

    expect(again.ok).toBe(true);
    const { CORSRules } = await client.send(new GetBucketCorsCommand({ Bucket: bucket }));
    expect(CORSRules).toMatchObject([theirs, { AllowedOrigins: ['https://new.test'] }]);
  });

  it('leaves no probe behind', async () => {
    const { Versions } = await made.client.send(
      new ListObjectVersionsCommand({ Bucket: made.bucket, Prefix: 'probe-' }),
    );
    expect(Versions ?? []).toEqual([]);
    const { Buckets } = await made.client.send(new ListBucketsCommand({}));
    expect(Buckets?.filter(({ Name }) => Name?.startsWith('nightbeat-probe-'))).toEqual([]);
  });

  it('does not call a bucket usable in which objects are overwritten', async () => {
    const { client } = made;
    const bucket = `test-${randomUUID()}`;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    await client.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    // Servers that heed If-None-Match with versioning, too, pass; the test server (Ceph 16) does not heed it.
    const heeded = outcomes(made.report).versioning === 'set';
    const { ok } = await setupBucket(optionsFor({ bucket }), () => undefined);
    expect(ok).toBe(heeded);
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
  });

  describe('the TLS-only policy', () => {
    // As behind a proxy that ends TLS: we speak https to it, the server behind it sees plain http.
    const contextFor = async (statements: unknown[]) => {
      const bucket = `test-${randomUUID()}`;
      await made.client.send(new CreateBucketCommand({ Bucket: bucket }));
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      if (statements.length > 0) await made.client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
      const { client, location } = made;
      return { client, bucket, region: location.region, endpoint: 'https://proxy.test', allowed_origin: PORTAL_ORIGIN };
    };
    const theirs = {
      Sid: 'Theirs',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutBucketWebsite'],
      Resource: ['arn:aws:s3:::*'],
    };

    it('is taken back where it shuts us out, and the bucket serves on', async () => {
      const context = await contextFor([]);
      expect(await tlsOnlyPolicy.ensure(context)).toMatchObject({ outcome: 'unsupported' });
      const store = made.createStore({ bucket: context.bucket });
      await store.put('a', someBytes(1), 'text/plain');
      expect(await store.get('a')).toHaveLength(1);
    });

    it('leaves the statements of others alone', async () => {
      const context = await contextFor([theirs]);
      await tlsOnlyPolicy.ensure(context);
      const { Policy } = await made.client.send(new GetBucketPolicyCommand({ Bucket: context.bucket }));
      expect(JSON.parse(Policy ?? '')).toMatchObject({ Statement: [{ Sid: 'Theirs' }] });
    });
  });

  it('fails without touching a bucket of somebody else', async () => {
    const credentials = {
      access_key_id: s3?.other_access_key_id ?? '',
      secret_access_key: s3?.other_secret_access_key ?? '',
    };
    const lines: string[] = [];
    const { ok, settings } = await setupBucket(optionsFor({ credentials }), (line) => lines.push(line));
    expect(ok).toBe(false);
    expect(settings).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/^failed +bucket: access denied/)]);
  });

  it('reports what a server does not have as unsupported, and a server that is away as failed', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 200 : 501).end();
    });
    const bare = await setupBucket(optionsFor({ endpoint: await listen(server) }), () => undefined);
    server.close();
    expect(outcomes(bare)).toMatchObject({ bucket: 'set', CORS: 'unsupported', versioning: 'unsupported' });

    const away = await setupBucket(optionsFor({ endpoint: 'http://127.0.0.1:1' }), () => undefined);
    expect(away).toMatchObject({ ok: false, settings: [{ name: 'bucket', outcome: 'failed' }] });
  });
});
