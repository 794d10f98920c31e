import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';

/** A lane that is being dragged and the place it would take. */
export interface LaneDrag {
  id: string;
  from: number;
  to: number;
}

/** Further than this from where it began, a press is a drag. */
const DRAG_PX = 4;

/** The place of a dragged lane: how many of the other lanes' middles lie above the pointer. */
function placeAt(middles: readonly number[], from: number, y: number): number {
  return middles.filter((middle, index) => index !== from && middle < y).length;
}

/**
 * Dragging lanes by their labels. The lanes stay where they are until the pointer is let go; Escape leaves them there.
 * @param stack the element whose children with `data-lane` are the lanes, in order
 */
export function useLaneDrag(stack: RefObject<HTMLElement | null>, onMove: (id: string, to: number) => void) {
  const [drag, setDrag] = useState<LaneDrag | null>(null);
  const listening = useRef<AbortController | null>(null);
  useEffect(() => () => listening.current?.abort(), []);
  const grab = (id: string, from: number) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const lanes = [...(stack.current?.querySelectorAll('[data-lane]') ?? [])];
    const middles = lanes.map((lane) => lane.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
    const startY = event.clientY;
    let to: number | null = null;
    listening.current?.abort();
    const all = new AbortController();
    listening.current = all;
    const { signal } = all;
    const end = () => {
      all.abort();
      setDrag(null);
    };
    const follow = ({ clientY }: globalThis.PointerEvent) => {
      if (to === null && Math.abs(clientY - startY) < DRAG_PX) return;
      to = placeAt(middles, from, clientY);
      setDrag({ id, from, to });
    };
    const letGo = () => {
      if (to !== null && to !== from) onMove(id, to);
      end();
    };
    window.addEventListener('pointermove', follow, { signal });
    window.addEventListener('pointerup', letGo, { signal });
    window.addEventListener('pointercancel', end, { signal });
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal });
  };
  return { drag, grab };
}
