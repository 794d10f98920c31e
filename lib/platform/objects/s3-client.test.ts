import { describe, expect, it } from 'vitest';
import { ObjectExistsError, ObjectNotFoundError, ObjectStoreUnavailableError } from '../objects';
import { createS3ObjectStore } from '../objects-s3';
import { toS3StoreError } from './s3-client';

const sdkError = (name: string, httpStatusCode?: number, code?: string) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode }, ...(code && { code }) });

describe('toS3StoreError', () => {
  it.each([
    [sdkError('NoSuchKey', 404), ObjectNotFoundError],
    [sdkError('NotFound', 404), ObjectNotFoundError],
    [sdkError('PreconditionFailed', 412), ObjectExistsError],
    [sdkError('NoSuchBucket', 404), ObjectStoreUnavailableError],
    [sdkError('InternalError', 500), ObjectStoreUnavailableError],
    [sdkError('SlowDown', 503), ObjectStoreUnavailableError],
    [sdkError('XMinioStorageFull', 507), ObjectStoreUnavailableError],
    [sdkError('TooManyRequests', 429), ObjectStoreUnavailableError],
    [sdkError('QuotaExceeded', 403), ObjectStoreUnavailableError],
    [sdkError('ConditionalRequestConflict', 409), ObjectStoreUnavailableError],
    [sdkError('TimeoutError'), ObjectStoreUnavailableError],
    [sdkError('CredentialsProviderError'), ObjectStoreUnavailableError],
    [sdkError('Error', undefined, 'ECONNREFUSED'), ObjectStoreUnavailableError],
    [sdkError('Error', undefined, 'EAI_AGAIN'), ObjectStoreUnavailableError],
    [sdkError('Error', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'), ObjectStoreUnavailableError],
    [sdkError('Error', undefined, 'HPE_INVALID_CONSTANT'), ObjectStoreUnavailableError],
  ])('maps %s', (error, expected) => {
    const mapped = toS3StoreError(error);
    expect(mapped).toBeInstanceOf(expected);
    expect(mapped).toHaveProperty('cause', error);
  });

  it.each([
    sdkError('AccessDenied', 403),
    sdkError('InvalidArgument', 400),
    sdkError('TypeError', undefined, 'ERR_INVALID_ARG_TYPE'),
  ])('leaves %s as it is', (error) => {
    expect(toS3StoreError(error)).toBe(error);
  });
});

describe('a presigned URL of the S3 store', () => {
  const location = {
    bucket: 'recordings',
    region: 'eu-central-1',
    credentials: { access_key_id: 'AKIAEXAMPLE', secret_access_key: 'secret' },
    clock: { now: () => new Date('2026-03-01T12:00:00.900Z') },
  };
  const options = {
    expires_in_s: 300,
    content_type: 'application/pdf',
    disposition: 'inline',
    filename: 'a.pdf',
  } as const;

  it('holds type, disposition, no-store and expiry, and no checksum', async () => {
    const { url, expires_at } = await createS3ObjectStore(location).presignGet('a/b.pdf', options);
    const { searchParams, href, host } = new URL(url);
    expect(host).toBe('recordings.s3.eu-central-1.amazonaws.com');
    expect(href).not.toMatch(/checksum/i);
    expect(searchParams.get('response-content-type')).toBe('application/pdf');
    expect(searchParams.get('response-content-disposition')).toMatch(/^inline; filename="a\.pdf"/);
    expect(searchParams.get('response-cache-control')).toBe('no-store');
    expect(searchParams.get('X-Amz-Date')).toBe('20260301T120000Z');
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('host');
    expect(expires_at).toEqual(new Date('2026-03-01T12:05:00Z'));
  });

  it('addresses buckets of an endpoint by path', async () => {
    const store = createS3ObjectStore({ ...location, endpoint: 'http://s3.test:9000' });
    const { url } = await store.presignGet('a/b.pdf', options);
    expect(new URL(url).host).toBe('s3.test:9000');
    expect(new URL(url).pathname).toBe('/recordings/a/b.pdf');
  });
});
