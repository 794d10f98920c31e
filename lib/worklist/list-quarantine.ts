import { criticalStatements } from '@/lib/ecg/domain/critical-statements';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';
import { type HeldRecord, WORKLIST_ROWS, type Worklist } from './contracts';
import { capped, MOST_URGENT_FIRST, ROW_FIELDS, TO_THE_CAP } from './list-steps';

/** Recordings whose attribution a person has to decide. */
export const HELD: Filter<RecordDocument> = { status: 'quarantined' };

/** What may be shown of a held recording: nothing of `claimed`, no statement text, as a device can write a name there. */
function rowOf(document: RecordDocument): HeldRecord {
  return {
    id: document._id,
    modality: document.modality,
    priority: document.priority,
    critical: [...new Set(criticalStatements(document.statements).map(({ finding }) => finding))],
    reasons: document.reasons,
    recording_date: document.recording_date.toISOString(),
    received_at: document.received_at.toISOString(),
    device_id: document.device_id,
    device_model: document.device?.model ?? null,
  };
}

const mostUrgentFirst = (a: RecordDocument, b: RecordDocument) =>
  a.urgency - b.urgency || a.received_at.getTime() - b.received_at.getTime() || a._id.localeCompare(b._id);

/** Step: held recordings of both families, STAT and critical ones first, without identity. */
export async function listQuarantine(organizationId: string): Promise<Worklist['quarantine']> {
  const families = [ecgRecords(organizationId), therapyRecords(organizationId)];
  const [lists, counts] = await Promise.all([
    Promise.all(
      families.map((family) =>
        family.find(HELD, {
          sort: MOST_URGENT_FIRST,
          limit: WORKLIST_ROWS,
          projection: { ...ROW_FIELDS, urgency: 1 },
        }),
      ),
    ),
    Promise.all(families.map((family) => family.count(HELD, TO_THE_CAP))),
  ]);
  return {
    count: capped(counts.reduce((sum, one) => sum + one, 0)),
    rows: lists.flat().sort(mostUrgentFirst).slice(0, WORKLIST_ROWS).map(rowOf),
  };
}
