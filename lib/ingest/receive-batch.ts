import { type Actor, authorize } from '@/lib/accounts/actor';
import type { AppError } from '@/lib/errors/app-error';
import { ERROR_CATALOG } from '@/lib/errors/catalog';
import { toAppError } from '@/lib/errors/to-app-error';
import { problemOf } from '@/lib/http/problem';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import type { BatchItemAnswer } from './contracts';
import { splitBatchInThread } from './reader/read-in-thread';
import { receiveRecording } from './receive-recording';

/** Errors that say nothing of the item: the next one would meet them too. */
const OF_THE_MOMENT: ReadonlySet<AppError['code']> = new Set(['store_unavailable', 'too_busy']);

/**
 * Takes a batch of recordings in, one after the other and in its order, each for itself: what is wrong with one is told
 * in its place and holds up nobody else (ING-3). When a store goes away in the middle, the rest is answered with that.
 * @throws AppError `not_permitted`, `unreadable_body`, `invalid_upload` where the batch itself is none
 */
export async function receiveBatch(
  services: Services,
  actor: Actor,
  input: { modality: Modality; body: Uint8Array },
): Promise<{ results: BatchItemAnswer[] }> {
  authorize(actor, input.modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const { request_id } = actor.origin;
  const results: BatchItemAnswer[] = [];
  let stopped: AppError | null = null;
  for (const source of await splitBatchInThread(services, input.body)) {
    const body = { source, report: null, idempotency_key: null };
    const error: AppError | null =
      stopped ??
      (await receiveRecording(services, actor, { modality: input.modality, body }).then(
        (answer) => {
          results.push(answer);
          return null;
        },
        (thrown: unknown) => toAppError(thrown),
      ));
    if (!error) continue;
    if (ERROR_CATALOG[error.code].status >= 500 && !stopped)
      services.log.error({ request_id, code: error.code, err: error.cause }, 'an item of a batch failed');
    if (OF_THE_MOMENT.has(error.code)) stopped = error;
    results.push({ status: 'failed', problem: problemOf(error, request_id) });
  }
  return { results };
}
