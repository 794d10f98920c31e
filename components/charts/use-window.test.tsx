import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ApiError } from '@/lib/client/api';
import { useWindow } from './use-window';

interface Call {
  key: string;
  signal: AbortSignal;
  answer: (value: string) => void;
  fail: (error: unknown) => void;
}

function harness() {
  const calls: Call[] = [];
  const fetchers = new Map<string, (signal: AbortSignal) => Promise<string>>();
  const fetcherOf = (key: string) => {
    const known = fetchers.get(key);
    if (known) return known;
    const made = (signal: AbortSignal) =>
      new Promise<string>((answer, fail) => calls.push({ key, signal, answer, fail }));
    fetchers.set(key, made);
    return made;
  };
  const hook = renderHook(({ key }) => useWindow(key, fetcherOf(key)), { initialProps: { key: 'a' } });
  const call = (index: number) => {
    const found = calls[index];
    if (!found) throw new Error(`no call ${index}`);
    return found;
  };
  return { hook, call, calls };
}

describe('fetching a window', () => {
  it('cancels the request on its way and ignores its late answer', async () => {
    const { hook, call } = harness();
    hook.rerender({ key: 'b' });
    expect(call(0).signal.aborted).toBe(true);
    await act(async () => call(1).answer('window b'));
    await act(async () => call(0).answer('window a'));
    expect(hook.result.current).toMatchObject({ data: 'window b', loading: false, error: null });
  });

  it('keeps the last window while the next one is on its way', async () => {
    const { hook, call } = harness();
    await act(async () => call(0).answer('window a'));
    hook.rerender({ key: 'b' });
    expect(hook.result.current).toMatchObject({ data: 'window a', loading: true });
  });

  it('tells a failure with its reference, and asks again on retry', async () => {
    const { hook, call, calls } = harness();
    await act(async () => call(0).fail(new ApiError(503, 'store_unavailable', 'A store is away.', 'R-9', 5)));
    expect(hook.result.current).toMatchObject({ loading: false, error: { status: 503, requestId: 'R-9' } });
    act(() => hook.result.current.retry());
    await waitFor(() => expect(calls).toHaveLength(2));
    expect(hook.result.current).toMatchObject({ loading: true, error: null });
    await act(async () => call(1).answer('window a'));
    expect(hook.result.current.data).toBe('window a');
  });

  it('reports an answer that cannot be read as an error, not as an empty window', async () => {
    const { hook, call } = harness();
    await act(async () => call(0).fail(new RangeError('bad header')));
    expect(hook.result.current.error).toMatchObject({ code: 'unreadable' });
    expect(hook.result.current.data).toBeNull();
  });
});
