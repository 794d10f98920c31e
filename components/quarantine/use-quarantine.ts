'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Page, type Pages, usePages } from '@/components/paging/use-pages';
import { getJson } from '@/lib/client/api';
import type { HeldRecording } from '@/lib/ingest/quarantine-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { QUEUE_PAGE } from './page-size';

const POLL_MS = 30_000;
const QUEUE = ['quarantine'] as const;

// what one person saw must not be found in the memory of the page of the next
const COMMON = { gcTime: 0, staleTime: 0, retry: false } as const;

/**
 * The queue of held recordings, asked for again while the page is open.
 * @param now when `initial` was read, ISO instant of the server's clock
 */
export function useQuarantine(initial: Page<Recording>, now: string): Pages<Recording> {
  return usePages({
    queryKey: QUEUE,
    path: '/api/quarantine',
    limit: QUEUE_PAGE,
    initial,
    readAt: now,
    pollMs: POLL_MS,
  });
}

/**
 * One held recording with what stands against it.
 * @param watched false while somebody is typing a decision or has made one: it then stays as it was read
 */
export function useHeld(initial: HeldRecording, watched: boolean) {
  return useQuery({
    ...COMMON,
    queryKey: [...QUEUE, initial.record.id],
    queryFn: ({ signal }) => getJson<HeldRecording>(`/api/quarantine/${initial.record.id}`, signal),
    initialData: initial,
    refetchInterval: watched ? POLL_MS : false,
    refetchOnMount: false,
    refetchOnWindowFocus: watched,
    refetchOnReconnect: watched,
  });
}

/** Asks for the queue anew after a decision. */
export function useQueueChanged(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: QUEUE, exact: true });
}
