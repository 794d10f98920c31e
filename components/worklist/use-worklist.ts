'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type ApiError, asApiError, getJson } from '@/lib/client/api';
import { type StreamState, watchChangeStream } from '@/lib/client/change-stream';
import { takePersonActivity } from '@/lib/client/person-activity';
import type { Worklist } from '@/lib/worklist/contracts';

const KEY = ['worklist'];
/** Without pushed updates the page asks this often. */
const POLL_MS = 30_000;
/** With them it still does: waiting devices and the turn of the night change nothing in the store. */
const LIVE_POLL_MS = 300_000;
/** However much changes, the page asks no more often than this. */
const SHORTEST_PAUSE_MS = 3000;

/** The newest worklist, how it stands and how to ask again. */
export interface WorklistState {
  worklist: Worklist;
  /** When this browser got it, in its own clock. */
  received_at_ms: number;
  live: boolean;
  refreshing: boolean;
  /** Why the newest question failed; what is shown is then older. */
  error: ApiError | null;
  refresh: () => void;
}

/** Asks again when the stream tells of a change this list does not hold yet, at once or when the pause is over. */
function useChanges(ask: () => void, held: () => { change: number; at_ms: number }): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const latest = useRef({ ask, held });
  useEffect(() => {
    latest.current = { ask, held };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = watchChangeStream({
      onState: (next) => {
        setState(next);
        // the answer says why: signed out, or not permitted any more
        if (next === 'ended') latest.current.ask();
      },
      onChange: (change) => {
        const { change: known, at_ms } = latest.current.held();
        if (change <= known) return;
        clearTimeout(timer);
        timer = setTimeout(() => latest.current.ask(), Math.max(0, at_ms + SHORTEST_PAUSE_MS - Date.now()));
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return state;
}

/**
 * The worklist, kept up to date: by pushed changes, by asking every 30 s where there are none. While an answer is on its
 * way or none comes, the last one stays.
 * @param initial as the server rendered it
 */
export function useWorklist(initial: Worklist): WorklistState {
  const queries = useQueryClient();
  const live = useRef(false);
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => getJson<Worklist>('/api/worklist', signal, { by_itself: !takePersonActivity() }),
    initialData: initial,
    // another person's list must not be found in the memory of this page
    gcTime: 0,
    staleTime: POLL_MS,
    retry: false,
    refetchInterval: () => (live.current ? LIVE_POLL_MS : POLL_MS),
  });
  const ask = () => void queries.invalidateQueries({ queryKey: KEY });
  const stream = useChanges(ask, () => ({ change: query.data.change, at_ms: query.dataUpdatedAt }));
  useEffect(() => {
    live.current = stream === 'live';
  }, [stream]);
  return {
    worklist: query.data,
    received_at_ms: query.dataUpdatedAt,
    live: stream === 'live',
    refreshing: query.isFetching,
    error: query.error ? asApiError(query.error) : null,
    refresh: ask,
  };
}
