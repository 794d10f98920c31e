'use client';

import { useDeferredValue, useMemo } from 'react';
import type { WindowState } from '@/components/charts/use-window';
import type { Shortcuts } from '@/components/ui/use-shortcuts';
import { medianOfTraces, type TraceMedianResult } from '@/lib/ecg/domain/comparison/median-of-traces';
import {
  type PlacedLayout,
  placeLayout,
  timeWidthMm,
  type VisibleTime,
  visibleTime,
} from '@/lib/ecg/domain/paper/ecg-layout';
import { layoutsFor } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { Recording } from '@/lib/recordings/contracts';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { panKeys, viewKeys } from '../ecg-keys';
import { useEcgTraces } from '../paper/use-ecg-traces';
import { type EcgView, useEcgView } from '../paper/use-ecg-view';
import { pagingOf, type StripPaging } from '../use-ecg-bench';
import { sideFit } from './side-fit';

/** One of two compared ECGs, as it stands on its paper. */
export interface ComparedSide {
  recording: Recording;
  /** The seconds it shows; of simultaneous columns, those of each. */
  time: VisibleTime;
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
  /** Null where both are whole on the paper. */
  paging: StripPaging | null;
  keys: Shortcuts;
}

/** Where the earlier ECG stands: the same layout where it has the leads, the same seconds, the same scale. */
function useFollower(recording: Recording, view: EcgView, traceMm: number) {
  const { layout, single, speed, gains, time } = view;
  const cabrera = view.cabrera?.on ?? false;
  const own = useMemo(() => {
    const layouts = layoutsFor(rhythmLeads(recording), { cabrera, single });
    return layouts.find(({ id }) => id === layout.id) ?? layouts[0];
  }, [recording, cabrera, single, layout.id]);
  const fromMs = time.fromMs;
  return useMemo(() => {
    const shown = own ?? { id: 'none', label: '', columns: 'continuous' as const, rows: [] };
    const seconds = visibleTime(recording.duration_ms, fromMs, speed, timeWidthMm(shown, traceMm));
    return { time: seconds, columns: shown.columns, placed: placeLayout(shown, seconds, speed, gains, traceMm) };
  }, [own, recording.duration_ms, fromMs, speed, gains, traceMm]);
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
  const fit = sideFit(availablePx);
  // six rows of two, as beside a PDF: there is half of the page for it
  const view = useEcgView(later, availablePx, true, null, null, fit);
  const follower = useFollower(earlier, view, fit.traceMm);
  const before = useEcgTraces(earlier, { time: follower.time, block: 'rhythm' }, availablePx, NO_FILTER);
  const after = useEcgTraces(later, { time: view.time, block: 'rhythm' }, availablePx, NO_FILTER);
  const medians = [useMedian(earlier, before.data), useMedian(later, after.data)] as const;
  const keys = Object.entries({ ...viewKeys(view), ...panKeys(view) }).filter(([key]) => !NOT_HERE.has(key));
  return {
    view,
    earlier: { recording: earlier, ...follower, window: before, median: medians[0] },
    later: {
      ...{ recording: later, time: view.time, placed: view.placed, columns: view.layout.columns },
      ...{ window: after, median: medians[1] },
    },
    paging: pagingOf(view, later.duration_ms),
    keys: Object.fromEntries(keys),
  };
}
