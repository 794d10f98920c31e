import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { criticalStatements } from '@/lib/ecg/domain/critical-statements';
import type { Services } from '@/lib/platform/services';
import { PRIORITIES, type Recording } from '@/lib/recordings/contracts';
import { presentRecord } from '@/lib/recordings/present-record';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';

type Place = Pick<RecordDocument, '_id' | 'modality' | 'priority' | 'statements' | 'received_at'>;

/** What the order of the queue depends on: enough to sort all of it, however long it is. */
const PLACE_FIELDS = { modality: 1, priority: 1, statements: 1, received_at: 1 } as const;

/** STAT and critical statements first, then urgent, then routine. */
function urgency({ priority, statements }: Place): number {
  return criticalStatements(statements).length > 0 ? PRIORITIES.length - 1 : PRIORITIES.indexOf(priority);
}

function byUrgency(a: Place, b: Place): number {
  return urgency(b) - urgency(a) || a.received_at.getTime() - b.received_at.getTime() || a._id.localeCompare(b._id);
}

/** The first of the queue, in its order; one that was decided meanwhile is left out. */
async function firstOfQueue(organizationId: string, limit: number): Promise<RecordDocument[]> {
  const families = [ecgRecords, therapyRecords];
  const places = await Promise.all(
    families.map((records) => records(organizationId).find({ status: 'quarantined' }, { projection: PLACE_FIELDS })),
  );
  const first = places.flat().sort(byUrgency).slice(0, limit);
  const ids = first.map(({ _id }) => _id);
  const found = await Promise.all(
    families.map((records) => records(organizationId).find({ _id: { $in: ids }, status: 'quarantined' })),
  );
  const byId = new Map(found.flat().map((document) => [document._id, document]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Recordings held for a decision, with what was sent of their patient: whoever decides must see it. STAT ones and those
 * with a critical statement come first in the whole queue, then urgent ones, then the longest waiting. The look is
 * audited, once in ten minutes while the page is open.
 */
export async function listHeld(
  services: Services,
  actor: Actor,
  { limit }: { limit: number },
): Promise<{ data: Recording[]; next_cursor: null }> {
  authorize(actor, 'quarantine:resolve');
  const data = await firstOfQueue(actor.organization_id, limit);
  await recordView(services, actor, {
    action: 'quarantine.viewed',
    subject: { kind: 'organization', id: actor.organization_id },
    details: { found: data.length },
  });
  return { data: data.map((document) => presentRecord(document)), next_cursor: null };
}
