'use client';

import { useCallback, useMemo } from 'react';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import { useWindow } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { decodeWindow } from '@/lib/signals/window-wire';
import { type EcgTraces, ecgWindowAddress, NO_TRACES, spanOfEcg, tracesOf } from './ecg-window';

/** The ECGs recorded during a night, and what of one of them is on screen. */
export interface EcgOnAxis {
  /** The one whose trace is shown. */
  ecg: NightEcg;
  /** When each was recorded. */
  all: readonly NightEcg[];
  traces: EcgTraces;
  spanMs: number;
  failed: boolean;
}

/** The one of several that fills most of the screen; where none is on it, the longest. */
function shownOf(ecgs: readonly NightEcg[], view: TimeView): NightEcg | null {
  const shown = ecgs.map((ecg) => {
    const { fromMs, toMs } = spanOfEcg(ecg);
    return { ecg, lengthMs: toMs - fromMs, seenMs: Math.min(toMs, view.toMs) - Math.max(fromMs, view.fromMs) };
  });
  shown.sort((a, b) => Math.max(0, b.seenMs) - Math.max(0, a.seenMs) || b.lengthMs - a.lengthMs);
  return shown[0]?.ecg ?? null;
}

/** Fetches what of the night's ECG is on screen; null where none was recorded during it. */
export function useEcgLane(ecgs: readonly NightEcg[], view: TimeView): EcgOnAxis | null {
  const all = useMemo(() => ecgs.filter(({ recording }) => recording.link?.kind === 'during'), [ecgs]);
  const ecg = shownOf(all, view);
  const id = ecg?.recording.id;
  const address = ecg ? ecgWindowAddress(ecg, view) : '';
  const fetchWindow = useCallback(
    async (signal: AbortSignal) =>
      address === '' ? null : { id, window: decodeWindow(await getBytes(address, signal)) },
    [address, id],
  );
  const { data, error } = useWindow(address, fetchWindow);
  // while the next window is on its way the last one stays, but never that of another ECG
  const window = address !== '' && data?.id === id ? data?.window : null;
  const traces = useMemo(() => (ecg && window ? tracesOf(ecg, window) : NO_TRACES), [ecg, window]);
  const spanMs = spanOf(view);
  return useMemo(() => ecg && { ecg, all, traces, spanMs, failed: error !== null }, [ecg, all, traces, spanMs, error]);
}
