import path from 'node:path';
import { z } from 'zod';

/** The settings of the object store on an S3-compatible server; credentials come by the usual AWS chain. */
export interface S3Settings {
  bucket: string;
  region: string;
  endpoint: string | null;
  /** Where the browser reaches the same server, when that is another name. */
  public_endpoint: string | null;
}

/** Everything the project reads from its environment, checked and with defaults filled in. */
export interface Environment {
  port: number;
  host: string;
  /** Origin under which browsers reach the portal, without a trailing slash. */
  public_url: string;
  data_dir: string;
  mongodb_uri: string | null;
  s3: S3Settings | null;
  /** Signs sessions and the disk store's URLs. */
  secret: string | null;
  demo: boolean;
  log_level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Whether `X-Forwarded-For` comes from a proxy of ours and may be believed. */
  trust_proxy: boolean;
  requests_per_minute: number;
  production: boolean;
}

/** A setting is missing or wrong; the message names each one, never its value. */
export class EnvironmentError extends Error {
  constructor(faults: string[]) {
    super(`The settings are not usable: ${faults.join('; ')}`);
    this.name = 'EnvironmentError';
  }
}

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => new URL(value).pathname === '/', 'must have no path')
  .transform((value) => new URL(value).origin);

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  NIGHTBEAT_DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  S3_BUCKET_NAME: z.string().min(3).max(63).optional(),
  AWS_REGION: z.string().min(1).optional(),
  AWS_DEFAULT_REGION: z.string().min(1).optional(),
  S3_ENDPOINT: origin.optional(),
  S3_PUBLIC_ENDPOINT: origin.optional(),
  NIGHTBEAT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  NIGHTBEAT_DEMO: flag.default(false),
  NIGHTBEAT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NIGHTBEAT_TRUST_PROXY: flag.default(false),
  NIGHTBEAT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(6000),
  NODE_ENV: z.string().optional(),
});

function s3Settings(values: z.infer<typeof schema>): S3Settings | null {
  if (!values.S3_BUCKET_NAME) return null;
  return {
    bucket: values.S3_BUCKET_NAME,
    region: values.AWS_REGION ?? values.AWS_DEFAULT_REGION ?? 'us-east-1',
    endpoint: values.S3_ENDPOINT ?? null,
    public_endpoint: values.S3_PUBLIC_ENDPOINT ?? null,
  };
}

/**
 * Reads and checks the settings. Empty variables count as not given, as `.env` files often hold them.
 * @throws EnvironmentError naming every variable that is wrong.
 */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new EnvironmentError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    public_url:
      values.PUBLIC_URL ?? `http://${values.HOST.includes(':') ? `[${values.HOST}]` : values.HOST}:${values.PORT}`,
    data_dir: path.resolve(values.NIGHTBEAT_DATA_DIR),
    mongodb_uri: values.MONGODB_URI ?? null,
    s3: s3Settings(values),
    secret: values.NIGHTBEAT_SECRET ?? null,
    demo: values.NIGHTBEAT_DEMO,
    log_level: values.NIGHTBEAT_LOG_LEVEL,
    trust_proxy: values.NIGHTBEAT_TRUST_PROXY,
    requests_per_minute: values.NIGHTBEAT_REQUESTS_PER_MINUTE,
    production: values.NODE_ENV === 'production',
  };
}

let cached: Environment | undefined;

/** The settings of this process, read once. */
export function environment(): Environment {
  cached ??= readEnvironment();
  return cached;
}
