import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { RecordDocument } from '@/models/record';
import type { Modality, Recording } from '../contracts';
import { presentTo } from '../present-record';
import { type ChangeContext, changeRecord, type RecordChange } from './change-record';
import type { RecordDecision } from './contracts';

/**
 * Step: a record as deleted. What it was stands beside it, so that restoring gives exactly that back; it stays with its
 * patient, whose lists and nights leave it out.
 * @throws AppError `not_in_this_state`, `legal_hold`
 */
export function deletionOf(
  document: RecordDocument,
  { actor, now }: Pick<ChangeContext, 'actor' | 'now'>,
  reason: string,
): RecordChange {
  const { status } = document;
  if (status !== 'stored' && status !== 'quarantined') throw new AppError('not_in_this_state');
  if (document.legal_hold) throw new AppError('legal_hold');
  return {
    set: { status: 'deleted', deleted: { at: now, by: actorId(actor), was: status } },
    action: 'record.deleted',
    reason,
  };
}

/**
 * Deletes a record: it leaves every list and night, and is erased when the organisation no longer keeps deleted ones.
 * @throws AppError `not_found`, `stale_revision`, `not_in_this_state`, `legal_hold`
 */
export async function deleteRecording(
  services: Services,
  actor: Actor,
  input: { modality: Modality; id: string; body: RecordDecision },
): Promise<Recording> {
  authorize(actor, 'record:delete');
  const { id, modality, body } = input;
  const name = { id, modality, revision: body.revision };
  const deleted = await changeRecord(services, actor, name, async (document, context) =>
    deletionOf(document, context, body.reason),
  );
  return presentTo(actor, deleted);
}
