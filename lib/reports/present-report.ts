import type { JointReportDocument } from '@/models/joint-report';
import type { JointReport } from './contracts';

/** What lists read of a stored report: neither its inputs nor the page. */
export const LISTED = {
  patient_ref: 1,
  from: 1,
  to: 1,
  made_at: 1,
  author: 1,
  night_count: 1,
  ecg_count: 1,
  unconfirmed_count: 1,
  inputs_sha256: 1,
  pdf_sha256: 1,
  withdrawn_at: 1,
} as const satisfies Partial<Record<keyof JointReportDocument, 1>>;

/** A stored report as lists show it. */
export function presentReport(document: Pick<JointReportDocument, keyof typeof LISTED | '_id'>): JointReport {
  const { patient_ref, from, to, author, night_count, ecg_count, unconfirmed_count } = document;
  return {
    id: document._id,
    ...{ patient_ref, from, to, author, night_count, ecg_count, unconfirmed_count },
    made_at: document.made_at.toISOString(),
    inputs_sha256: document.inputs_sha256,
    pdf_sha256: document.pdf_sha256,
    withdrawn_at: document.withdrawn_at?.toISOString() ?? null,
  };
}
