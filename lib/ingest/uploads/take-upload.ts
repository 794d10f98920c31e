import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import type { ImportAnswer, ProcessingAnswer, UploadAnswer } from '../contracts';
import type { UnreadUpload } from '../read-upload';
import { receiveUpload } from '../receive-recording';
import { processingAnswer } from '../upload-answer';
import { Staging } from './staging';

/**
 * Takes an upload in, whatever its size: a small one is stored before the answer, a large one is kept as it arrives and
 * left to the worker (ING-2). Nothing of a body that breaks off stays behind.
 * @throws as `receiveUpload`; AppError `body_too_large`
 */
export async function takeUpload(
  services: Services,
  actor: Actor,
  { modality, body: unread }: { modality: Modality; body: UnreadUpload },
): Promise<UploadAnswer | ImportAnswer | ProcessingAnswer> {
  authorize(actor, modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const staging = new Staging(services, actor, modality);
  try {
    const received = await unread(staging.stage);
    if (!('staged' in received)) return await receiveUpload(services, actor, { modality, body: received });
    const { staged: files, given, idempotency_key } = received;
    const bound = actor.kind === 'key' && actor.device_id !== null && !files.some(({ role }) => role === 'data');
    const all = bound ? { device_id: actor.device_id ?? '', ...given } : given;
    const { record_id } = await staging.process({ files, given: all, idempotency_key });
    services.log.info({ actor: actorId(actor), files: files.length }, 'a large upload waits to be read');
    return processingAnswer({ record_id, modality });
  } catch (error) {
    await staging.drop();
    throw error;
  }
}
