'use client';

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';

interface DataAge {
  /** When the shown data were read, ISO instant; null where a page shows none. */
  asOf: string | null;
  setAsOf: (asOf: string | null) => void;
}

const DataAgeContext = createContext<DataAge>({ asOf: null, setAsOf: () => {} });

/** Lets a page tell the footer how old its data are. */
export function DataAgeProvider({ children }: { children: ReactNode }) {
  const [asOf, setAsOf] = useState<string | null>(null);
  const value = useMemo(() => ({ asOf, setAsOf }), [asOf]);
  return <DataAgeContext value={value}>{children}</DataAgeContext>;
}

/** When the shown data were read. */
export function useDataAge(): string | null {
  return use(DataAgeContext).asOf;
}

/** Tells the footer that data have just been read anew. */
export function useDataRead(): (asOf: string) => void {
  const { setAsOf } = use(DataAgeContext);
  return useCallback((asOf: string) => setAsOf(asOf), [setAsOf]);
}

/** Rendered by a page: its data are as of this instant. */
export function DataAsOf({ at }: { at: string }) {
  const { setAsOf } = use(DataAgeContext);
  useEffect(() => {
    setAsOf(at);
    return () => setAsOf(null);
  }, [at, setAsOf]);
  return null;
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}

/** Whether the browser has a connection at all. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.navigator.onLine,
    () => true,
  );
}
