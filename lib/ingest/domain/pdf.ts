/** The largest report that is kept. */
export const MAX_PDF_BYTES = 20 * 1024 * 1024;

const HEAD_BYTES = 1024;
const TAIL_BYTES = 2048;

export type PdfFault = 'too_large' | 'not_a_pdf' | 'incomplete_pdf';

/**
 * Whether bytes have the frame of a PDF: `%PDF-` in the first 1024 bytes, and `startxref` with `%%EOF` after it in the
 * last 2048. A file that was cut off in transport fails; what the pages hold is not looked at.
 */
export function checkPdf(bytes: Uint8Array): { ok: true } | { ok: false; reason: PdfFault } {
  if (bytes.length > MAX_PDF_BYTES) return { ok: false, reason: 'too_large' };
  const text = new TextDecoder('latin1');
  const head = text.decode(bytes.subarray(0, HEAD_BYTES));
  if (!/%PDF-\d/.test(head)) return { ok: false, reason: 'not_a_pdf' };
  const tail = text.decode(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)));
  return /startxref\s+\d+\s+%%EOF/.test(tail) ? { ok: true } : { ok: false, reason: 'incomplete_pdf' };
}
