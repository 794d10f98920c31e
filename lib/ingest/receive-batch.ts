import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import type { BatchItemAnswer } from './contracts';
import { eachForItself } from './each-for-itself';
import { splitBatchInThread } from './reader/read-in-thread';
import { receiveRecording } from './receive-recording';

/**
 * Takes a batch of recordings in, one after the other and in its order, each for itself (ING-3).
 * @throws AppError `not_permitted`, `unreadable_body`, `invalid_upload` where the batch itself is none
 */
export async function receiveBatch(
  services: Services,
  actor: Actor,
  input: { modality: Modality; body: Uint8Array },
): Promise<{ results: BatchItemAnswer[] }> {
  authorize(actor, input.modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const results = await eachForItself(services, actor, await splitBatchInThread(services, input.body), (source) => {
    const body = { source, files: [], given: {}, report: null, idempotency_key: null };
    return receiveRecording(services, actor, { modality: input.modality, body });
  });
  return { results };
}
