import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { uploads } from '@/models/upload';
import { dropUpload } from './staging';

/** A part that began to arrive before the end may still do so for a while. */
const LATE_PARTS_MS = 15 * 60_000;
const BATCH = 100;

/** Removes uploads that were begun and never completed, with what had arrived of them. */
export async function sweepUploads(services: Services): Promise<void> {
  const before = new Date(services.clock.now().getTime() - LATE_PARTS_MS);
  for (const { _id } of await organizations.list()) {
    const expired = await uploads(_id).find(
      { state: 'open', expires_at: { $lt: before } },
      { sort: { expires_at: 1 }, limit: BATCH },
    );
    for (const document of expired) {
      await dropUpload(services, document);
      services.log.info({ upload: document._id }, 'an upload that was never completed was removed');
    }
  }
}
