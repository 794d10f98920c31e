'use client';

import { useCallback, useMemo } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';
import { decodeWindow } from '@/lib/signals/window-wire';
import type { VisibleTime } from './ecg-layout';
import type { LeadTrace } from './lead-trace';

/** Up to this many samples the whole recording is fetched at once, so that paging and speeds cost no request. */
const WHOLE_LIMIT = 500_000;

interface Request {
  fromMs: number;
  toMs: number;
  /** Pixel columns at hand; null asks for every sample. */
  width: number | null;
}

/** What to fetch for the seconds on the paper: the whole of a short recording, a window of a long one. */
export function windowToFetch(recording: Recording, time: VisibleTime, widthPx: number): Request {
  const perSecond = recording.channels
    .filter((channel) => channel.kind === 'rhythm')
    .reduce((sum, channel) => sum + channel.sampling_rate_hz, 0);
  const samples = (ms: number) => (perSecond * ms) / 1000;
  if (samples(recording.duration_ms) <= WHOLE_LIMIT) return { fromMs: 0, toMs: recording.duration_ms, width: null };
  const fromMs = Math.floor(time.fromMs);
  const toMs = Math.ceil(time.toMs);
  return { fromMs, toMs, width: samples(toMs - fromMs) <= WHOLE_LIMIT ? null : Math.ceil(widthPx) };
}

/** Fetches the rhythm leads of a record for the seconds on the paper, by name. */
export function useEcgTraces(
  recording: Recording,
  time: VisibleTime,
  widthPx: number,
): WindowState<ReadonlyMap<string, LeadTrace>> {
  const { fromMs, toMs, width } = windowToFetch(recording, time, widthPx);
  const query = new URLSearchParams({
    from_ms: String(fromMs),
    to_ms: String(toMs),
    block: 'rhythm',
    version: String(recording.version),
  });
  if (width !== null) query.set('width', String(width));
  const path = `/api/ecg/data/${encodeURIComponent(recording.id)}/signals?${query}`;
  const fetchWindow = useCallback(async (signal: AbortSignal) => decodeWindow(await getBytes(path, signal)), [path]);
  const { data, loading, error, retry } = useWindow(path, fetchWindow);
  // A name two channels share is shown once, as the first of them. What is no voltage has no place on paper in mV.
  const traces = useMemo(() => {
    const voltages = data?.channels.filter(({ unit }) => unit === 'uV');
    return voltages ? new Map(voltages.map((channel) => [channel.name, channel] as const).reverse()) : null;
  }, [data]);
  return { data: traces, loading, error, retry };
}
