'use client';

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { RecordingClock } from '../recording-clock';
import classes from './overview.module.css';

/** While the frame is dragged the window follows so often at most; each step may ask for samples. */
const FOLLOW_MS = 120;
const LEAST_PX = 5;
const PAGES = 10;

interface WindowFrameProps {
  durationMs: number;
  /** The window on the paper. */
  fromMs: number;
  toMs: number;
  width: number;
  height: number;
  clock: RecordingClock;
  /** Moves the window's start. */
  onGo: (fromMs: number) => void;
}

/** How far a key moves the window; null for keys that do not. */
function stepOf(key: string, { durationMs, fromMs, toMs }: WindowFrameProps): number | null {
  const page = toMs - fromMs;
  const steps: Record<string, number> = {
    ArrowLeft: -page,
    ArrowDown: -page,
    ArrowRight: page,
    ArrowUp: page,
    PageDown: PAGES * page,
    PageUp: -PAGES * page,
    Home: -durationMs,
    End: durationMs,
  };
  return steps[key] ?? null;
}

/** Where a drag holds the window, and the window following it not too often. */
function useDrag({ durationMs, fromMs, toMs, width, onGo }: WindowFrameProps) {
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const grip = useRef(0);
  const followed = useRef(Number.NEGATIVE_INFINITY);
  const msOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - box.left) / width) * durationMs;
  };
  const held = (event: PointerEvent<HTMLElement>) =>
    Math.min(durationMs - (toMs - fromMs), Math.max(0, msOf(event) - grip.current));
  const down = (event: PointerEvent<HTMLElement>) => {
    const ms = msOf(event);
    // a frame that is taken moves with the pointer; elsewhere the window is centred on it
    grip.current = ms >= fromMs && ms <= toMs ? ms - fromMs : (toMs - fromMs) / 2;
    event.currentTarget.setPointerCapture(event.pointerId);
    setHeldMs(held(event));
    onGo(held(event));
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (heldMs === null) return;
    setHeldMs(held(event));
    if (event.timeStamp - followed.current < FOLLOW_MS) return;
    followed.current = event.timeStamp;
    onGo(held(event));
  };
  const up = (event: PointerEvent<HTMLElement>) => {
    if (heldMs === null) return;
    onGo(held(event));
    setHeldMs(null);
  };
  return { heldMs, down, move, up, cancel: () => setHeldMs(null) };
}

/** The window on the overview: click puts it there, drag moves it, keys step it. */
export function WindowFrame(props: WindowFrameProps) {
  const { durationMs, fromMs, toMs, width, height, clock, onGo } = props;
  const { heldMs, down, move, up, cancel } = useDrag(props);
  const area = useRef<HTMLDivElement>(null);
  const shownMs = heldMs ?? fromMs;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.ctrlKey || event.altKey || event.metaKey ? null : stepOf(event.key, props);
    if (step === null) return;
    event.preventDefault();
    onGo(fromMs + step);
  };
  useEffect(() => {
    const element = area.current;
    // a vertical swipe still scrolls the page, a horizontal one moves the window
    if (element) element.style.touchAction = 'pan-y';
  }, []);
  const size = Math.max(LEAST_PX, ((toMs - fromMs) / durationMs) * width);
  const left = Math.min(width - size, (shownMs / durationMs) * width);
  return (
    <div
      ref={area}
      className={classes.area}
      style={{ height }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
    >
      <div
        role="slider"
        tabIndex={0}
        aria-label="Window on the paper"
        aria-valuemin={0}
        aria-valuemax={Math.round((durationMs - (toMs - fromMs)) / 1000)}
        aria-valuenow={Math.round(shownMs / 1000)}
        aria-valuetext={`${clock.text(shownMs)} to ${clock.text(shownMs + toMs - fromMs)}`}
        className={classes.frame}
        style={{ left, width: size, height }}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
