import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { refuseBoundKeys } from '@/lib/therapy/refuse-bound-keys';
import { type JointReportDocument, jointReports } from '@/models/joint-report';
import type { Transaction } from '@/models/transaction';
import type { ReportFile } from './contracts';

/**
 * Step: a report that may be given out.
 * @throws AppError `not_found`; `report_withdrawn`
 */
export async function reportToGive(organizationId: string, id: string, tx?: Transaction): Promise<JointReportDocument> {
  const report = await jointReports(organizationId).findOne({ _id: id }, tx ? { tx } : {});
  if (!report) throw new AppError('not_found');
  if (report.withdrawn_at) throw new AppError('report_withdrawn');
  return report;
}

/** The page as it was made. */
export function pageOf({ pdf_base64, inputs_sha256 }: JointReportDocument): ReportFile {
  return { bytes: new Uint8Array(Buffer.from(pdf_base64, 'base64')), inputs_sha256 };
}

/** Finds the report and notes that it is taken out, before it is given. */
async function take(
  services: Services,
  actor: Actor,
  id: string,
  format: 'pdf' | 'json',
): Promise<JointReportDocument> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const report = await reportToGive(actor.organization_id, id);
  await recordAct(services, actor, {
    action: 'report.viewed',
    patient_ref: report.patient_ref,
    subject: { kind: 'report', id },
    details: { format },
  });
  return report;
}

/**
 * A report as it was made, byte for byte. Audited before it is answered.
 * @throws AppError `not_found`; `report_withdrawn`
 */
export async function getReportPdf(services: Services, actor: Actor, { id }: { id: string }): Promise<ReportFile> {
  return pageOf(await take(services, actor, id, 'pdf'));
}

/**
 * What a report was made from, as canonical JSON: its SHA-256 is the one printed on the page. Audited before it is answered.
 * @throws AppError `not_found`; `report_withdrawn`
 */
export async function getReportInputs(services: Services, actor: Actor, { id }: { id: string }): Promise<ReportFile> {
  const { inputs, inputs_sha256 } = await take(services, actor, id, 'json');
  return { bytes: new TextEncoder().encode(inputs), inputs_sha256 };
}
