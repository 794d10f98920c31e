'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { type Calibration, type Display, parseCalibration, validOn } from './calibration';

const STORAGE_KEY = 'nightbeat-screen-calibration';
const CHANGED = 'nightbeat-screen-calibration-changed';

/** The display the window is on. `availLeft` and `availTop` are there in all desktop browsers but in no standard. */
function currentDisplay(): Display {
  const screen: Screen & { availLeft?: number; availTop?: number } = window.screen;
  const { width, height, availLeft = 0, availTop = 0 } = screen;
  return { devicePixelRatio: window.devicePixelRatio, width, height, left: availLeft, top: availTop };
}

/** What decides: the display and what is kept, as one text that is equal as long as nothing changed. */
function snapshot(): string {
  let kept: string | null = null;
  try {
    kept = window.localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage can be closed to us (private windows); nothing is calibrated then.
  }
  return JSON.stringify({ display: currentDisplay(), kept });
}

/** A window moved to another monitor tells nobody in every browser, so each return of the pointer or focus asks again. */
const SIGNS = [CHANGED, 'storage', 'resize', 'focus', 'pointerover'] as const;

function subscribe(onChange: () => void): () => void {
  let before = snapshot();
  const look = () => {
    const now = snapshot();
    if (now !== before) onChange();
    before = now;
  };
  for (const sign of SIGNS) window.addEventListener(sign, look, { passive: true });
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, look);
  };
}

/** The calibration that holds on this display now, and how to keep a new one or forget it. */
export function useCalibration(): {
  calibration: Calibration | null;
  display: Display | null;
  keep: (calibration: Calibration | null) => void;
} {
  const state = useSyncExternalStore(subscribe, snapshot, () => null);
  const { calibration, display } = useMemo(() => {
    if (state === null) return { calibration: null, display: null };
    // our own snapshot, written above
    const { display: now, kept } = JSON.parse(state) as { display: Display; kept: string | null };
    return { calibration: validOn(parseCalibration(kept), now), display: now };
  }, [state]);
  const keep = (next: Calibration | null) => {
    try {
      if (next) window.localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
      else window.localStorage.removeItem(STORAGE_KEY);
    } catch {
      // Without storage it cannot be kept; the paper then goes on saying that it is not to scale.
    }
    window.dispatchEvent(new Event(CHANGED));
  };
  return { calibration, display, keep };
}
