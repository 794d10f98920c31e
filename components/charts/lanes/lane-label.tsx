'use client';

import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import classes from './lane-stack.module.css';

interface LaneLabelProps {
  label: string;
  caption: string;
  /** CSS colour of its mark; null for a lane of several. */
  color: string | null;
  index: number;
  /** Puts the lane to another place. */
  onMove: (to: number) => void;
  onGrab: (event: PointerEvent<HTMLElement>) => void;
}

/** Name of a lane, by which it is moved: dragged, or with the arrow keys while it has the focus. */
export function LaneLabel({ label, caption, color, index, onMove, onGrab }: LaneLabelProps) {
  const button = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    // a row that changes its place in the page loses the focus
    if (moved.current && index >= 0) button.current?.focus();
    moved.current = false;
  }, [index]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    moved.current = true;
    onMove(index + by);
  };
  return (
    <div className={classes.label}>
      <button
        ref={button}
        type="button"
        className={classes.handle}
        aria-label={`${label}, lane ${index + 1}: arrow keys move it`}
        title="Drag, or arrow keys up and down, to move this lane"
        onKeyDown={onKeyDown}
        onPointerDown={onGrab}
      >
        {color && <i className={classes.mark} style={{ background: color }} />}
        {label}
      </button>
      <span>{caption}</span>
    </div>
  );
}
