import { criticalStatements } from '@/lib/ecg/domain/critical-statements';
import { URGENCY } from '@/lib/ecg/domain/urgency';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { type PersonOnList, type UnreadEcg, WORKLIST_ROWS, type Worklist } from './contracts';
import { capped, MOST_URGENT_FIRST, peopleByRef, ROW_FIELDS, TO_THE_CAP } from './list-steps';

/**
 * An ECG is to be read until somebody who may has confirmed it. A first statement does not take it off the list; each of
 * the two states has an index of its own.
 */
export const UNREAD: Filter<RecordDocument> = { status: 'stored', 'reading.state': 'unconfirmed' };
export const PRELIMINARY: Filter<RecordDocument> = { status: 'stored', 'reading.state': 'preliminary' };
const TO_READ = [UNREAD, PRELIMINARY];

/** Reading order: the most urgent, then the longest waiting. */
function byOrder(a: RecordDocument, b: RecordDocument): number {
  return a.urgency - b.urgency || a.received_at.getTime() - b.received_at.getTime() || (a._id < b._id ? -1 : 1);
}

function rowOf(document: RecordDocument, patient: PersonOnList): UnreadEcg {
  const critical = new Map(criticalStatements(document.statements).map((one) => [one.statement, one.finding]));
  return {
    id: document._id,
    version: document.version,
    patient,
    priority: document.priority,
    reading_state: document.reading.state,
    repeat_requested: Boolean(document.repeat_request),
    confirmed_on_version: document.reading.earlier?.version ?? null,
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
    Object.values(URGENCY)
      .flatMap((urgency) => TO_READ.map((state) => ({ ...state, urgency })))
      .map((filter) => records.findOne(filter, { sort: MOST_URGENT_FIRST, projection: { received_at: 1 } })),
  );
  const times = first.flatMap((document) => (document ? [document.received_at.toISOString()] : []));
  return times.sort()[0] ?? null;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Step: the first unread ECGs in reading order, how many there are and since when the oldest waits. */
export async function listUnread(organizationId: string): Promise<Worklist['unread']> {
  const records = ecgRecords(organizationId);
  const first = { sort: MOST_URGENT_FIRST, limit: WORKLIST_ROWS, projection: ROW_FIELDS } as const;
  const both = <Answer>(ask: (filter: Filter<RecordDocument>) => Promise<Answer>) => Promise.all(TO_READ.map(ask));
  const [found, all, urgentNow, oldest_received_at] = await Promise.all([
    both((filter) => records.find(filter, first)),
    both((filter) => records.count(filter, TO_THE_CAP)),
    both((filter) => records.count({ ...filter, urgency: URGENCY.now }, TO_THE_CAP)),
    oldestReceived(organizationId),
  ]);
  const documents = found.flat().sort(byOrder).slice(0, WORKLIST_ROWS);
  const people = await peopleByRef(
    organizationId,
    documents.flatMap(({ patient_ref }) => patient_ref ?? []),
  );
  const rows = documents.flatMap((document) => {
    const patient = document.patient_ref === null ? undefined : people.get(document.patient_ref);
    return patient ? [rowOf(document, patient)] : [];
  });
  return { count: capped(sum(all)), urgent_now: capped(sum(urgentNow)), oldest_received_at, rows };
}
