'use client';

import { useCallback, useEffect, useState } from 'react';
import { ApiError, postJson } from '@/lib/client/api';
import type { PatientSummary } from '@/lib/patients/contracts';

/** Typing pauses shorter than this send no request. */
const DEBOUNCE_MS = 80;
/** After this pause the search counts as meant, and is audited. */
const SETTLED_MS = 900;
const LIMIT = 50;

interface Found {
  text: string;
  rows: PatientSummary[];
  more: boolean;
}

/** What a search shows: the last rows that came, which text they answer, and how the newest request stands. */
export interface PatientSearch {
  text: string;
  setText: (text: string) => void;
  found: Found;
  loading: boolean;
  error: ApiError | null;
  retry: () => void;
}

interface Answer {
  data: PatientSummary[];
  next_cursor: string | null;
}

async function ask(text: string, settled: boolean, signal: AbortSignal): Promise<Found> {
  const answer = await postJson<Answer>('/api/patients/search', { text, limit: LIMIT, settled }, signal);
  return { text, rows: answer.data, more: answer.next_cursor !== null || answer.data.length === LIMIT };
}

/** Asks after a short pause, and once more when the typing has stopped. Returns what cancels both. */
function startSearch(text: string, onAnswer: (answer: Found | ApiError) => void): () => void {
  const controller = new AbortController();
  const run = (settled: boolean) => () => {
    ask(text, settled, controller.signal).then(
      (answer) => {
        if (!controller.signal.aborted) onAnswer(answer);
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        onAnswer(cause instanceof ApiError ? cause : new ApiError(0, 'unreadable', 'The answer could not be read.'));
      },
    );
  };
  const typed = window.setTimeout(run(false), DEBOUNCE_MS);
  const meant = window.setTimeout(run(true), SETTLED_MS);
  return () => {
    window.clearTimeout(typed);
    window.clearTimeout(meant);
    controller.abort();
  };
}

/**
 * Searches as the text is typed. A newer text cancels the request on its way and a late answer is ignored, so that the
 * rows always belong to `found.text`. The text travels in request bodies only.
 * @param initial the newest patients, shown while the text is empty
 * @param onRead told the instant of every answer; must be stable
 */
export function usePatientSearch(initial: PatientSummary[], onRead: (at: string) => void): PatientSearch {
  // A new object asks anew, also for the same text (retry).
  const [request, setRequest] = useState({ text: '' });
  const [found, setFound] = useState<Found>({ text: '', rows: initial, more: false });
  const [error, setError] = useState<ApiError | null>(null);
  const begin = useCallback((text: string) => {
    setError(null);
    setRequest({ text });
  }, []);

  useEffect(() => {
    const wanted = request.text.trim();
    if (wanted === '') {
      setFound({ text: '', rows: initial, more: false });
      return;
    }
    return startSearch(wanted, (answer) => {
      if (answer instanceof ApiError) return setError(answer);
      setFound(answer);
      setError(null);
      onRead(new Date().toISOString());
    });
  }, [request, initial, onRead]);

  const loading = found.text !== request.text.trim() && error === null;
  return { text: request.text, setText: begin, found, loading, error, retry: () => begin(request.text) };
}
