import { type Actor, authorize } from '@/lib/accounts/actor';
import { authorOf } from '@/lib/accounts/author-of';
import type { RepeatEdit } from '@/lib/ecg/reading-contracts';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { changeRecord } from '@/lib/recordings/lifecycle/change-record';
import { presentTo } from '@/lib/recordings/present-record';
import { isReadable, noteStep } from './note-step';

/**
 * Asks the recording site for a new tracing, with a reason, or withdraws that. It stays until it is withdrawn, also when a
 * corrected version comes: only somebody who looks can say that the new tracing is there.
 * @throws AppError `not_found`; `stale_revision`; `not_in_this_state` where the ECG is held or deleted, or it is so already
 */
export async function requestRepeat(
  services: Services,
  actor: Actor,
  { id, body }: { id: string; body: RepeatEdit },
): Promise<Recording> {
  authorize(actor, 'reading:write');
  const author = await authorOf(services, actor);
  const name = { id, modality: 'ecg', revision: body.revision } as const;
  const changed = await changeRecord(services, actor, name, async (document, context) => {
    const asked = Boolean(document.repeat_request);
    if (!isReadable(document) || asked === body.requested) throw new AppError('not_in_this_state');
    const { state, statement = null } = document.reading;
    const said = { ...author, recorded_at: context.now };
    const event = body.requested ? 'repeat_requested' : 'repeat_withdrawn';
    const reason = body.requested ? body.reason : null;
    await noteStep(context, document, said, { event, state, statement, reason });
    return {
      set: { repeat_request: reason === null ? null : { reason, ...said } },
      action: `record.${event}`,
      ...(reason === null ? {} : { reason }),
    };
  });
  return presentTo(actor, changed);
}
