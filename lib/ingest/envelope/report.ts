import { checkPdf, MAX_PDF_BYTES, type PdfFault } from '../domain/pdf';
import { fault, type UploadFault } from './faults';

const SENTENCES: Record<PdfFault, string> = {
  too_large: 'A report has at most 20 MB.',
  not_a_pdf: 'This is not a PDF.',
  incomplete_pdf: 'This PDF has no end: it was cut off.',
};

/** A PDF's structural fault as a fault of the upload. `path` is where the report was sent. */
export function reportFault(reason: PdfFault, path: readonly PropertyKey[]): UploadFault {
  return fault(path, reason, SENTENCES[reason]);
}

/** Decodes and checks `report_pdf_base64`. Line breaks are allowed, as mail encoders write them. */
export function decodeReport(text: string): { ok: true; pdf: Uint8Array } | { ok: false; faults: UploadFault[] } {
  const path = ['report_pdf_base64'];
  if (text.length > MAX_PDF_BYTES * 1.5) return { ok: false, faults: [reportFault('too_large', path)] };
  const bare = /[\s]/.test(text) ? text.replace(/\s+/g, '') : text;
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) {
    return { ok: false, faults: [fault(path, 'invalid_base64', 'This is not base64 (RFC 4648, section 4).')] };
  }
  const pdf = Buffer.from(bare, 'base64');
  const check = checkPdf(pdf);
  return check.ok ? { ok: true, pdf } : { ok: false, faults: [reportFault(check.reason, path)] };
}
