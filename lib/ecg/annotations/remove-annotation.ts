import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { loadRecordContent } from '@/lib/recordings/load-record';
import { ecgAnnotations } from '@/models/ecg-annotation';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import type { Annotation } from '../annotation-contracts';
import { presentAnnotation } from './present-annotation';

interface Input {
  modality: Modality;
  id: string;
  annotation_id: string;
}

/**
 * Takes one of one's own annotations back: it is shown no more, and stays in the history. Taking it back again changes
 * nothing.
 * @throws AppError `not_found`; `not_permitted` for somebody else's
 */
export async function removeAnnotation(services: Services, actor: Actor, input: Input): Promise<Annotation> {
  authorize(actor, 'ecg:annotate');
  if (input.modality !== 'ecg') throw new AppError('not_found');
  const { record_id, patient_ref } = await loadRecordContent(actor, { modality: 'ecg', id: input.id });
  const name = { _id: input.annotation_id, record_id };
  return withTransaction(async (tx) => {
    const change = await organizations.nextChange(actor.organization_id, tx);
    const annotations = ecgAnnotations(actor.organization_id);
    const known = await annotations.findOne(name, { tx });
    if (!known) throw new AppError('not_found');
    if (known.author_id !== actorId(actor)) throw new AppError('not_permitted');
    if (known.removed) return presentAnnotation(actor, known);
    const removed = { at: services.clock.now(), by: actorId(actor) };
    await annotations.updateOne(name, { $set: { removed, change } }, { tx });
    const { version, kind, lead } = known;
    await recordEvent(
      services,
      actor,
      {
        action: 'ecg.annotation_removed',
        patient_ref,
        subject: { kind: 'record', id: record_id },
        details: { annotation_id: known._id, version, kind, lead },
      },
      tx,
    );
    return presentAnnotation(actor, { ...known, removed });
  });
}
