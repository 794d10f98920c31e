import { afterEach, describe, expect, it, vi } from 'vitest';
import { signIn, signOut } from './session';

interface Posted {
  path: string;
  fields: Record<string, string>;
}

/** A server that gives a new token each time and answers posts in turn. */
function server(...answers: (() => Response)[]) {
  const posted: Posted[] = [];
  let tokens = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (path === '/api/auth/csrf') {
      tokens += 1;
      return Response.json({ csrfToken: `token-${tokens}` });
    }
    posted.push({ path, fields: Object.fromEntries(new URLSearchParams(String(init.body))) });
    const next = answers.shift();
    if (!next) throw new TypeError('failed to fetch');
    return next();
  });
  return posted;
}

const to =
  (url: string, status = 200) =>
  () =>
    Response.json({ url }, { status });

afterEach(() => vi.unstubAllGlobals());

describe('sign-in', () => {
  it('posts e-mail, password and a token, and answers null when it worked', async () => {
    const posted = server(to('http://localhost:3000/'));
    expect(await signIn('a@example.org', 'long enough password')).toBeNull();
    expect(posted).toEqual([
      {
        path: '/api/auth/callback/credentials',
        fields: {
          email: 'a@example.org',
          password: 'long enough password',
          csrfToken: 'token-1',
          callbackUrl: '/',
          json: 'true',
        },
      },
    ]);
  });

  it('hands on the code of a refusal, with its wait', async () => {
    server(to('http://x/sign-in?error=sign_in_failed', 401));
    expect(await signIn('a@example.org', 'x')).toBe('sign_in_failed');
    server(to('http://x/sign-in?error=too_many_requests%3A900', 401));
    expect(await signIn('a@example.org', 'x')).toBe('too_many_requests:900');
  });

  it('posts once more with a new token when the first had run out', async () => {
    const posted = server(to('http://x/sign-in?csrf=true'), to('http://x/'));
    expect(await signIn('a@example.org', 'x')).toBeNull();
    expect(posted.map((one) => one.fields.csrfToken)).toEqual(['token-1', 'token-2']);
  });

  it('never takes an ignored post for a sign-in', async () => {
    server(to('http://x/sign-in?csrf=true'), to('http://x/sign-in?csrf=true'));
    expect(await signIn('a@example.org', 'x')).toBe('csrf');
    server(() => new Response('<html>', { status: 502 }));
    expect(await signIn('a@example.org', 'x')).toBe('unreadable');
  });

  it('tells that the server did not answer', async () => {
    server();
    expect(await signIn('a@example.org', 'x')).toBe('network');
  });
});

describe('sign-out', () => {
  it('fails aloud when the session could not be ended', async () => {
    server();
    await expect(signOut()).rejects.toMatchObject({ code: 'network' });
  });
});
