'use client';

import { useState, useSyncExternalStore } from 'react';
import {
  type DisplayFilter,
  HIGH_PASS_HZ,
  isFiltering,
  LOW_PASS_HZ,
  NO_FILTER,
  NOTCH_HZ,
} from '@/lib/signals/filter/display-filter';

const STORAGE_KEY = 'nightbeat-dark-grid';
const CHANGED = 'nightbeat-dark-grid-changed';

function isDark(): boolean {
  try {
    return window.localStorage.getItem(STORAGE_KEY) === 'on';
  } catch {
    // Storage can be closed to us (private windows); the paper is then paper.
    return false;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onChange);
  };
}

function keepDark(on: boolean): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, on ? 'on' : 'off');
  } catch {
    // Without storage the choice cannot be kept.
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** How the trace is drawn beside its scale: display filter and grid. A filter holds for this page only, the grid is kept. */
export interface PaperDisplay {
  filter: DisplayFilter;
  setFilter: (filter: DisplayFilter) => void;
  /** Takes the display filter off, and on again as it was. */
  toggleFilter: () => void;
  dark: boolean;
  toggleDark: () => void;
}

/** The filter a key switches on where none was chosen before: what is asked for most, and diagnostic. */
const USUAL_FILTER: DisplayFilter = {
  high_pass_hz: HIGH_PASS_HZ[0],
  low_pass_hz: LOW_PASS_HZ[1],
  notch_hz: NOTCH_HZ[0],
};

/** See `PaperDisplay`. */
export function usePaperDisplay(): PaperDisplay {
  const [filter, setFilter] = useState<DisplayFilter>(NO_FILTER);
  const [last, setLast] = useState<DisplayFilter>(USUAL_FILTER);
  const dark = useSyncExternalStore(subscribe, isDark, () => false);
  const choose = (next: DisplayFilter) => {
    if (isFiltering(filter)) setLast(filter);
    setFilter(next);
  };
  return {
    filter,
    setFilter: choose,
    toggleFilter: () => choose(isFiltering(filter) ? NO_FILTER : last),
    dark,
    toggleDark: () => keepDark(!dark),
  };
}
