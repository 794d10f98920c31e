import type { Actor } from '@/lib/accounts/actor';
import type { AppError } from '@/lib/errors/app-error';
import { ERROR_CATALOG } from '@/lib/errors/catalog';
import { toAppError } from '@/lib/errors/to-app-error';
import { problemOf } from '@/lib/http/problem';
import type { Services } from '@/lib/platform/services';
import type { BatchItemAnswer, UploadAnswer } from './contracts';

/** Errors that say nothing of the item: the next one would meet them too. */
const OF_THE_MOMENT: ReadonlySet<AppError['code']> = new Set(['store_unavailable', 'too_busy']);

/**
 * Takes items in one after the other, each for itself: what is wrong with one is told in its place and holds up nobody
 * else (ING-3). When a store goes away in the middle, the rest is answered with that.
 */
export async function eachForItself<Item>(
  services: Services,
  actor: Actor,
  items: readonly Item[],
  receive: (item: Item) => Promise<UploadAnswer>,
): Promise<BatchItemAnswer[]> {
  const { request_id } = actor.origin;
  const answers: BatchItemAnswer[] = [];
  let stopped: AppError | null = null;
  for (const item of items) {
    const error: AppError | null =
      stopped ??
      (await receive(item).then(
        (answer) => {
          answers.push(answer);
          return null;
        },
        (thrown: unknown) => toAppError(thrown),
      ));
    if (!error) continue;
    if (ERROR_CATALOG[error.code].status >= 500 && !stopped)
      services.log.error({ request_id, code: error.code, err: error.cause }, 'an item of an upload failed');
    if (OF_THE_MOMENT.has(error.code)) stopped = error;
    answers.push({ status: 'failed', problem: problemOf(error, request_id) });
  }
  return answers;
}
