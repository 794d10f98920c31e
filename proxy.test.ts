import { NextRequest } from 'next/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

async function policyOf(settings: Record<string, string> = {}) {
  vi.stubEnv('NODE_ENV', 'production');
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  // Settings are read once a process, so each case loads the module anew.
  const { proxy } = await import('./proxy');
  const response = proxy(new NextRequest('http://127.0.0.1:3000/ecg/rec_1?version=2'));
  const policy = response.headers.get('content-security-policy') ?? '';
  const directive = (name: string) =>
    policy
      .split('; ')
      .find((part) => part.startsWith(`${name} `))
      ?.split(' ')
      .slice(1) ?? [];
  return { response, directive };
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('content security policy', () => {
  it('runs scripts by nonce only, and a new nonce each time', async () => {
    const first = (await policyOf()).directive('script-src');
    const second = (await policyOf()).directive('script-src');
    expect(first).toContain("'strict-dynamic'");
    expect(first.some((source) => source.startsWith("'nonce-"))).toBe(true);
    expect(first.join(' ')).not.toMatch(/unsafe/);
    expect(first).not.toEqual(second);
  });

  it('allows no framing, no plug-ins and no other base', async () => {
    const { directive } = await policyOf();
    for (const name of ['frame-ancestors', 'object-src', 'base-uri']) expect(directive(name)).toEqual(["'none'"]);
  });

  it('lets the browser fetch files from the object store it is given, and from nowhere else', async () => {
    expect((await policyOf()).directive('connect-src')).toEqual(["'self'"]);
    vi.resetModules();
    const s3 = {
      S3_BUCKET_NAME: 'ecg-files',
      S3_ENDPOINT: 'http://10.0.0.5:9000',
      S3_PUBLIC_ENDPOINT: 'https://files.example.org',
    };
    expect((await policyOf(s3)).directive('connect-src')).toEqual(["'self'", 'https://files.example.org']);
  });

  it('asks for https again only where the portal is reached by https', async () => {
    expect((await policyOf()).response.headers.has('strict-transport-security')).toBe(false);
    vi.resetModules();
    const { response } = await policyOf({ PUBLIC_URL: 'https://nightbeat.example.org' });
    expect(response.headers.get('strict-transport-security')).toContain('max-age=');
  });
});

describe('what pages are told', () => {
  it('is their own address, for the way back after sign-in', async () => {
    const { response } = await policyOf();
    expect(response.headers.get('x-middleware-request-x-portal-path')).toBe('/ecg/rec_1?version=2');
  });
});
