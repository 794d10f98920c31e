'use client';

import { useState } from 'react';
import { type ApiError, asApiError } from '@/lib/client/api';

/**
 * Runs one change at a time and keeps what it failed with. Answers live in the caller alone: no cache remembers them,
 * as one of them is a key that is shown once.
 */
export function useChange() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async <Answer>(change: () => Promise<Answer>): Promise<Answer | null> => {
    setBusy(true);
    setError(null);
    try {
      return await change();
    } catch (cause) {
      setError(asApiError(cause));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run, clear: () => setError(null) };
}

/** What a refused change tells: the faults where there are any, else the error itself, and that nothing was changed. */
export function changeErrorText(error: ApiError): string {
  if (error.faults.length > 0) return error.faults.map(({ detail }) => detail).join(' ');
  if (error.code === 'network')
    return 'The server did not answer, so it is not known whether this was saved. Look again.';
  if (error.retryAfterS !== null) return `${error.message} Try again in ${error.retryAfterS} s.`;
  return error.message;
}
