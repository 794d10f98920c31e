import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { changeRecord } from '@/lib/recordings/lifecycle/change-record';
import type { RecordDecision } from '@/lib/recordings/lifecycle/contracts';
import { deletionOf } from '@/lib/recordings/lifecycle/delete-recording';
import { presentRecord } from '@/lib/recordings/present-record';

/**
 * Rejects a held recording: nobody's, and deleted. An administrator can restore it to the queue while deleted records are
 * kept.
 * @throws AppError `not_found`, `stale_revision`, `not_in_this_state`, `legal_hold`
 */
export async function rejectHeld(
  services: Services,
  actor: Actor,
  input: { id: string; body: RecordDecision },
): Promise<Recording> {
  authorize(actor, 'quarantine:resolve');
  const { id, body } = input;
  const rejected = await changeRecord(services, actor, { id, revision: body.revision }, async (document, context) => {
    if (document.status !== 'quarantined') throw new AppError('not_in_this_state');
    return { ...deletionOf(document, context, body.reason), action: 'record.rejected' };
  });
  return presentRecord(rejected);
}
