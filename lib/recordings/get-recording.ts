import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import type { Recording } from './contracts';
import { loadRecord, type RecordName } from './load-record';
import { presentTo } from './present-record';

/**
 * One record, at its latest version unless another is named; the look is audited before it is answered.
 * @throws AppError `not_found`
 */
export async function getRecording(services: Services, actor: Actor, input: RecordName): Promise<Recording> {
  authorize(actor, 'record:read');
  const { document, latest_version } = await loadRecord(actor, input);
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { version: document.version },
  });
  return presentTo(actor, document, latest_version);
}
