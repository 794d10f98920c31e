'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

async function ask(text: string, settled: boolean, signal?: AbortSignal): Promise<Found> {
  const answer = await postJson<Answer>('/api/patients/search', { text, limit: LIMIT, settled }, signal);
  return { text, rows: answer.data, more: answer.next_cursor !== null || answer.data.length === LIMIT };
}

const asApiError = (cause: unknown): ApiError =>
  cause instanceof ApiError ? cause : new ApiError(0, 'unreadable', 'The answer could not be read.');

/** Tells the server once that a search was meant, after the typing has stopped: that is what the trail records. */
function useSettledNotice(wanted: string): void {
  const [settled] = useDebouncedValue(wanted, SETTLED_MS);
  useEffect(() => {
    if (settled === '') return;
    const controller = new AbortController();
    // the rows come from the search itself; a notice that fails costs the trail one entry about nothing opened
    ask(settled, true, controller.signal).catch(() => undefined);
    return () => controller.abort();
  }, [settled]);
}

/**
 * Searches as the text is typed. A newer text cancels the request on its way and a late answer is ignored, so that the
 * rows always belong to `found.text`. The text travels in request bodies only.
 * @param initial the newest patients, shown while the text is empty
 * @param onRead told the instant of every answer; must be stable
 */
export function usePatientSearch(initial: PatientSummary[], onRead: (at: string) => void): PatientSearch {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const [asked] = useDebouncedValue(wanted, DEBOUNCE_MS);
  useSettledNotice(wanted);
  const query = useQuery({
    queryKey: ['patient-search', asked],
    queryFn: ({ signal }) => ask(asked, false, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    // what one person searched for must not be found in the memory of the page of the next
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (query.dataUpdatedAt > 0) onRead(new Date(query.dataUpdatedAt).toISOString());
  }, [query.dataUpdatedAt, onRead]);

  const newest: Found = { text: '', rows: initial, more: false };
  const found = wanted === '' ? newest : (query.data ?? newest);
  const error = wanted !== '' && query.error ? asApiError(query.error) : null;
  const loading = found.text !== wanted && error === null;
  return { text, setText, found, loading, error, retry: () => void query.refetch() };
}
