'use client';

import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { nightAt, type PlacedEcg, type TimelineModel } from '@/lib/patients/domain/timeline';
import { positionOf, xOf } from './lane-frame';
import type { TimelineView } from './use-timeline-view';

/** A pointer that moved less than this has clicked, not dragged. */
const DRAG_PX = 6;
const ECG_REACH_PX = 8;
/** A click waits this long for the second one of a double click. */
const DOUBLE_CLICK_MS = 250;

/** The ECG nearest to a pixel, within reach of a pointer. */
function ecgNear(
  model: TimelineModel,
  place: { view: TimelineView['view']; width: number },
  x: number,
): PlacedEcg | null {
  let nearest: PlacedEcg | null = null;
  let least = ECG_REACH_PX;
  for (const placed of model.ecgs) {
    const distance = Math.abs(xOf(place, placed.position) - x);
    if (distance <= least) {
      nearest = placed;
      least = distance;
    }
  }
  return nearest;
}

/** A click that counts only when no second one follows, and not after its page is gone. */
function useSingleClick() {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const forget = () => clearTimeout(timer.current);
  return {
    forget,
    wait: (run: () => void) => {
      forget();
      timer.current = setTimeout(run, DOUBLE_CLICK_MS);
    },
  };
}

/**
 * Pointer over the lanes: moving reads, dragging zooms, a double click shows the range again, a click opens the record
 * under it. A finger only reads: what it would open stands as a link below the lanes.
 */
export function usePlotPointer(
  model: TimelineModel,
  timeline: TimelineView,
  width: number,
  openAt: (ecg: PlacedEcg | null, day: number) => void,
) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const click = useSingleClick();
  const xIn = (event: PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const place = { view: timeline.view, width };
  return {
    drag: drag && Math.abs(drag.to - drag.from) > DRAG_PX ? drag : null,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        setDrag({ from: xIn(event), to: xIn(event) });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const x = xIn(event);
        timeline.setCursor(nightAt(positionOf(timeline.view, width, x)));
        if (drag) setDrag({ ...drag, to: x });
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const x = xIn(event);
        const day = nightAt(positionOf(timeline.view, width, x));
        timeline.setCursor(day);
        if (!drag) return;
        setDrag(null);
        if (Math.abs(x - drag.from) > DRAG_PX) {
          timeline.zoom(positionOf(timeline.view, width, drag.from), positionOf(timeline.view, width, x));
          return;
        }
        const ecg = ecgNear(model, place, x);
        click.wait(() => openAt(ecg, day));
      },
      onPointerLeave: () => setDrag(null),
      onDoubleClick: () => {
        click.forget();
        timeline.reset();
      },
    },
  };
}
