import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { presentTo } from '@/lib/recordings/present-record';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import type { BaselineNumbers } from './domain/qtc-cautions';

/**
 * The numbers of a patient's baseline ECG, to set another of the patient's ECGs against them. Looking at them is looking at
 * that record: it is audited before it is answered.
 * @returns null where there is none, it is that ECG itself, it is not stored under the patient any more, or not for this actor
 */
export async function getBaselineEcg(
  services: Services,
  actor: Actor,
  { patient_ref, beside }: { patient_ref: string; beside: string },
): Promise<BaselineNumbers | null> {
  authorize(actor, 'record:read');
  const patient = await patients(actor.organization_id).findOne({ _id: patient_ref });
  const _id = patient?.baseline_ecg?.value;
  if (_id === undefined || _id === beside) return null;
  const ofOneDevice = actor.kind === 'key' && actor.device_id !== null ? { device_id: actor.device_id } : {};
  const document = await ecgRecords(actor.organization_id).findOne({
    _id,
    patient_ref,
    status: 'stored',
    ...ofOneDevice,
  });
  if (!document) return null;
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { version: document.version },
  });
  const { id, recording_date, measurements, derived, statements } = await presentTo(actor, document);
  return { id, recording_date, measurements, derived, statements };
}
