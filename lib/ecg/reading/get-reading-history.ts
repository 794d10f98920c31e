import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { ReadingEntry, ReadingHistory } from '@/lib/ecg/reading-contracts';
import type { Services } from '@/lib/platform/services';
import { loadRecordContent } from '@/lib/recordings/load-record';
import { type ReadingEntryDocument, readingEntries } from '@/models/reading-entry';

function present({ recorded_at, ...entry }: ReadingEntryDocument): ReadingEntry {
  const { event, version, state, statement, reason, author } = entry;
  return { event, version, state, statement, reason, author, recorded_at: recorded_at.toISOString() };
}

/**
 * Everything readers said of an ECG, of all its versions, oldest first; what was said of it as another patient's is left
 * out. The look is audited.
 * @throws AppError `not_found`
 */
export async function getReadingHistory(
  services: Services,
  actor: Actor,
  { id }: { id: string },
): Promise<ReadingHistory> {
  authorize(actor, 'record:read');
  const { record_id, patient_ref } = await loadRecordContent(actor, { modality: 'ecg', id });
  await recordView(services, actor, {
    action: 'reading.history_viewed',
    patient_ref,
    subject: { kind: 'record', id: record_id },
  });
  const entries = await readingEntries(actor.organization_id).find({ record_id }, { sort: { revision: 1 } });
  return { data: entries.filter((entry) => entry.patient_ref === patient_ref).map(present), next_cursor: null };
}
