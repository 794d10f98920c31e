'use client';

import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react';

interface DataAge {
  /** When the shown data were read, ISO instant; null where a page shows none. */
  asOf: string | null;
  setAsOf: (asOf: string | null) => void;
  /** True while a page knows that it is not being told of changes any more. */
  stale: boolean;
  setStale: (stale: boolean) => void;
}

const DataAgeContext = createContext<DataAge>({
  asOf: null,
  setAsOf: () => undefined,
  stale: false,
  setStale: () => undefined,
});

/** Lets a page tell the footer how old its data are. */
export function DataAgeProvider({ children }: { children: ReactNode }) {
  const [asOf, setAsOf] = useState<string | null>(null);
  const [stale, setStale] = useState(false);
  const value = useMemo(() => ({ asOf, setAsOf, stale, setStale }), [asOf, stale]);
  return <DataAgeContext value={value}>{children}</DataAgeContext>;
}

/** When the shown data were read, and whether they are known to have stopped updating. */
export function useDataAge(): { asOf: string | null; stale: boolean } {
  const { asOf, stale } = use(DataAgeContext);
  return { asOf, stale };
}

/** Rendered by a page whose data do not update at the moment. */
export function DataStale() {
  const { setStale } = use(DataAgeContext);
  useEffect(() => {
    setStale(true);
    return () => setStale(false);
  }, [setStale]);
  return null;
}

/** Tells the footer whenever a query of the page has been answered anew. */
export function useReadAt({ dataUpdatedAt }: { dataUpdatedAt: number }): void {
  const { setAsOf } = use(DataAgeContext);
  useEffect(() => {
    if (dataUpdatedAt > 0) setAsOf(new Date(dataUpdatedAt).toISOString());
  }, [dataUpdatedAt, setAsOf]);
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
