import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { FileLink, FileRole } from './contracts';
import { loadRecordContent, type RecordName } from './load-record';

const EXPIRES_IN_S = 300;

/**
 * A presigned address of one file of a record. Issuing it is audited before it is answered.
 * @throws AppError `not_found` when the record or the file is not there, `report_withheld` for a PDF of somebody else.
 */
export async function getRecordingFile(
  services: Services,
  actor: Actor,
  input: RecordName & { role: FileRole },
): Promise<FileLink> {
  authorize(actor, 'record:read');
  const document = await loadRecordContent(actor, input);
  const file = document.files.find((candidate) => candidate.role === input.role);
  if (!file) throw new AppError('not_found');
  if (input.role === 'report' && document.report_check?.outcome === 'other_patient')
    throw new AppError('report_withheld');
  await recordAct(services, actor, {
    action: 'file.url_issued',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { role: file.role, version: document.version },
  });
  const { url, expires_at } = await services.objects.presignGet(file.key, {
    expires_in_s: EXPIRES_IN_S,
    content_type: file.content_type,
    disposition: file.content_type === 'application/pdf' ? 'inline' : 'attachment',
    filename: file.key.split('/').at(-1) ?? file.role,
  });
  return {
    url,
    expires_at: expires_at.toISOString(),
    content_type: file.content_type,
    bytes: file.bytes,
    sha256: file.sha256,
  };
}
