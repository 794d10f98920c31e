import { useCallback, useSyncExternalStore } from 'react';
import { keptText } from './kept-text';

const CHANGED = 'nightbeat-kept-text';

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** A text kept in this browser under a key, the same in all its pages; empty where none is. */
export function useKeptText(key: string): [string, (text: string) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => keptText(key),
    () => '',
  );
  const keep = useCallback(
    (next: string) => {
      try {
        window.localStorage.setItem(key, next);
      } catch {
        // Without storage the choice cannot be kept; nothing else depends on it.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [text, keep];
}
