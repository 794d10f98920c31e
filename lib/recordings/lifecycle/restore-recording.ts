import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality, Recording } from '../contracts';
import { presentTo } from '../present-record';
import { changeRecord } from './change-record';
import type { RecordDecision } from './contracts';

/**
 * Restores a deleted record to what it was: filed under its patient, or held for a decision.
 * @throws AppError `not_found` (also once it was erased), `stale_revision`, `not_in_this_state`
 */
export async function restoreRecording(
  services: Services,
  actor: Actor,
  input: { modality: Modality; id: string; body: RecordDecision },
): Promise<Recording> {
  authorize(actor, 'record:delete');
  const { id, modality, body } = input;
  const restored = await changeRecord(services, actor, { id, modality, revision: body.revision }, async (document) => {
    if (document.status !== 'deleted' || !document.deleted) throw new AppError('not_in_this_state');
    return {
      set: { status: document.deleted.was, deleted: null },
      action: 'record.restored',
      reason: body.reason,
    };
  });
  return presentTo(actor, restored);
}
