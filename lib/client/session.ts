import { ApiError, getJson } from './api';

/*
 * Sign-in and sign-out through next-auth's routes (https://next-auth.js.org/getting-started/rest-api): a token against
 * forged requests, then a form post that answers with the address next-auth would lead to.
 */

async function post(path: string, fields: Record<string, string>): Promise<URL> {
  const { csrfToken } = await getJson<{ csrfToken: string }>('/api/auth/csrf');
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/', json: 'true' }),
    });
  } catch {
    throw new ApiError(0, 'network', 'The server did not answer.');
  }
  const answer: unknown = await response.json().catch(() => null);
  const url: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'url') : null;
  if (typeof url !== 'string') throw new ApiError(response.status, 'unreadable', 'The server gave no answer.');
  return new URL(url, window.location.origin);
}

/** Posts once more when the token was not accepted: it had run out while the page stood open. */
async function postWithFreshToken(path: string, fields: Record<string, string>): Promise<URL> {
  const refused = (url: URL) => url.searchParams.get('csrf') === 'true';
  const first = await post(path, fields);
  const url = refused(first) ? await post(path, fields) : first;
  if (refused(url)) throw new ApiError(403, 'csrf', 'The browser does not keep the cookies that signing in needs.');
  return url;
}

/**
 * Opens a session.
 * @returns null when it worked, otherwise the code of why not (with `:seconds` where there is a wait)
 */
export async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const url = await postWithFreshToken('/api/auth/callback/credentials', { email, password });
    return url.searchParams.get('error');
  } catch (cause) {
    return cause instanceof ApiError ? cause.code : 'unknown';
  }
}

/**
 * Ends the session on the server and in this browser.
 * @throws ApiError when the server could not be told; the session is then still open
 */
export async function signOut(): Promise<void> {
  await postWithFreshToken('/api/auth/signout', {});
}
