import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { fullOrder, movedOrder } from './lane-order';
import { SIGNAL_LANES } from './night-lanes';

const STORAGE_KEY = 'nightbeat-night-lanes';
const CHANGED = 'nightbeat-night-lanes-changed';
const DEFAULTS = ['events', ...SIGNAL_LANES.map(({ id }) => id)];

function readKept(): string {
  try {
    return window.localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    // Storage can be closed to us (private windows); the default order then holds.
    return '';
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

/** The order of a night's lanes, kept in this browser, and how one is moved among those on screen. */
export function useLaneOrder() {
  const kept = useSyncExternalStore(subscribe, readKept, () => '');
  const order = useMemo(() => fullOrder(DEFAULTS, kept.split(' ')), [kept]);
  const move = useCallback(
    (shown: readonly string[], id: string, to: number) => {
      try {
        window.localStorage.setItem(STORAGE_KEY, movedOrder(order, shown, id, to).join(' '));
      } catch {
        // Without storage the order cannot be kept; nothing else depends on it.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [order],
  );
  return { order, move };
}
