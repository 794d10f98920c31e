import { type FollowedSetting, relinkAll } from '@/lib/correlation/link-records';
import { patients } from '@/models/patient';
import { therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { Transaction } from '@/models/transaction';
import { nightFields } from './night-fields';
import { rebuildNight } from './rebuild-nights';

/** Records read at a time: their digests together stay small. */
const AT_A_TIME = 100;

/**
 * Step: puts all of a patient's nights together anew by the boundary hour the patient has now, in the transaction that
 * set it. Every record learns its nights first, deleted ones too: one that is restored later must come back to the
 * nights there are then. Nights nothing is left of disappear, and all ECGs
 * are linked again.
 * @returns how many nights there are now
 */
export async function rebuildAllNights(
  setting: FollowedSetting,
  patient_ref: string,
  tx: Transaction,
): Promise<number> {
  const patient = await patients(setting.organization_id).findOne({ _id: patient_ref }, { tx });
  if (!patient) throw new Error('a patient whose nights are rebuilt is not there');
  const before = await therapyNights(setting.organization_id).find({ patient_ref }, { projection: { night: 1 }, tx });
  const placed = await placeRecords(setting, patient_ref, patient.night_boundary_hour, tx);
  for (const night of new Set([...before.map((document) => document.night), ...placed]))
    await rebuildNight(setting, patient_ref, night, tx);
  await relinkAll(setting, patient_ref, tx);
  return placed.size;
}

/** Writes to every record the nights it has a part in. @returns the nights of those that count */
async function placeRecords(
  { organization_id, change, now }: FollowedSetting,
  patient_ref: string,
  boundary_hour: number | undefined,
  tx: Transaction,
): Promise<Set<string>> {
  const records = therapyRecords(organization_id);
  const ids = (await records.find({ patient_ref }, { projection: { _id: 1 }, tx })).map(({ _id }) => _id);
  const nights = new Set<string>();
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = await records.find({ _id: { $in: ids.slice(from, from + AT_A_TIME) } }, { tx });
    for (const record of some) {
      const fields = nightFields(record, boundary_hour);
      if (record.status === 'stored') for (const night of fields.nights ?? []) nights.add(night);
      if (String(fields.nights) === String(record.nights)) continue;
      await records.updateOne({ _id: record._id }, { $set: { ...fields, change, updated_at: now } }, { tx });
    }
  }
  return nights;
}
