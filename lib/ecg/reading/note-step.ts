import type { Author } from '@/lib/accounts/author-of';
import type { ReadingState } from '@/lib/ecg/domain/reading/reading';
import type { ChangeContext } from '@/lib/recordings/lifecycle/change-record';
import { type ReadingEntryDocument, readingEntries } from '@/models/reading-entry';
import type { RecordDocument } from '@/models/record';

interface Step {
  event: ReadingEntryDocument['event'];
  /** After the step. */
  state: ReadingState;
  statement: string | null;
  reason: string | null;
}

/** A stored ECG of somebody, which is what can be read. */
export type OwnedEcg = RecordDocument & { patient_ref: string };

/** Whether an ECG can be read: a held or deleted one cannot, it is nobody's. */
export function isReadable(document: RecordDocument): document is OwnedEcg {
  return document.status === 'stored' && document.patient_ref !== null;
}

/** Step: adds what a reader did to the history, in the transaction of the change. */
export async function noteStep(
  { services, organization, tx }: ChangeContext,
  { record_id, patient_ref, version, revision }: OwnedEcg,
  author: Author,
  step: Step,
): Promise<void> {
  const entry = { record_id, patient_ref, version, revision: revision + 1, ...step, ...author };
  await readingEntries(organization._id).insert({ _id: services.ids.id('rdg'), ...entry }, { tx });
}
