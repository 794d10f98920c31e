import type { Actor } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { ownUpload } from './complete-upload';
import { dropUpload } from './staging';

/**
 * Gives an open upload up and removes what was sent of it; one that is complete stays.
 * @throws AppError `not_found`, `not_permitted`
 */
export async function abortUpload(
  services: Services,
  actor: Actor,
  { upload_id }: { upload_id: string },
): Promise<{ aborted: true }> {
  await dropUpload(services, await ownUpload(actor, upload_id));
  return { aborted: true };
}
