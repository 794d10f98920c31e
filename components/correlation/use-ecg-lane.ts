'use client';

import { useCallback, useMemo } from 'react';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import { useWindow } from '@/components/charts/use-window';
import { useBeats } from '@/components/ecg/long/use-beats';
import { getBytes } from '@/lib/client/api';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { decodeWindow } from '@/lib/signals/window-wire';
import {
  type EcgTraces,
  ecgBeatsAddress,
  ecgWindowAddress,
  lengthOnScreen,
  NO_TRACES,
  spanOfEcg,
  storedRateOf,
  tracesOf,
} from './ecg-window';

/** The ECGs recorded during a night, and what of one of them is on screen. */
export interface EcgOnAxis {
  /** The one whose trace is shown. */
  ecg: NightEcg;
  /** When each was recorded. */
  all: readonly NightEcg[];
  traces: EcgTraces;
  /** How much of it is on screen. */
  seenMs: number;
  spanMs: number;
  failed: boolean;
}

/** The one of several that fills most of the screen; where none is on it, the longest. */
function shownOf(ecgs: readonly NightEcg[], view: TimeView): NightEcg | null {
  const shown = ecgs.map((ecg) => {
    const { fromMs, toMs } = spanOfEcg(ecg);
    return { ecg, lengthMs: toMs - fromMs, seenMs: lengthOnScreen(ecg, view) };
  });
  shown.sort((a, b) => b.seenMs - a.seenMs || b.lengthMs - a.lengthMs);
  return shown[0]?.ecg ?? null;
}

/** The heart rate of an ECG over the whole night, where its beats are stored: fetched once, whatever is on screen. */
function useStoredRate(ecg: NightEcg | null, whole: TimeView) {
  const { data, error } = useBeats(ecg && ecgBeatsAddress(ecg, whole));
  const stored = useMemo(() => (ecg && data ? storedRateOf(ecg, data) : null), [ecg, data]);
  return { stored, failed: error !== null };
}

/**
 * Fetches what of the night's ECG is on screen; null where none was recorded during it.
 * @param whole the stretch of time the night's lanes can show
 */
export function useEcgLane(ecgs: readonly NightEcg[], view: TimeView, whole: TimeView): EcgOnAxis | null {
  const all = useMemo(() => ecgs.filter(({ recording }) => recording.link?.kind === 'during'), [ecgs]);
  const ecg = shownOf(all, view);
  const id = ecg?.recording.id;
  const { stored, failed } = useStoredRate(ecg, whole);
  const address = ecg ? ecgWindowAddress(ecg, view) : '';
  const fetchWindow = useCallback(
    async (signal: AbortSignal) =>
      address === '' ? null : { id, window: decodeWindow(await getBytes(address, signal)) },
    [address, id],
  );
  const { data, error } = useWindow(address, fetchWindow);
  // while the next window is on its way the last one stays, but never that of another ECG
  const window = address !== '' && data?.id === id ? data?.window : null;
  const traces = useMemo(
    () => ({ ...(ecg && window ? tracesOf(ecg, window) : NO_TRACES), ...stored }),
    [ecg, window, stored],
  );
  const spanMs = spanOf(view);
  const seenMs = ecg ? lengthOnScreen(ecg, view) : 0;
  const anyFailed = failed || error !== null;
  return useMemo(
    () => ecg && { ecg, all, traces, seenMs, spanMs, failed: anyFailed },
    [ecg, all, traces, seenMs, spanMs, anyFailed],
  );
}
