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
import { signalsPath, windowToFetch } from './signals-path';
import type { Block } from './use-ecg-view';

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
