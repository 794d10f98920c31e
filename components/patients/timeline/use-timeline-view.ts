'use client';

import { useMemo, useState } from 'react';
import { nightAt, type TimelineModel } from '@/lib/patients/domain/timeline';
import type { View } from './lane-frame';

export const RANGES = [
  { id: '30', label: '30 d' },
  { id: '90', label: '90 d' },
  { id: 'all', label: 'All' },
] as const;
export type RangeId = (typeof RANGES)[number]['id'];

const LEAST_DAYS = 3;

/** Which part of the timeline is shown and where its cursor stands. */
export interface TimelineView {
  view: View;
  /** The chosen range; null while a part of it is zoomed into. */
  range: RangeId | null;
  /** Day number of the night the cursor stands on. */
  cursor: number;
  setCursor: (day: number) => void;
  /** Moves the cursor by nights; what is shown follows it. */
  move: (days: number) => void;
  choose: (range: RangeId) => void;
  zoom: (from: number, to: number) => void;
  reset: () => void;
}

function viewOf(model: TimelineModel, range: RangeId): View {
  const from = range === 'all' ? model.from : Math.max(model.from, model.to - Number(range));
  return { from: Math.min(from, model.to - LEAST_DAYS), to: model.to };
}

/** The night with the newest record: where the cursor starts. */
function newestDay(model: TimelineModel): number {
  const night = model.nights.at(-1)?.day ?? Number.NEGATIVE_INFINITY;
  const ecg = model.ecgs.at(-1);
  const newest = Math.max(night, ecg ? nightAt(ecg.position) : Number.NEGATIVE_INFINITY);
  return Number.isFinite(newest) ? newest : nightAt(model.to);
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/**
 * Keeps range, zoom and cursor of a timeline.
 * @param shown what is shown at first and after a reset; the newest 90 days unless given
 */
export function useTimelineView(model: TimelineModel, shown: View | null = null): TimelineView {
  const [range, setRange] = useState<RangeId>('90');
  const [zoomed, setZoomed] = useState<View | null>(shown);
  const [cursor, setCursor] = useState(() => newestDay(model));
  // the same object until it changes: lanes are drawn anew for another one
  const view = useMemo(() => zoomed ?? viewOf(model, range), [zoomed, model, range]);
  const [first, last] = [nightAt(model.from), nightAt(model.to)];
  const place = (day: number) => {
    const next = within(day, first, last);
    setCursor(next);
    const shift = next + 1 < view.from ? next + 0.5 - view.from : next + 1 > view.to ? next + 1.5 - view.to : 0;
    if (shift !== 0) setZoomed({ from: view.from + shift, to: view.to + shift });
  };
  return {
    view,
    range: zoomed ? null : range,
    cursor,
    setCursor: (day) => setCursor(within(day, first, last)),
    move: (days) => place(cursor + days),
    choose: (next) => {
      setZoomed(null);
      setRange(next);
    },
    zoom: (from, to) => {
      const [low, high] = [Math.max(model.from, Math.min(from, to)), Math.min(model.to, Math.max(from, to))];
      const middle = (low + high) / 2;
      const half = Math.max(high - low, LEAST_DAYS) / 2;
      setZoomed({ from: middle - half, to: middle + half });
    },
    reset: () => setZoomed(shown),
  };
}
