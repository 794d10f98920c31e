import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ObjectExistsError, ObjectNotFoundError, ObjectStoreUnavailableError } from '../objects';
import { limitSilence } from './s3-silence';

/** Where a bucket is and who we are to it. */
export interface S3Location {
  bucket: string;
  region: string;
  /** An S3-compatible server; without it AWS. With it buckets are addressed by path. */
  endpoint?: string | null;
  /** Without them the usual AWS chain: environment, shared files, web identity, instance role. */
  credentials?: { access_key_id: string; secret_access_key: string };
}

const CONNECT_TIMEOUT_MS = 2_500;
const SILENCE_LIMIT_MS = 8_500;
/** For answers that stop in the middle. The SDK starts to watch a socket 3 s into a request, so this makes 9 s. */
const SOCKET_TIMEOUT_MS = 6_000;
const MAX_CONNECTIONS = 200;
/** Only failures that came quickly are tried again: a caller is told within 10 s in any case. */
const RETRY_WITHIN_MS = 500;
const RETRY_DELAY_MS = 100;

type RetryStrategy = Extract<NonNullable<S3ClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;

/** One retry of quick transient failures (a kept-alive connection closed by the server, 5xx); never after a time-out. */
const retryOnceIfQuick: RetryStrategy = {
  async acquireInitialRetryToken() {
    const started_ms = performance.now();
    return {
      getRetryCount: () => 0,
      getRetryDelay: () => 0,
      isQuick: () => performance.now() - started_ms < RETRY_WITHIN_MS,
    };
  },
  async refreshRetryTokenForRetry(token, failure) {
    const quick = 'isQuick' in token && typeof token.isQuick === 'function' && token.isQuick() === true;
    if (token.getRetryCount() > 0 || !quick || failure.errorType === 'CLIENT_ERROR') throw failure.error;
    return { getRetryCount: () => 1, getRetryDelay: () => RETRY_DELAY_MS };
  },
  recordSuccess() {
    // Nothing is counted across requests.
  },
};

/**
 * An S3 client with short time limits (connection 2.5 s, silence 9 s at most, one quick retry) and without the SDK's default
 * checksums, which S3-compatible servers lack and which would make presigned URLs unusable.
 */
export function createS3Client(location: S3Location): S3Client {
  const { region, endpoint, credentials } = location;
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(credentials && {
      credentials: { accessKeyId: credentials.access_key_id, secretAccessKey: credentials.secret_access_key },
    }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Waiting for the server's leave to send costs a connection and, where it never comes, six seconds.
    expectContinueHeader: false,
    retryStrategy: retryOnceIfQuick,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_CONNECTIONS },
    },
  });
  limitSilence(client, SILENCE_LIMIT_MS);
  return client;
}

/** What an error of the SDK says, whatever its class. */
export interface S3Fault {
  /** The S3 error code (`NoSuchKey`), or the class of a local failure (`TimeoutError`). */
  name: string;
  /** HTTP status; undefined when no answer came. */
  status: number | undefined;
  /** Code of a connection failure (`ECONNREFUSED`). */
  code: string | undefined;
}

/** Reads name, HTTP status and connection code from an error. */
export function describeS3Error(error: unknown): S3Fault {
  if (!(error instanceof Error)) return { name: '', status: undefined, code: undefined };
  const metadata: unknown = '$metadata' in error ? error.$metadata : null;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : null;
  const code: unknown = 'code' in error ? error.code : null;
  return {
    name: error.name,
    status: typeof status === 'number' ? status : undefined,
    code: typeof code === 'string' ? code : undefined,
  };
}

/** Reported with 4xx, and yet it is the store that cannot serve: set up wrongly, full, or asked too often. */
const UNAVAILABLE_NAMES = new Set([
  'AbortError',
  'ConditionalRequestConflict',
  'CredentialsProviderError',
  'NoSuchBucket',
  'QuotaExceeded',
  'RequestTimeout',
  'SlowDown',
  'TimeoutError',
]);
/** System, resolver, TLS and HTTP parser failures; not Node's own `ERR_INVALID_…` for wrong use. */
const CONNECTION_CODE = /^(E[A-Z]+|EAI_[A-Z]+|HPE_[A-Z_]+|ERR_(TLS|SSL)_[A-Z_]+|(.*_)?CERT(_.*)?|UNABLE_TO_.*)$/;

/** Turns an SDK error into one of the port's; what fits none (access denied, wrong use) stays as it is. */
export function toS3StoreError(error: unknown): unknown {
  const { name, status, code } = describeS3Error(error);
  if (name === 'NoSuchKey' || name === 'NotFound') return new ObjectNotFoundError({ cause: error });
  if (name === 'PreconditionFailed' || status === 412) return new ObjectExistsError({ cause: error });
  const away = status !== undefined && (status >= 500 || status === 429);
  const unreachable = code !== undefined && CONNECTION_CODE.test(code);
  return away || unreachable || UNAVAILABLE_NAMES.has(name) ? new ObjectStoreUnavailableError({ cause: error }) : error;
}

/** Runs requests with their errors passed through `toS3StoreError`. */
export async function onS3<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toS3StoreError(error);
  }
}
