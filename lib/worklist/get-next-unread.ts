import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { type NextUnread, WORKLIST_ROWS } from './contracts';
import { MOST_URGENT_FIRST } from './list-steps';
import { PRELIMINARY, UNREAD } from './list-unread';

type Place = Pick<RecordDocument, '_id' | 'urgency' | 'received_at'>;

/** What follows a place in reading order, in the three steps in which the index holds it. */
function after({ _id, urgency, received_at }: Place): Filter<RecordDocument>[] {
  return [
    { ...UNREAD, urgency, received_at, _id: { $gt: _id } },
    { ...UNREAD, urgency, received_at: { $gt: received_at } },
    { ...UNREAD, urgency: { $gt: urgency } },
  ];
}

/** The first ECG nobody has begun to read: after the one that is left unread, else from the beginning. */
async function nextUnconfirmed(organizationId: string, left: Place | null): Promise<string | null> {
  const records = ecgRecords(organizationId);
  const first = { sort: MOST_URGENT_FIRST, limit: 2, projection: { _id: 1 } } as const;
  for (const filter of [...(left ? after(left) : []), UNREAD]) {
    const found = await records.find(filter, first);
    const other = found.find(({ _id }) => _id !== left?._id);
    if (other) return other._id;
  }
  return null;
}

/** Once nothing is unread: a first statement of somebody else that waits for its confirmation. */
async function nextToConfirm(actor: Actor, from: string | undefined): Promise<string | null> {
  const waiting = await ecgRecords(actor.organization_id).find(PRELIMINARY, {
    sort: MOST_URGENT_FIRST,
    limit: WORKLIST_ROWS,
    projection: { _id: 1, 'reading.author_id': 1 },
  });
  return waiting.find(({ _id, reading }) => _id !== from && reading.author_id !== actorId(actor))?._id ?? null;
}

/**
 * The ECG to read next, in the worklist's own order: STAT and critical first, then the longest waiting. Preliminary ones
 * of other readers come when nothing is unread any more, for who may confirm them.
 * @param input `after`: the ECG one comes from. Left unread, what follows it is next, so that going on passes all of them.
 */
export async function getNextUnread(
  services: Services,
  actor: Actor,
  input: { after?: string | undefined },
): Promise<NextUnread> {
  authorize(actor, 'record:read');
  await recordView(services, actor, {
    action: 'worklist.viewed',
    subject: { kind: 'worklist', id: actor.organization_id },
  });
  const from = input.after;
  const left = from === undefined ? null : await ecgRecords(actor.organization_id).findOne({ _id: from, ...UNREAD });
  const id = await nextUnconfirmed(actor.organization_id, left);
  if (id !== null || !actor.permissions.has('reading:confirm')) return { id };
  return { id: await nextToConfirm(actor, from) };
}
