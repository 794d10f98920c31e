'use client';

import { useCallback, useMemo } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { VisibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { INVERTED_AVR } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import type { Recording } from '@/lib/recordings/contracts';
import { type DisplayFilter, filterForDisplay, isFiltering } from '@/lib/signals/filter/display-filter';
import { decodeWindow } from '@/lib/signals/window-wire';
import type { Block } from './use-ecg-view';

/** Up to this many samples the whole recording is fetched at once, so that paging and speeds cost no request. */
const WHOLE_LIMIT = 500_000;

interface Request {
  fromMs: number;
  toMs: number;
  /** Pixel columns at hand; null asks for every sample. */
  width: number | null;
}

/** Fetched on both sides of a window: filters settle in it, and small steps ask for nothing new. */
const MARGIN_MS = 5000;
/** Windows begin and end on this grid, so that steps along a recording share them. */
const GRID_MS = 5000;

/** What to fetch for the seconds on the paper: the whole of a short recording, a window of a long one. */
export function windowToFetch(recording: Recording, time: VisibleTime, widthPx: number): Request {
  const perSecond = recording.channels
    .filter((channel) => channel.kind === 'rhythm')
    .reduce((sum, channel) => sum + channel.sampling_rate_hz, 0);
  const samples = (ms: number) => (perSecond * ms) / 1000;
  if (samples(recording.duration_ms) <= WHOLE_LIMIT) return { fromMs: 0, toMs: recording.duration_ms, width: null };
  const fromMs = Math.max(0, Math.floor((time.fromMs - MARGIN_MS) / GRID_MS) * GRID_MS);
  const toMs = Math.min(recording.duration_ms, Math.ceil((time.toMs + MARGIN_MS) / GRID_MS) * GRID_MS);
  return { fromMs, toMs, width: samples(toMs - fromMs) <= WHOLE_LIMIT ? null : Math.ceil(widthPx) };
}

/** A lead upside down. */
function inverted(trace: LeadTrace): LeadTrace {
  const negated = (values: Extract<LeadTrace, { kind: 'samples' }>['values']) => values.map((value) => -value);
  if (trace.kind === 'samples') return { ...trace, name: INVERTED_AVR, values: negated(trace.values) };
  return { ...trace, name: INVERTED_AVR, min: negated(trace.max), max: negated(trace.min) };
}

/** Leads to draw, by name: filtered as chosen, with aVR upside down for the Cabrera order. */
export function tracesToDraw(channels: readonly LeadTrace[], filter: DisplayFilter): ReadonlyMap<string, LeadTrace> {
  // What is no voltage has no place on paper in mV.
  const voltages = channels.filter(({ unit }) => unit === 'uV');
  const filtered = isFiltering(filter)
    ? voltages.map((trace): LeadTrace => {
        // Minima and maxima are no samples; whoever labels the paper says that they are drawn as recorded.
        if (trace.kind === 'minmax') return trace;
        return { ...trace, values: filterForDisplay(trace.values, filter, trace.sampling_rate_hz) };
      })
    : voltages;
  // A name two channels share is shown once, as the first of them.
  const traces = new Map(filtered.map((trace) => [trace.name, trace] as const).reverse());
  const right = traces.get('aVR');
  return right ? traces.set(INVERTED_AVR, inverted(right)) : traces;
}

/** Fetches the leads of a record for the seconds on the paper, by name, filtered for display. */
export function useEcgTraces(
  recording: Recording,
  { time, block }: { time: VisibleTime; block: Block },
  widthPx: number,
  filter: DisplayFilter,
): WindowState<ReadonlyMap<string, LeadTrace>> {
  const { fromMs, toMs, width } = windowToFetch(recording, time, widthPx);
  const query = new URLSearchParams({ block, version: String(recording.version) });
  if (block === 'rhythm') {
    query.set('from_ms', String(fromMs));
    query.set('to_ms', String(toMs));
    if (width !== null) query.set('width', String(width));
  }
  const path = `/api/ecg/data/${encodeURIComponent(recording.id)}/signals?${query}`;
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
