'use client';

import { useCallback, useEffect, useState } from 'react';
import { openPdf, pdfFailure, type ReportState } from '@/components/ecg/pdf/open-pdf';
import { getBytes } from '@/lib/client/api';

/** Fetches and opens the page of a report; `bytes` are its own, to be saved. */
export function usePage(reportId: string) {
  const [attempt, setAttempt] = useState(0);
  const [page, setPage] = useState<{ report: ReportState; file: Blob | null }>({
    report: { status: 'loading' },
    file: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt fetches the same page again
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setPage({ report: { status: 'loading' }, file: null });
    const settle = (report: ReportState, file: Blob | null) => !signal.aborted && setPage({ report, file });
    getBytes(`/api/reports/${reportId}/report.pdf`, signal)
      .then(async (bytes) => {
        // pdf.js takes its bytes away, so those to be saved are kept apart
        const file = new Blob([bytes], { type: 'application/pdf' });
        settle(await openPdf({ bytes: new Uint8Array(bytes), renewed: false }, signal), file);
      })
      .catch((cause: unknown) => settle(pdfFailure(cause), null));
    return () => controller.abort();
  }, [reportId, attempt]);
  return { ...page, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
