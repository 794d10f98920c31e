'use client';

import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist';
import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '@/lib/client/api';
import { fetchReport } from './fetch-report';

// Copied there at build time; API and worker must be of one version.
GlobalWorkerOptions.workerSrc = '/pdf/pdf.worker.min.mjs';

/** Where the report stands: on its way, open, not there, or failed with what to tell. */
export type ReportState =
  | { status: 'loading' }
  | { status: 'ready'; document: PDFDocumentProxy; bytes: number; renewed: boolean }
  | { status: 'missing' }
  | { status: 'failed'; error: ApiError };

async function openReport(recordId: string, version: number, signal: AbortSignal): Promise<ReportState> {
  const report = await fetchReport(recordId, version, signal);
  const task = getDocument({
    // pdf.js hands these bytes to its worker, so the size is read before.
    data: report.bytes,
    cMapUrl: '/pdf/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdf/standard_fonts/',
    wasmUrl: '/pdf/wasm/',
    isEvalSupported: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  signal.addEventListener('abort', () => void task.destroy(), { once: true });
  const bytes = report.bytes.byteLength;
  return { status: 'ready', document: await task.promise, bytes, renewed: report.renewed };
}

function failure(cause: unknown): ReportState {
  if (cause instanceof ApiError)
    return cause.status === 404 ? { status: 'missing' } : { status: 'failed', error: cause };
  if (cause instanceof Error && cause.name === 'PasswordException')
    return { status: 'failed', error: new ApiError(0, 'encrypted', 'The PDF is encrypted and asks for a password.') };
  return { status: 'failed', error: new ApiError(0, 'unreadable', 'The PDF could not be read.') };
}

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
    openReport(attempt.recordId, attempt.version, controller.signal).then(settle, (cause: unknown) =>
      settle(failure(cause)),
    );
    return () => controller.abort();
  }, [attempt]);
  const retry = useCallback(() => setAttempt({ recordId, version }), [recordId, version]);
  return { report, retry };
}
