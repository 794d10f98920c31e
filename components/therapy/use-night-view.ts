'use client';

import { type Dispatch, type SetStateAction, useMemo, useState } from 'react';
import { type CursorStore, createCursorStore } from '@/components/charts/lanes/cursor-store';
import type { DeviceClock } from '@/components/charts/lanes/device-clock';
import { spanOf, type TimeView, viewAround, viewFrom, withMoment, zoomAt } from '@/components/charts/lanes/time-view';
import { LONGEST_TRACE_VIEW_MS } from '@/components/correlation/ecg-window';
import type { Night } from '@/lib/therapy/contracts';

/** Around the sessions this much of the night is shown, as a part of its length. */
const MARGIN = 0.02;
const LEAST_MARGIN_MS = 60_000;
const ZOOM_STEP = 2;

/** The lanes' axis, cursor and the ways to move them. Stays the same while the view changes. */
export interface NightControls {
  whole: TimeView;
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

/** Where the cursor is, if it is on screen, else the middle of the screen. */
function focusOf(view: TimeView, cursor: CursorStore): number {
  const at = cursor.get();
  return at >= view.fromMs && at <= view.toMs ? at : (view.fromMs + view.toMs) / 2;
}

function controlsOf(night: Night, setView: Dispatch<SetStateAction<TimeView>>, openAtMs: number | null): NightControls {
  const whole = wholeOf(night);
  const cursor = createCursorStore(openAtMs ?? Date.parse(night.start));
  return {
    whole,
    setView,
    cursor,
    clock: night.clock.map(({ at, utc_offset_minutes }) => ({
      atMs: Date.parse(at),
      utcOffsetMinutes: utc_offset_minutes,
    })),
    sessions: night.sessions.map(({ start, end }) => ({ fromMs: Date.parse(start), toMs: Date.parse(end) })),
    showSpan: (spanMs) =>
      setView((view) => (spanMs === null ? whole : viewAround(focusOf(view, cursor), spanMs, whole))),
    zoom: (direction) =>
      setView((view) => zoomAt(view, direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP, focusOf(view, cursor), whole)),
    goTo: (ms) => {
      cursor.set(ms);
      setView((view) => (spanOf(view) >= spanOf(whole) ? view : withMoment(view, ms, whole)));
    },
  };
}

/**
 * What part of a night is on screen, and what moves it. A night has one viewer: another one begins anew.
 * @param openAtMs where the cursor stands at first, with a minute to either side around it; null: at the night's start, all of it
 */
export function useNightView(night: Night, openAtMs: number | null): { view: TimeView; controls: NightControls } {
  const [view, setView] = useState(() =>
    openAtMs === null ? wholeOf(night) : viewAround(openAtMs, LONGEST_TRACE_VIEW_MS, wholeOf(night)),
  );
  const controls = useMemo(() => controlsOf(night, setView, openAtMs), [night, openAtMs]);
  return { view, controls };
}

/** A view that shows a session and a little around it. */
export function sessionView(fromMs: number, toMs: number, whole: TimeView): TimeView {
  const margin = (toMs - fromMs) * MARGIN;
  return viewFrom(fromMs - margin, toMs - fromMs + 2 * margin, whole);
}
