'use client';

import { useCallback } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import type { Recording } from '@/lib/recordings/contracts';

/** Whether beats are kept beside a recording. */
export function hasBeats({ files }: Pick<Recording, 'files'>): boolean {
  return files.some(({ role }) => role === 'beats');
}

/** Fetches all beats of a long recording, once; null where none are kept. */
export function useBeats(recording: Recording): WindowState<BeatList | null> {
  const { id, version } = recording;
  const address = hasBeats(recording) ? `/api/ecg/data/${encodeURIComponent(id)}/beats?version=${version}` : '';
  const fetchBeats = useCallback(
    async (signal: AbortSignal) =>
      address === '' ? null : decodeBeats(new Uint8Array(await getBytes(address, signal))),
    [address],
  );
  return useWindow(address, fetchBeats);
}
