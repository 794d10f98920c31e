'use client';

import { useCallback, useEffect, useState } from 'react';
import { openPdf, pdfFailure, type ReportState } from '@/components/ecg/pdf/open-pdf';
import { getBytes } from '@/lib/client/api';

/** Fetches and opens the page of a report; `file` is the same, to be saved. Another report is another hook: key by its id. */
export function usePage(reportId: string) {
  const [attempt, setAttempt] = useState({ reportId });
  const [page, setPage] = useState<{ report: ReportState; file: Blob | null }>({
    report: { status: 'loading' },
    file: null,
  });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setPage({ report: { status: 'loading' }, file: null });
    const settle = (report: ReportState, file: Blob | null) => !signal.aborted && setPage({ report, file });
    getBytes(`/api/reports/${attempt.reportId}/report.pdf`, signal)
      .then(async (bytes) => {
        // pdf.js takes its bytes away, so those to be saved are kept apart
        const file = new Blob([bytes], { type: 'application/pdf' });
        settle(await openPdf({ bytes: new Uint8Array(bytes), renewed: false }, signal), file);
      })
      .catch((cause: unknown) => settle(pdfFailure(cause), null));
    return () => controller.abort();
  }, [attempt]);
  return { ...page, retry: useCallback(() => setAttempt({ reportId }), [reportId]) };
}
