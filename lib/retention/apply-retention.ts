import type { SystemActor } from '@/lib/accounts/actor';
import { systemActor } from '@/lib/accounts/system-actor';
import type { Services } from '@/lib/platform/services';
import { changeRecord } from '@/lib/recordings/lifecycle/change-record';
import { deletionOf } from '@/lib/recordings/lifecycle/delete-recording';
import { type OrganizationDocument, organizations } from '@/models/organization';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';
import { DEFAULT_RETENTION } from './contracts';
import { eraseRecord } from './erase-record';

const DAY_MS = 86_400_000;
const BATCH = 200;
const REASON = 'Older than the organisation keeps records';

/** Deleted longer ago than they are kept, and not on legal hold. */
export const toErase = (before: Date): Filter<RecordDocument> => ({
  status: 'deleted',
  'deleted.at': { $lt: before },
  legal_hold: null,
});

/** Filed, recorded and received longer ago than records are kept. Held ones wait for a person, however long. */
export const toExpire = (before: Date): Filter<RecordDocument> => ({
  status: 'stored',
  recording_date: { $lt: before },
  received_at: { $lt: before },
  legal_hold: null,
});

/**
 * Does the work to each record that fits, batch by batch. One that fails is logged and left to the next round, so that it
 * stops no other.
 */
async function forEachRecord(
  services: Services,
  organizationId: string,
  query: { filter: Filter<RecordDocument>; sort: Record<string, 1 | -1> },
  work: (document: RecordDocument) => Promise<unknown>,
): Promise<void> {
  for (const records of [ecgRecords, therapyRecords]) {
    let failed = 0;
    let full = true;
    while (full && failed === 0) {
      const batch = await records(organizationId).find(query.filter, { sort: query.sort, limit: BATCH });
      full = batch.length === BATCH;
      for (const document of batch) {
        await work(document).catch((error: unknown) => {
          failed += 1;
          services.log.error({ record: document._id, err: error }, 'retention failed for a record');
        });
      }
    }
  }
}

function expire(services: Services, actor: SystemActor, { _id: id, revision }: RecordDocument): Promise<unknown> {
  return changeRecord(services, actor, { id, revision }, async (document, context) =>
    deletionOf(document, context, REASON),
  );
}

async function applyTo(services: Services, organization: OrganizationDocument): Promise<void> {
  const { deleted_days, records_days } = organization.retention ?? DEFAULT_RETENTION;
  const actor = systemActor(services, organization._id, 'retention');
  const before = (days: number) => new Date(services.clock.now().getTime() - days * DAY_MS);
  if (records_days !== null) {
    const query = { filter: toExpire(before(records_days)), sort: { recording_date: 1, _id: 1 } as const };
    await forEachRecord(services, organization._id, query, (document) => expire(services, actor, document));
  }
  const query = { filter: toErase(before(deleted_days)), sort: { 'deleted.at': 1 } as const };
  await forEachRecord(services, organization._id, query, (document) => eraseRecord(services, actor, document));
}

/** One round of the worker: deletes what is older than it is kept, erases what has been deleted long enough (STO-5). */
export async function applyRetention(services: Services): Promise<void> {
  for (const organization of await organizations.list()) await applyTo(services, organization);
}
