import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { loadRecordContent, type RecordName } from '@/lib/recordings/load-record';
import { ecgAnnotations } from '@/models/ecg-annotation';
import type { Annotation } from '../annotation-contracts';
import { presentAnnotation } from './present-annotation';

/**
 * What people set on the trace of one version of an ECG, in the order they did. It is a look at the record, and audited
 * like it.
 * @throws AppError `not_found`
 */
export async function listAnnotations(
  services: Services,
  actor: Actor,
  input: RecordName & { removed: boolean },
): Promise<{ data: Annotation[] }> {
  authorize(actor, 'record:read');
  if (input.modality !== 'ecg') throw new AppError('not_found');
  const { record_id, version, patient_ref } = await loadRecordContent(actor, input);
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref,
    subject: { kind: 'record', id: record_id },
    details: { version },
  });
  const found = await ecgAnnotations(actor.organization_id).find({ record_id, version }, { sort: { _id: 1 } });
  const shown = input.removed ? found : found.filter(({ removed }) => !removed);
  return { data: shown.map((document) => presentAnnotation(actor, document)) };
}
