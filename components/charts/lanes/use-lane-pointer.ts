'use client';

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { CursorStore } from './cursor-store';
import { panBy, spanOf, type TimeView, viewFrom, zoomAt } from './time-view';

/** A pointer that moved less is a click. */
const CLICK_PX = 4;
const WHEEL_ZOOM = 1.0015;

interface PointerSetting {
  area: RefObject<HTMLElement | null>;
  view: TimeView;
  whole: TimeView;
  width: number;
  cursor: CursorStore;
  onView: (view: TimeView) => void;
}

interface Drag {
  kind: 'select' | 'pan';
  fromX: number;
  view: TimeView;
}

/** A selection under way, in CSS pixels of the lanes. */
export interface Selection {
  left: number;
  width: number;
}

/** Zoom with Ctrl and the wheel (or a pinch), pan with a horizontal or Shift wheel. Not passive, so listened to here. */
function useWheel(setting: PointerSetting): void {
  const latest = useRef(setting);
  useEffect(() => {
    latest.current = setting;
  });
  const { area } = setting;
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const { view, whole, width, onView } = latest.current;
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.ctrlKey) {
        const at = view.fromMs + ((event.clientX - element.getBoundingClientRect().left) / width) * spanOf(view);
        onView(zoomAt(view, WHEEL_ZOOM ** event.deltaY, at, whole));
      } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        onView(panBy(view, (sideways / width) * spanOf(view), whole));
      } else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [area]);
}

function spanned(from: Drag, x: number): Selection {
  return { left: Math.min(from.fromX, x), width: Math.abs(x - from.fromX) };
}

/** Moments and pixels of the lanes under a pointer. */
function placesOf({ area, view, width }: PointerSetting) {
  return {
    xIn: (event: PointerEvent) => {
      const left = area.current?.getBoundingClientRect().left ?? 0;
      return Math.min(width, Math.max(0, event.clientX - left));
    },
    momentAt: (x: number) => view.fromMs + (x / width) * spanOf(view),
  };
}

/**
 * What a mouse or a finger does on the lanes: a click puts the cursor, the mouse over them moves it, a drag zooms to
 * what it spans; a finger's drag pans, and so does any drag on the time axis.
 */
export function useLanePointer(setting: PointerSetting) {
  const { view, whole, width, cursor, onView } = setting;
  const drag = useRef<Drag | null>(null);
  const [selection, setSelection] = useState<Selection | null>(null);
  useWheel(setting);
  const { xIn, momentAt } = placesOf(setting);

  const follow = (current: Drag, x: number) => {
    if (current.kind === 'select') setSelection(spanned(current, x));
    else onView(panBy(current.view, ((current.fromX - x) / width) * spanOf(current.view), whole));
  };
  const finish = (current: Drag, x: number) => {
    const { left, width: wide } = spanned(current, x);
    if (wide < CLICK_PX) cursor.set(momentAt(x));
    else if (current.kind === 'select') onView(viewFrom(momentAt(left), (wide / width) * spanOf(view), whole));
  };
  const stop = () => {
    drag.current = null;
    setSelection(null);
  };
  return {
    selection,
    begin: (kind: Drag['kind']) => (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { kind: event.pointerType === 'mouse' ? kind : 'pan', fromX: xIn(event), view };
    },
    move: (event: PointerEvent) => {
      if (drag.current) follow(drag.current, xIn(event));
      else if (event.pointerType === 'mouse') cursor.set(momentAt(xIn(event)));
    },
    end: (event: PointerEvent) => {
      if (drag.current) finish(drag.current, xIn(event));
      stop();
    },
    cancel: stop,
  };
}
