import { showsComputed } from '@/lib/computed-values/computed-values-of';
import { presentRecord } from '@/lib/recordings/present-record';
import { clockOffsets } from '@/models/clock-offset';
import { ecgRecords, type RecordDocument } from '@/models/record';
import type { NightDocument } from '@/models/therapy-night';
import { clockState } from './domain/clock/clock-rule';
import { datesOfLinked } from './link-records';
import type { NightEcg } from './night-contracts';

/** Step: the ECGs that link to a night, oldest first, each with how its clock stands to that of the night. */
export async function readNightEcgs(night: NightDocument): Promise<NightEcg[]> {
  const { organization_id, patient_ref, _id } = night;
  const recording_date = datesOfLinked([night.night]);
  const of = { patient_ref, status: 'stored', recording_date, 'link.night_id': _id } as const;
  const [computed, ecgs, known] = await Promise.all([
    showsComputed(organization_id),
    ecgRecords(organization_id).find(of, { sort: { recording_date: 1, _id: 1 } }),
    clockOffsets(organization_id).find({ patient_ref }),
  ]);
  const therapy_device_id = night.sessions[0]?.device_id ?? night.devices[0]?.device_id ?? null;
  return ecgs.map((document: RecordDocument): NightEcg => {
    const alignment = known.find(
      (one) => one.ecg_device_id === document.device_id && one.therapy_device_id === therapy_device_id,
    );
    // of the device of another name: no device has a name of no characters
    const pair = { ecg_device_id: document.device_id, therapy_device_id: therapy_device_id ?? '', night: night.night };
    return {
      recording: presentRecord(document, document.version, computed),
      therapy_device_id,
      clock: clockState(pair, alignment ?? null),
      alignment_revision: alignment?.revision ?? 0,
    };
  });
}
