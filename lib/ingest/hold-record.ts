import type { Actor } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, type RecordDocument, recordsOf } from '@/models/record';
import type { Transaction } from '@/models/transaction';

/** Why a stored record must be held after all. */
export type HoldReason = 'identity_mismatch' | 'same_samples';

/** Step: the newest ECG that is still a patient's, after one of them has left. */
async function newestEcg(organizationId: string, patientRef: string, tx: Transaction): Promise<Date | null> {
  const newest = await ecgRecords(organizationId).findOne(
    { patient_ref: patientRef },
    { sort: { recording_date: -1, _id: -1 }, tx },
  );
  return newest?.recording_date ?? null;
}

/** Step: takes a record off its patient's list entry. */
async function uncountRecord(
  document: RecordDocument,
  patient: PatientDocument,
  facts: { change: number; now: Date },
  tx: Transaction,
): Promise<void> {
  const { organization_id } = document;
  const ecg = document.modality === 'ecg';
  const set = { change: facts.change, updated_at: facts.now };
  await patients(organization_id).updateOne(
    { _id: patient._id },
    {
      $inc: ecg ? { ecg_count: -1 } : { therapy_count: -1 },
      $set: ecg ? { ...set, last_ecg: await newestEcg(organization_id, patient._id, tx) } : set,
    },
    { tx },
  );
}

const personOf = ({ family_name, given_name, birth_date, sex }: PatientDocument) => ({
  family_name,
  given_name,
  birth_date,
  sex,
});

/**
 * Step: takes a stored record from its patient and holds it for a person to decide (ING-6). What was sent stands under
 * `claimed`; the device's own id stays with the record, so that a retry still finds it.
 * @returns false where the record has changed meanwhile or is held already
 */
export async function holdRecord(
  services: Services,
  actor: Actor,
  { document, reason }: { document: RecordDocument; reason: HoldReason },
  tx: Transaction,
): Promise<boolean> {
  const { organization_id, patient_ref } = document;
  if (document.status !== 'stored' || patient_ref === null) return false;
  const change = await organizations.nextChange(organization_id, tx);
  const now = services.clock.now();
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { tx });
  const held = await recordsOf(document.modality)(organization_id).updateOne(
    { _id: document._id, version: document.version, revision: document.revision, status: 'stored' },
    {
      $set: {
        status: 'quarantined',
        patient_id: null,
        patient_ref: null,
        reasons: [...new Set([...document.reasons, reason])],
        claimed: {
          patient_id: document.patient_id,
          patient: patient && personOf(patient),
          source_id: document.source_id ?? null,
        },
        change,
        updated_at: now,
      },
      $inc: { revision: 1 },
    },
    { tx },
  );
  if (held === 0) return false;
  if (patient) await uncountRecord(document, patient, { change, now }, tx);
  await recordEvent(
    services,
    actor,
    {
      action: 'record.quarantined',
      patient_ref,
      subject: { kind: 'record', id: document.record_id },
      details: { modality: document.modality, version: document.version, reason },
    },
    tx,
  );
  return true;
}
