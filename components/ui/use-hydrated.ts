'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** False in the server's markup and until this page's scripts answer; forms keep their buttons off until then. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
