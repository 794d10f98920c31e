import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { presentRecord } from '@/lib/recordings/present-record';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';

const QUEUE = { urgency: 1, received_at: 1, _id: 1 } as const;

/** The most urgent first, then the longest waiting: the order of the queue across both families of records. */
function byUrgency(a: RecordDocument, b: RecordDocument): number {
  return a.urgency - b.urgency || a.received_at.getTime() - b.received_at.getTime() || a._id.localeCompare(b._id);
}

/**
 * Recordings held for a decision, with what was sent of their patient: whoever decides must see it. Urgent ones of the
 * whole queue come first, however long it is. One audit event a look.
 */
export async function listHeld(
  services: Services,
  actor: Actor,
  { limit }: { limit: number },
): Promise<{ data: Recording[]; next_cursor: null }> {
  authorize(actor, 'quarantine:resolve');
  const held = { status: 'quarantined' };
  const found = await Promise.all(
    [ecgRecords, therapyRecords].map((records) => records(actor.organization_id).find(held, { sort: QUEUE, limit })),
  );
  const data = found.flat().sort(byUrgency).slice(0, limit);
  await recordView(services, actor, {
    action: 'quarantine.viewed',
    subject: { kind: 'organization', id: actor.organization_id },
    details: { found: data.length },
  });
  return { data: data.map((document) => presentRecord(document)), next_cursor: null };
}
