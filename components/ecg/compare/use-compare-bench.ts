'use client';

import { useDeferredValue, useMemo } from 'react';
import type { WindowState } from '@/components/charts/use-window';
import type { Shortcuts } from '@/components/ui/use-shortcuts';
import { type PlacedLayout, placeLayout, visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { layoutsFor } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { Recording } from '@/lib/recordings/contracts';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { panKeys, viewKeys } from '../ecg-keys';
import { useEcgTraces } from '../paper/use-ecg-traces';
import { type EcgView, useEcgView } from '../paper/use-ecg-view';
import { medianOfTraces, type TraceMedianResult } from './median-of-traces';

/** One of two compared ECGs, as it stands on its paper. */
export interface ComparedSide {
  recording: Recording;
  placed: PlacedLayout;
  columns: 'continuous' | 'simultaneous';
  window: WindowState<ReadonlyMap<string, LeadTrace>>;
  /** Null while the samples are on their way. */
  median: TraceMedianResult | null;
}

/** Two ECGs at one scale; the view is the later one's, and the earlier follows it in everything. */
export interface CompareBench {
  view: EcgView;
  earlier: ComparedSide;
  later: ComparedSide;
  keys: Shortcuts;
}

/** Where the earlier ECG stands: the same layout where it has the leads, the same seconds, the same scale. */
function useFollower(recording: Recording, view: EcgView) {
  const { layout, single, speed, gains, time } = view;
  const cabrera = view.cabrera?.on ?? false;
  const own = useMemo(() => {
    const layouts = layoutsFor(rhythmLeads(recording), { cabrera, single });
    return layouts.find(({ id }) => id === layout.id) ?? layouts[0];
  }, [recording, cabrera, single, layout.id]);
  const fromMs = time.fromMs;
  return useMemo(() => {
    const shown = own ?? { id: 'none', label: '', columns: 'continuous' as const, rows: [] };
    const seconds = visibleTime(recording.duration_ms, fromMs, speed);
    return { time: seconds, columns: shown.columns, placed: placeLayout(shown, seconds, speed, gains) };
  }, [own, recording.duration_ms, fromMs, speed, gains]);
}

/** The median beat of what is on the paper; the traces are drawn before it is looked for. */
function useMedian(recording: Recording, traces: ReadonlyMap<string, LeadTrace> | null): TraceMedianResult | null {
  const drawn = useDeferredValue(traces, null);
  return useMemo(() => drawn && medianOfTraces(rhythmLeads(recording), drawn), [recording, drawn]);
}

/** Median beats as the device sent them (a comparison makes its own, of both alike), and the size of a calibrated screen. */
const NOT_HERE = new Set(['b', 'z']);

/**
 * Two ECGs at one scale.
 * @param availablePx width of one side's card in CSS pixels
 */
export function useCompareBench(earlier: Recording, later: Recording, availablePx: number): CompareBench {
  // six rows of two, as beside a PDF: there is half of the page for it
  const view = useEcgView(later, availablePx, true, null);
  const follower = useFollower(earlier, view);
  const before = useEcgTraces(earlier, { time: follower.time, block: 'rhythm' }, availablePx, NO_FILTER);
  const after = useEcgTraces(later, { time: view.time, block: 'rhythm' }, availablePx, NO_FILTER);
  const medians = [useMedian(earlier, before.data), useMedian(later, after.data)] as const;
  const keys = Object.entries({ ...viewKeys(view), ...panKeys(view) }).filter(([key]) => !NOT_HERE.has(key));
  return {
    view,
    earlier: {
      recording: earlier,
      placed: follower.placed,
      columns: follower.columns,
      window: before,
      median: medians[0],
    },
    later: { recording: later, placed: view.placed, columns: view.layout.columns, window: after, median: medians[1] },
    keys: Object.fromEntries(keys),
  };
}
