'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { watchChangeStream } from '@/lib/client/change-stream';
import type { Recording } from '@/lib/recordings/contracts';

/** Loads the page's data again with every pushed change until the ECG on it has been measured. */
export function useMeasured({ measuring }: Pick<Recording, 'measuring'>): void {
  const router = useRouter();
  const waiting = measuring === 'waiting';
  useEffect(() => {
    if (!waiting) return;
    return watchChangeStream({ onChange: () => router.refresh(), onState: () => undefined });
  }, [waiting, router]);
}
