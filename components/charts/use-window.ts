'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ApiError, asApiError } from '@/lib/client/api';

/** Where a fetch of a window stands. While the next window is on its way the last one stays. */
export interface WindowState<T> {
  data: T | null;
  loading: boolean;
  error: ApiError | null;
  /** Asks again after a failure. */
  retry: () => void;
}

interface Settled<T> {
  key: string;
  attempt: number;
  data: T | null;
  error: ApiError | null;
}

/**
 * Fetches what a chart shows. A change of `key` cancels the request on its way; an answer that comes late all the
 * same is ignored.
 * @param key names the window (record, range, width)
 * @param fetchWindow must be stable for a key
 */
export function useWindow<T>(key: string, fetchWindow: (signal: AbortSignal) => Promise<T>): WindowState<T> {
  const [settled, setSettled] = useState<Settled<T> | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  useEffect(() => {
    const controller = new AbortController();
    fetchWindow(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setSettled({ key, attempt, data, error: null });
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        setSettled({ key, attempt, data: null, error: asApiError(cause) });
      },
    );
    return () => controller.abort();
  }, [key, attempt, fetchWindow]);

  const current = settled?.key === key && settled.attempt === attempt;
  return { data: settled?.data ?? null, loading: !current, error: current ? settled.error : null, retry };
}
