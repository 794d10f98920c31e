'use client';

import { useSyncExternalStore } from 'react';

/** Calls back whenever the pixel ratio changes: browser zoom, or the window moved to another screen. */
function subscribe(onChange: () => void): () => void {
  let query: MediaQueryList;
  const changed = () => {
    watch();
    onChange();
  };
  // The query holds for one ratio only, so a change asks for the next one.
  const watch = () => {
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed, { once: true });
  };
  watch();
  return () => query.removeEventListener('change', changed);
}

/** Device pixels per CSS pixel of the screen the window is on, kept up to date. */
export function useDevicePixelRatio(): number {
  return useSyncExternalStore(
    subscribe,
    () => window.devicePixelRatio,
    () => 1,
  );
}
