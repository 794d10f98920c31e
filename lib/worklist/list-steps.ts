import { type CappedCount, cappedCount } from '@/lib/http/capped-count';
import { type PatientDocument, patients } from '@/models/patient';
import { COUNTED_TO, type PersonOnList } from './contracts';

/** The most urgent first, then the longest waiting; `_id` makes the order whole. */
export const MOST_URGENT_FIRST = { urgency: 1, received_at: 1, _id: 1 } as const;

/** What a row needs of a record; samples, files and hashes stay where they are. */
export const ROW_FIELDS = {
  modality: 1,
  version: 1,
  priority: 1,
  urgency: 1,
  'reading.state': 1,
  'reading.earlier': 1,
  repeat_request: 1,
  patient_ref: 1,
  recording_date: 1,
  received_at: 1,
  measurements: 1,
  statements: 1,
  warnings: 1,
  reasons: 1,
  device_id: 1,
  device: 1,
} as const;

/** A count that was made up to the worklist's cap. */
export const capped = (counted: number): CappedCount => cappedCount(counted, COUNTED_TO);

/** Counts no further than the worklist says. */
export const TO_THE_CAP = { limit: COUNTED_TO + 1 } as const;

/** Step: who these patients are, by their opaque ids. */
export async function peopleByRef(organizationId: string, refs: readonly string[]): Promise<Map<string, PersonOnList>> {
  if (refs.length === 0) return new Map();
  const documents = await patients(organizationId).find({ _id: { $in: [...new Set(refs)] } });
  return new Map(documents.map((document) => [document._id, personOf(document)]));
}

function personOf(document: PatientDocument): PersonOnList {
  const { _id, patient_id, family_name, given_name, birth_date, sex } = document;
  return { patient_ref: _id, patient_id, family_name, given_name, birth_date, sex };
}
