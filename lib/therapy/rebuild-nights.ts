import { type FollowedSetting, relinkNear } from '@/lib/correlation/link-records';
import { patients } from '@/models/patient';
import { type RecordDocument, therapyRecords } from '@/models/record';
import { type NightDocument, therapyNights } from '@/models/therapy-night';
import type { Transaction } from '@/models/transaction';
import { assembleNight } from './domain/assembly/assemble-night';
import { nightId } from './domain/assembly/night-id';
import type { NightSource } from './domain/assembly/night-types';

/** What makes a record appear in nights, before or after a change. */
export type RecordPlace = Pick<RecordDocument, 'patient_ref' | 'nights'>;

/**
 * Step: assembles again, in the transaction of the change, every night that a changed record had or has a part in: its
 * nights as it was and as it is, of the patient it belonged and belongs to. A night nothing is left of disappears, and ECGs
 * near them are linked again.
 * @param places the record before (where there was one) and after (where there is one); held and deleted ones have no
 *   patient or no status `stored` and so no part in any night
 */
export async function rebuildNights(
  setting: FollowedSetting,
  places: readonly RecordPlace[],
  tx: Transaction,
): Promise<void> {
  const wanted = new Map<string, Set<string>>();
  for (const { patient_ref, nights = [] } of places) {
    if (patient_ref === null || nights.length === 0) continue;
    wanted.set(patient_ref, new Set([...(wanted.get(patient_ref) ?? []), ...nights]));
  }
  for (const [patient_ref, nights] of wanted) {
    for (const night of nights) await rebuildNight(setting, patient_ref, night, tx);
    await relinkNear(setting, patient_ref, [...nights], tx);
  }
}

/** Step: assembles one night of a patient again, from all that has a part in it; it disappears where nothing has. */
export async function rebuildNight(
  setting: FollowedSetting,
  patient_ref: string,
  night: string,
  tx: Transaction,
): Promise<void> {
  const { organization_id, change, now } = setting;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { tx });
  if (!patient) throw new Error('a record belongs to a patient who is not there');
  const records = await therapyRecords(organization_id).find({ patient_ref, nights: night, status: 'stored' }, { tx });
  const assembled = assembleNight(night, records.flatMap(sourceOf), patient.night_boundary_hour);
  const nights = therapyNights(organization_id);
  const _id = nightId(organization_id, patient_ref, night);
  if (!assembled) {
    await nights.deleteOne({ _id }, { tx });
    return;
  }
  const document: Omit<NightDocument, 'organization_id'> = {
    _id,
    patient_ref,
    patient_id: patient.patient_id,
    ...assembled,
    change,
    updated_at: now,
  };
  const replaced = await nights.replaceOne({ _id }, document, { tx });
  if (replaced === 0) await nights.insert(document, { tx });
}

function sourceOf(record: RecordDocument): NightSource[] {
  const { therapy, therapy_digest } = record;
  if (!therapy || !therapy_digest) return [];
  return [
    {
      record_id: record._id,
      modality: record.modality,
      device_id: record.device_id,
      device: record.device,
      recording_date: record.recording_date,
      mode: therapy.mode,
      settings: therapy.settings,
      leak_type: therapy.leak_type,
      summary: therapy.summary,
      digest: therapy_digest,
      exclusions: record.excluded_sessions ?? [],
    },
  ];
}
