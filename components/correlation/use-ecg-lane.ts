'use client';

import { useCallback, useMemo } from 'react';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import { useWindow } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { decodeWindow } from '@/lib/signals/window-wire';
import { type EcgTraces, ecgWindowAddress, NO_TRACES, spanOfEcg, tracesOf } from './ecg-window';

/** An ECG recorded during a night, with what of it is on screen. */
export interface EcgOnAxis {
  ecg: NightEcg;
  traces: EcgTraces;
  spanMs: number;
  failed: boolean;
}

/** Of several ECGs during a night, the longest has the lane; the others stand in the list. */
function shownOf(ecgs: readonly NightEcg[]): NightEcg | null {
  const during = ecgs.filter(({ recording }) => recording.link?.kind === 'during');
  const length = (ecg: NightEcg) => spanOfEcg(ecg).toMs - spanOfEcg(ecg).fromMs;
  return during.reduce<NightEcg | null>((best, ecg) => (best && length(best) >= length(ecg) ? best : ecg), null);
}

/** Fetches what of the night's ECG is on screen; null where none was recorded during it. */
export function useEcgLane(ecgs: readonly NightEcg[], view: TimeView): EcgOnAxis | null {
  const ecg = useMemo(() => shownOf(ecgs), [ecgs]);
  const address = ecg ? ecgWindowAddress(ecg, view) : '';
  const fetchWindow = useCallback(
    async (signal: AbortSignal) => (address === '' ? null : decodeWindow(await getBytes(address, signal))),
    [address],
  );
  const { data, error } = useWindow(address, fetchWindow);
  const traces = useMemo(() => (ecg && address !== '' ? tracesOf(ecg, data) : NO_TRACES), [ecg, address, data]);
  const spanMs = spanOf(view);
  return useMemo(() => ecg && { ecg, traces, spanMs, failed: error !== null }, [ecg, traces, spanMs, error]);
}
