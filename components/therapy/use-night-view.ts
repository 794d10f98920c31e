'use client';

import { useMemo, useState } from 'react';
import { type CursorStore, createCursorStore } from '@/components/charts/lanes/cursor-store';
import type { DeviceClock } from '@/components/charts/lanes/device-clock';
import { spanOf, type TimeView, viewAround, viewFrom, withMoment, zoomAt } from '@/components/charts/lanes/time-view';
import type { Night } from '@/lib/therapy/contracts';

/** Around the sessions this much of the night is shown, as a part of its length. */
const MARGIN = 0.02;
const LEAST_MARGIN_MS = 60_000;
const ZOOM_STEP = 2;

/** What part of the night is on screen, and the ways to change it. */
export interface NightView {
  whole: TimeView;
  view: TimeView;
  setView: (view: TimeView) => void;
  cursor: CursorStore;
  clock: DeviceClock;
  /** Where the mask was on. */
  sessions: { fromMs: number; toMs: number }[];
  /** Shows this much time around the cursor; null the whole night. */
  showSpan: (spanMs: number | null) => void;
  zoom: (direction: 'in' | 'out') => void;
  /** Puts the cursor to a moment and brings it on screen. */
  goTo: (ms: number) => void;
}

/** The stretch of time a night's lanes show. */
export function wholeOf(night: Pick<Night, 'start' | 'end'>): TimeView {
  const [fromMs, toMs] = [Date.parse(night.start), Date.parse(night.end)];
  const margin = Math.max(LEAST_MARGIN_MS, (toMs - fromMs) * MARGIN);
  return { fromMs: fromMs - margin, toMs: toMs + margin };
}

/** State of the lanes of a night. */
export function useNightView(night: Night): NightView {
  const whole = useMemo(() => wholeOf(night), [night]);
  const [view, setView] = useState(whole);
  const [cursor] = useState(() => createCursorStore(Date.parse(night.start)));
  const clock = useMemo(
    () =>
      night.clock.map(({ at, utc_offset_minutes }) => ({ atMs: Date.parse(at), utcOffsetMinutes: utc_offset_minutes })),
    [night],
  );
  const sessions = useMemo(
    () => night.sessions.map(({ start, end }) => ({ fromMs: Date.parse(start), toMs: Date.parse(end) })),
    [night],
  );
  const middle = () => {
    const at = cursor.get();
    return at >= view.fromMs && at <= view.toMs ? at : (view.fromMs + view.toMs) / 2;
  };
  return {
    whole,
    view,
    setView,
    cursor,
    clock,
    sessions,
    showSpan: (spanMs) => setView(spanMs === null ? whole : viewAround(middle(), spanMs, whole)),
    zoom: (direction) => setView(zoomAt(view, direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP, middle(), whole)),
    goTo: (ms) => {
      cursor.set(ms);
      setView(spanOf(view) >= spanOf(whole) ? view : withMoment(view, ms, whole));
    },
  };
}

/** A view that shows a session and a little around it. */
export function sessionView(fromMs: number, toMs: number, whole: TimeView): TimeView {
  const margin = (toMs - fromMs) * MARGIN;
  return viewFrom(fromMs - margin, toMs - fromMs + 2 * margin, whole);
}
