import type { Services } from '@/lib/platform/services';
import { type IngestDocument, ingests } from '@/models/ingest';
import { organizations } from '@/models/organization';
import { abandonExpired } from './claim';
import { removeObjects } from './keep-objects';

/** A writer that lost its claim may still put an object for a while; after this no put of it can be under way. */
const WRITERS_GONE_AFTER_MS = 10 * 60_000;
const BATCH = 100;

/** Removes what an abandoned claim left behind: exactly the objects of its own attempt, never another version's. */
async function sweepAbandoned(services: Services, document: IngestDocument): Promise<void> {
  const removed = await removeObjects(services, document.object_prefix);
  if (removed > 0) services.log.info({ claim: document._id, removed }, 'objects of an unfinished upload removed');
  const abandonedForMs = services.clock.now().getTime() - document.lease_ends_at.getTime();
  if (abandonedForMs > WRITERS_GONE_AFTER_MS) {
    await ingests(document.organization_id).deleteOne({ _id: document._id, state: 'abandoned' });
  }
}

async function sweepOrganization(services: Services, organizationId: string): Promise<void> {
  const scoped = ingests(organizationId);
  const queue = { sort: { lease_ends_at: 1 as const }, limit: BATCH };
  for (const document of await scoped.find({ state: 'claimed', lease_ends_at: { $lt: services.clock.now() } }, queue)) {
    await abandonExpired(services, document);
  }
  for (const document of await scoped.find({ state: 'abandoned' }, queue)) await sweepAbandoned(services, document);
}

/**
 * Ends unfinished uploads: claims whose lease ran out are taken away from their holders, and the objects stored under
 * them are removed. A claim and its record are committed together, so whatever is still claimed has no record.
 */
export async function sweepClaims(services: Services): Promise<void> {
  for (const { _id } of await organizations.list()) await sweepOrganization(services, _id);
}
