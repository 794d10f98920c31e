import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { WORKLIST_ROWS, type Worklist } from './contracts';
import { capped, peopleByRef, ROW_FIELDS, TO_THE_CAP } from './list-steps';

/** ECGs that are to be recorded again. */
export const WANTED_AGAIN: Filter<RecordDocument> = {
  status: 'stored',
  'repeat_request.recorded_at': { $exists: true },
};

export const LONGEST_WAITING = { 'repeat_request.recorded_at': 1, _id: 1 } as const;

/** Step: ECGs that are to be recorded again, the longest waiting first. */
export async function listRepeats(organizationId: string): Promise<Worklist['repeats']> {
  const records = ecgRecords(organizationId);
  const [documents, all] = await Promise.all([
    records.find(WANTED_AGAIN, { sort: LONGEST_WAITING, limit: WORKLIST_ROWS, projection: ROW_FIELDS }),
    records.count(WANTED_AGAIN, TO_THE_CAP),
  ]);
  const people = await peopleByRef(
    organizationId,
    documents.flatMap(({ patient_ref }) => patient_ref ?? []),
  );
  const rows = documents.flatMap(({ _id, patient_ref, recording_date, repeat_request }) => {
    const patient = patient_ref === null ? undefined : people.get(patient_ref);
    if (!patient || !repeat_request) return [];
    const { reason, author, recorded_at } = repeat_request;
    return [
      {
        ...{ id: _id, patient, reason, author },
        recording_date: recording_date.toISOString(),
        requested_at: recorded_at.toISOString(),
      },
    ];
  });
  return { count: capped(all), rows };
}
