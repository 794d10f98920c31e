import { type Actor, actorId } from '@/lib/accounts/actor';
import type { AnnotationDocument } from '@/models/ecg-annotation';
import type { Annotation } from '../annotation-contracts';

/** An annotation as it is read back by an actor. */
export function presentAnnotation(actor: Actor, document: Omit<AnnotationDocument, 'organization_id'>): Annotation {
  const { _id, record_id, version, kind, lead, from_sample, to_sample, sampling_rate_hz, value, text } = document;
  return {
    id: _id,
    ...{ record_id, version, kind, lead, from_sample, to_sample, sampling_rate_hz, value, text },
    author: document.author,
    is_own: document.author_id === actorId(actor),
    recorded_at: document.recorded_at.toISOString(),
    removed_at: document.removed?.at.toISOString() ?? null,
  };
}
