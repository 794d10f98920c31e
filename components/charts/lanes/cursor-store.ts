/** The moment the cursor of a lane stack stands at, in epoch ms. Outside of React, so that moving it redraws no lane. */
export interface CursorStore {
  get: () => number;
  set: (ms: number) => void;
  subscribe: (onChange: () => void) => () => void;
}

/** A cursor that begins at a moment. */
export function createCursorStore(initialMs: number): CursorStore {
  let at = initialMs;
  const listeners = new Set<() => void>();
  return {
    get: () => at,
    set: (ms) => {
      if (ms === at) return;
      at = ms;
      for (const listener of listeners) listener();
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
