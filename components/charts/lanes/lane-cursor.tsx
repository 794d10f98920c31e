'use client';

import { VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState, useSyncExternalStore } from 'react';
import type { CursorStore } from './cursor-store';
import { clockText, type DeviceClock } from './device-clock';
import classes from './lane-stack.module.css';
import { spanOf, type TimeView } from './time-view';

/** The moment the cursor stands at. */
export function useCursor(cursor: CursorStore): number {
  return useSyncExternalStore(cursor.subscribe, cursor.get, cursor.get);
}

interface LaneCursorProps {
  cursor: CursorStore;
  frame: { view: TimeView; width: number };
  whole: TimeView;
  clock: DeviceClock;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The one line over all lanes, with its time; a slider for the keyboard and for those who do not see it. */
export function LaneCursor({ cursor, frame, whole, clock, onKeyDown }: LaneCursorProps) {
  const { view, width } = frame;
  const at = useCursor(cursor);
  const x = ((at - view.fromMs) / spanOf(view)) * width;
  const time = clockText(clock, at, true);
  return (
    <div
      className={classes.cursor}
      role="slider"
      tabIndex={0}
      onKeyDown={onKeyDown}
      aria-label="Time cursor"
      aria-valuemin={0}
      aria-valuemax={Math.round(spanOf(whole) / 1000)}
      aria-valuenow={Math.round((at - whole.fromMs) / 1000)}
      aria-valuetext={`${time}, device local`}
      data-outside={x < 0 || x > width || undefined}
      style={{ transform: `translateX(${Math.min(width, Math.max(0, x))}px)` }}
    >
      <span className={classes.cursorTime} data-edge={x < 34 ? 'start' : x > width - 34 ? 'end' : undefined}>
        {time}
      </span>
    </div>
  );
}

/** The time at the cursor, for the head of the value gutter. */
export function CursorTime({ cursor, clock }: { cursor: CursorStore; clock: DeviceClock }) {
  return <>{clockText(clock, useCursor(cursor), true)}</>;
}

interface LaneValueProps {
  cursor: CursorStore;
  /** The value at a moment as it is read; must be stable while the data is the same. */
  read: (ms: number) => string;
}

/** The value at the cursor. */
export function LaneValue({ cursor, read }: LaneValueProps) {
  const text = useSyncExternalStore(
    cursor.subscribe,
    () => read(cursor.get()),
    () => read(cursor.get()),
  );
  return <b>{text}</b>;
}

const SAY_EVERY_MS = 500;

/** Says the values at the cursor, at most twice a second and only once it rests. */
export function CursorReadout({ cursor, read }: LaneValueProps) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = cursor.subscribe(() => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => setSaid(read(cursor.get())), SAY_EVERY_MS);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [cursor, read]);
  return (
    <VisuallyHidden aria-live="polite" role="status" aria-label="Values at the cursor">
      {said}
    </VisuallyHidden>
  );
}
