import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist';
import { ApiError } from '@/lib/client/api';

// Copied there at build time; API and worker must be of one version.
GlobalWorkerOptions.workerSrc = '/pdf/pdf.worker.min.mjs';

/** Where the report stands: on its way, open, not there, or failed with what to tell. */
export type ReportState =
  | { status: 'loading' }
  | { status: 'ready'; document: PDFDocumentProxy; bytes: number; renewed: boolean }
  | { status: 'missing' }
  | { status: 'failed'; error: ApiError };

/** Opens a PDF from its bytes, which go to pdf.js and are gone here. */
export async function openPdf(
  content: { bytes: Uint8Array<ArrayBuffer>; renewed: boolean },
  signal: AbortSignal,
): Promise<ReportState> {
  // pdf.js hands these bytes to its worker, so the size is read before.
  const bytes = content.bytes.byteLength;
  const task = getDocument({
    data: content.bytes,
    cMapUrl: '/pdf/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdf/standard_fonts/',
    wasmUrl: '/pdf/wasm/',
    isEvalSupported: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  signal.addEventListener('abort', () => void task.destroy(), { once: true });
  return { status: 'ready', document: await task.promise, bytes, renewed: content.renewed };
}

/** What a PDF that could not be fetched or opened tells. */
export function pdfFailure(cause: unknown): ReportState {
  if (cause instanceof ApiError)
    return cause.status === 404 ? { status: 'missing' } : { status: 'failed', error: cause };
  if (cause instanceof Error && cause.name === 'PasswordException')
    return { status: 'failed', error: new ApiError(0, 'encrypted', 'The PDF is encrypted and asks for a password.') };
  return { status: 'failed', error: new ApiError(0, 'unreadable', 'The PDF could not be read.') };
}
