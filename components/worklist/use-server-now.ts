'use client';

import { useEffect, useState } from 'react';

const TICK_MS = 15_000;

/**
 * The server's clock, moving: waiting times must not depend on how this computer's clock is set.
 * @param asOf the server's instant of the newest answer
 * @param receivedAtMs when this browser got it, in its own clock
 * @returns an ISO instant; the answer's own until the page's scripts run, so that server and browser render alike
 */
export function useServerNow(asOf: string, receivedAtMs: number): string {
  const [now, setNow] = useState(asOf);
  useEffect(() => {
    const tick = () => setNow(new Date(Date.parse(asOf) + Math.max(0, Date.now() - receivedAtMs)).toISOString());
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [asOf, receivedAtMs]);
  return now;
}
