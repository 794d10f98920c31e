'use client';

import { useCallback } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import type { Recording } from '@/lib/recordings/contracts';
import { beatsPath } from './beats-path';

/** Fetches all beats of a long recording, once; null where none are kept. */
export function useBeats(recording: Recording): WindowState<BeatList | null> {
  const path = beatsPath(recording);
  const fetchBeats = useCallback(
    async (signal: AbortSignal) => (path === null ? null : decodeBeats(new Uint8Array(await getBytes(path, signal)))),
    [path],
  );
  return useWindow(path ?? '', fetchBeats);
}
