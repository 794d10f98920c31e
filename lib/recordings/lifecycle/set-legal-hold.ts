import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality, Recording } from '../contracts';
import { presentTo } from '../present-record';
import { changeRecord } from './change-record';
import type { LegalHold } from './contracts';

/**
 * Puts a record on legal hold, so that neither a person nor the end of its retention deletes it, or takes it off.
 * @throws AppError `not_found`, `stale_revision`, `not_in_this_state` where it is so already
 */
export async function setLegalHold(
  services: Services,
  actor: Actor,
  input: { modality: Modality; id: string; body: LegalHold },
): Promise<Recording> {
  authorize(actor, 'record:delete');
  const { id, modality, body } = input;
  const name = { id, modality, revision: body.revision };
  const changed = await changeRecord(services, actor, name, async (document, { now }) => {
    if (Boolean(document.legal_hold) === body.held) throw new AppError('not_in_this_state');
    return {
      set: { legal_hold: body.held ? { at: now, by: actorId(actor) } : null },
      action: 'record.legal_hold',
      reason: body.reason,
      details: { held: body.held },
    };
  });
  return presentTo(actor, changed);
}
