import { afterAll, vi } from 'vitest';

vi.stubEnv('TESTED_STORE', 'S3');
afterAll(() => vi.unstubAllEnvs());
await import('./uploads.int.test');
