'use client';

import { useCallback, useMemo } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { VisibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import type { Recording } from '@/lib/recordings/contracts';
import type { DisplayFilter } from '@/lib/signals/filter/display-filter';
import { decodeWindow } from '@/lib/signals/window-wire';
import { tracesToDraw } from './leads-to-draw';
import { signalsPath, windowToFetch } from './signals-path';
import type { Block } from './use-ecg-view';

/** Fetches the leads of a record for the seconds on the paper, by name, filtered for display. */
export function useEcgTraces(
  recording: Recording,
  { time, block }: { time: VisibleTime; block: Block },
  widthPx: number,
  filter: DisplayFilter,
): WindowState<ReadonlyMap<string, LeadTrace>> {
  const path = signalsPath(recording, block, windowToFetch(recording, time, widthPx));
  const fetchWindow = useCallback(
    async (signal: AbortSignal) => ({ block, window: decodeWindow(await getBytes(path, signal)) }),
    [path, block],
  );
  const { data, loading, error, retry } = useWindow(path, fetchWindow);
  // What is still there of the other block is not drawn: a rhythm must not stand for a median beat for a moment.
  const window = data?.block === block ? data.window : null;
  const traces = useMemo(() => (window ? tracesToDraw(window.channels, filter) : null), [window, filter]);
  return { data: traces, loading, error, retry };
}
