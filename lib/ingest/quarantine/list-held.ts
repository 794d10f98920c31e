import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { invalidCursor } from '@/lib/http/invalid-cursor';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { decodeQueueCursor, encodeQueueCursor } from '@/lib/recordings/domain/cursor';
import { presentRecord } from '@/lib/recordings/present-record';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';

/** The order of the queue within one family of records. */
export const QUEUE = { urgency: 1, received_at: 1, _id: 1 } as const;

/** The most urgent first, then the longest waiting: the order of the queue across both families of records. */
function byUrgency(a: RecordDocument, b: RecordDocument): number {
  return a.urgency - b.urgency || a.received_at.getTime() - b.received_at.getTime() || (a._id < b._id ? -1 : 1);
}

/** What stands behind a place in the queue; the first condition is the one an index begins at. */
function afterCursor(cursor: string | undefined): Filter<RecordDocument> {
  if (cursor === undefined) return {};
  const place = decodeQueueCursor(cursor);
  if (!place) throw invalidCursor();
  const { urgency, received_at, id } = place;
  const behind = [
    { urgency: { $gt: urgency } },
    { urgency, received_at: { $gt: received_at } },
    { urgency, received_at, _id: { $gt: id } },
  ];
  return { urgency: { $gte: urgency }, $or: behind };
}

/** What is held behind a cursor, as sent to the store; exported for the test that no page of the queue scans. */
export const heldFilter = (cursor?: string): Filter<RecordDocument> => ({
  status: 'quarantined',
  ...afterCursor(cursor),
});

/**
 * Recordings held for a decision, with what was sent of their patient: whoever decides must see it. Urgent ones of the
 * whole queue come first, however long it is; page by page. One audit event a look.
 * @throws AppError `invalid_query`
 */
export async function listHeld(
  services: Services,
  actor: Actor,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ data: Recording[]; next_cursor: string | null }> {
  authorize(actor, 'quarantine:resolve');
  const held = heldFilter(cursor);
  const options = { sort: QUEUE, limit: limit + 1 };
  const found = await Promise.all(
    [ecgRecords, therapyRecords].map((records) => records(actor.organization_id).find(held, options)),
  );
  const documents = found.flat().sort(byUrgency);
  const page = documents.slice(0, limit);
  const last = documents.length > limit ? page.at(-1) : undefined;
  await recordView(services, actor, {
    action: 'quarantine.viewed',
    subject: { kind: 'organization', id: actor.organization_id },
    details: { found: page.length },
  });
  return {
    data: page.map((document) => presentRecord(document)),
    next_cursor: last ? encodeQueueCursor({ ...last, id: last._id }) : null,
  };
}
