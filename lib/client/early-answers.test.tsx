import { runInThisContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { getBytes } from './api';
import { earlyScript, takeEarlyAnswer } from './early-answers';

/** Runs the script as the page does. */
const run = (paths: readonly string[]): void => runInThisContext(earlyScript(paths));

const answers = (make: (path: string, init?: RequestInit) => Promise<Response>) => {
  const asked = vi.fn(make);
  vi.stubGlobal('fetch', asked);
  return asked;
};
const bytes = async (path: string) => new Uint8Array(await getBytes(path));

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(window, 'nightbeatEarly');
});

describe('answers asked for before the page runs', () => {
  it('are taken once, and asked for again after that', async () => {
    const asked = answers(async () => new Response(new Uint8Array([1, 2])));
    run(['/api/a?version=1']);
    expect(asked.mock.calls).toEqual([['/api/a?version=1&packed=gzip']]);
    expect(await bytes('/api/a?version=1')).toEqual(new Uint8Array([1, 2]));
    expect(asked).toHaveBeenCalledTimes(1);
    expect(await bytes('/api/a?version=1')).toEqual(new Uint8Array([1, 2]));
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('come packed where the server packs them', async () => {
    const packed = Uint8Array.from(gzipSync(new Uint8Array([5, 6, 7])));
    const type = 'application/vnd.nightbeat.signal-window+gzip';
    const asked = answers(async () => new Response(packed, { headers: { 'content-type': type } }));
    run(['/api/a']);
    expect(await bytes('/api/a')).toEqual(new Uint8Array([5, 6, 7]));
    // and the same of what is asked for later
    expect(await bytes('/api/b')).toEqual(new Uint8Array([5, 6, 7]));
    expect(asked).toHaveBeenCalledTimes(2);
    // early by the address alone, as what is preloaded is asked for
    expect(asked.mock.calls[0]).toEqual(['/api/a?packed=gzip']);
    expect(new Headers(asked.mock.calls[1]?.[1]?.headers).get('accept')).toContain(type);
  });

  it('leave every other address alone', async () => {
    const asked = answers(async () => new Response(new Uint8Array([3])));
    expect(takeEarlyAnswer('/api/a')).toBeNull();
    run(['/api/a?version=1']);
    await bytes('/api/a?version=2');
    expect(asked.mock.calls.map(([path]) => path)).toEqual(['/api/a?version=1&packed=gzip', '/api/a?version=2']);
  });

  it.each([
    ['a refusal', async () => new Response('{}', { status: 503 })],
    ['no answer', () => Promise.reject(new TypeError('offline'))],
  ])('that failed are asked for again in the usual way: %s', async (_, failure) => {
    let first = true;
    const asked = answers(async () => {
      if (!first) return new Response(new Uint8Array([7]));
      first = false;
      return failure();
    });
    run(['/api/a']);
    expect(await bytes('/api/a')).toEqual(new Uint8Array([7]));
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('cannot end the script they are named in', () => {
    expect(earlyScript(['/x</script><script>alert(1)'])).not.toContain('<');
  });
});
