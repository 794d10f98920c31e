'use client';

import { useCallback, useEffect, useState } from 'react';
import { fetchReport } from './fetch-report';
import { openPdf, pdfFailure, type ReportState } from './open-pdf';

/** Fetches and opens a record's report; `retry` asks for a new link and the file again. */
export function useReport(recordId: string, version: number): { report: ReportState; retry: () => void } {
  const [attempt, setAttempt] = useState({ recordId, version });
  const [report, setReport] = useState<ReportState>({ status: 'loading' });
  useEffect(() => {
    const controller = new AbortController();
    setReport({ status: 'loading' });
    const settle = (state: ReportState) => {
      if (!controller.signal.aborted) setReport(state);
    };
    const { signal } = controller;
    fetchReport(attempt.recordId, attempt.version, signal)
      .then((file) => openPdf(file, signal))
      .then(settle, (cause: unknown) => settle(pdfFailure(cause)));
    return () => controller.abort();
  }, [attempt]);
  const retry = useCallback(() => setAttempt({ recordId, version }), [recordId, version]);
  return { report, retry };
}
