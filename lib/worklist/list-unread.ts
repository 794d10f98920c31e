import { criticalStatements } from '@/lib/ecg/domain/critical-statements';
import { URGENCY } from '@/lib/ecg/domain/urgency';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { type PersonOnList, type UnreadEcg, WORKLIST_ROWS, type Worklist } from './contracts';
import { capped, MOST_URGENT_FIRST, peopleByRef, ROW_FIELDS, TO_THE_CAP } from './list-steps';

/** An ECG is unread while nobody has begun to read it and it belongs to somebody. */
export const UNREAD: Filter<RecordDocument> = { status: 'stored', 'reading.state': 'unconfirmed' };

function rowOf(document: RecordDocument, patient: PersonOnList): UnreadEcg {
  const critical = new Map(criticalStatements(document.statements).map((one) => [one.statement, one.finding]));
  return {
    id: document._id,
    version: document.version,
    patient,
    priority: document.priority,
    recording_date: document.recording_date.toISOString(),
    received_at: document.received_at.toISOString(),
    heart_rate_bpm: document.measurements?.heart_rate_bpm ?? null,
    qtc_ms: document.measurements?.qtc_ms ?? null,
    qtc_formula: document.measurements?.qtc_formula ?? null,
    statements: document.statements.map((text) => ({ text, critical: critical.get(text) ?? null })),
    warnings: document.warnings.map(({ detail }) => detail),
  };
}

/** When the longest waiting one of each urgency came in; the index knows without reading the rest. */
async function oldestReceived(organizationId: string): Promise<string | null> {
  const records = ecgRecords(organizationId);
  const first = await Promise.all(
    Object.values(URGENCY).map((urgency) =>
      records.findOne({ ...UNREAD, urgency }, { sort: MOST_URGENT_FIRST, projection: { received_at: 1 } }),
    ),
  );
  const times = first.flatMap((document) => (document ? [document.received_at.toISOString()] : []));
  return times.sort()[0] ?? null;
}

/** Step: the first unread ECGs in reading order, how many there are and since when the oldest waits. */
export async function listUnread(organizationId: string): Promise<Worklist['unread']> {
  const records = ecgRecords(organizationId);
  const [documents, all, urgentNow, oldest_received_at] = await Promise.all([
    records.find(UNREAD, { sort: MOST_URGENT_FIRST, limit: WORKLIST_ROWS, projection: ROW_FIELDS }),
    records.count(UNREAD, TO_THE_CAP),
    records.count({ ...UNREAD, urgency: URGENCY.now }, TO_THE_CAP),
    oldestReceived(organizationId),
  ]);
  const people = await peopleByRef(
    organizationId,
    documents.flatMap(({ patient_ref }) => patient_ref ?? []),
  );
  const rows = documents.flatMap((document) => {
    const patient = document.patient_ref === null ? undefined : people.get(document.patient_ref);
    return patient ? [rowOf(document, patient)] : [];
  });
  return { count: capped(all), urgent_now: capped(urgentNow), oldest_received_at, rows };
}
