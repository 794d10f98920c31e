'use client';

import { useCallback } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';

/** Fetches all beats of a recording, once; null where there is no address of any, and never those of another address. */
export function useBeats(path: string | null): WindowState<BeatList | null> {
  const fetchBeats = useCallback(
    async (signal: AbortSignal) =>
      path === null ? null : { path, beats: decodeBeats(new Uint8Array(await getBytes(path, signal))) },
    [path],
  );
  const { data, ...state } = useWindow(path ?? '', fetchBeats);
  return { ...state, data: data?.path === path ? data.beats : null };
}
