'use client';

import { useSyncExternalStore } from 'react';

export const DENSITIES = ['compact', 'default', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];

const STORAGE_KEY = 'nightbeat-density';
const CHANGED = 'nightbeat-density-changed';

function readDensity(): Density {
  try {
    const kept = window.localStorage.getItem(STORAGE_KEY);
    return DENSITIES.find((density) => density === kept) ?? 'default';
  } catch {
    // Storage can be closed to us (private windows); the middle one then holds.
    return 'default';
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

/** How close the rows of tables stand, kept in this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const density = useSyncExternalStore(subscribe, readDensity, () => 'default' as const);
  const set = (next: Density) => {
    try {
      window.localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Without storage the choice cannot be kept; nothing else depends on it.
    }
    window.dispatchEvent(new Event(CHANGED));
  };
  return [density, set];
}
