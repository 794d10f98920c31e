import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, getBytes, getJson, postJson } from './api';

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status, headers })),
  );
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return null;
}

afterEach(() => vi.unstubAllGlobals());

describe('API client', () => {
  it('turns a problem document into an error with its reference and wait', async () => {
    answer(503, JSON.stringify({ code: 'store_unavailable', detail: 'A store is away.', request_id: 'R-1' }), {
      'retry-after': '5',
    });
    expect(await caught(getJson('/api/x'))).toMatchObject({
      status: 503,
      code: 'store_unavailable',
      message: 'A store is away.',
      requestId: 'R-1',
      retryAfterS: 5,
    });
  });

  it('says so when an error has no problem document', async () => {
    answer(502, '<html>bad gateway</html>');
    expect(await caught(getBytes('/api/x'))).toMatchObject({ status: 502, code: 'unreadable', requestId: null });
  });

  it('reports a server that does not answer as a network error', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('failed to fetch'))),
    );
    const error = await caught(getJson('/api/x'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 0, code: 'network' });
  });

  it('lets an abort pass as an abort', async () => {
    const controller = new AbortController();
    controller.abort(new DOMException('gone', 'AbortError'));
    vi.stubGlobal(
      'fetch',
      vi.fn(async (_path: string, init: RequestInit) => Promise.reject(init.signal?.reason)),
    );
    expect(await caught(getJson('/api/x', controller.signal))).toMatchObject({ name: 'AbortError' });
  });

  it('posts JSON and reads an empty answer as null', async () => {
    answer(200, '');
    expect(await postJson('/api/x', { a: 1 })).toBeNull();
    expect(fetch).toHaveBeenCalledWith('/api/x', expect.objectContaining({ method: 'POST', body: '{"a":1}' }));
  });
});
