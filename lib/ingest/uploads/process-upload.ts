import path from 'node:path';
import { type Actor, authorize } from '@/lib/accounts/actor';
import type { AppError } from '@/lib/errors/app-error';
import { ERROR_CATALOG } from '@/lib/errors/catalog';
import { toAppError } from '@/lib/errors/to-app-error';
import { problemOf } from '@/lib/http/problem';
import type { JobPayloads } from '@/lib/jobs/enqueue-job';
import { withScratch } from '@/lib/platform/scratch';
import type { Services } from '@/lib/platform/services';
import { type UploadDocument, uploads } from '@/models/upload';
import type { ImportAnswer, UploadAnswer } from '../contracts';
import { removeObjects } from '../keep-objects';
import { MAX_HELD_BYTES } from '../read-upload';
import { receiveUpload } from '../receive-recording';
import { loadStaged } from './load-staged';
import { actorOf } from './sender';
import { TOLD_FOR_MS } from './staging';

/** What no recording of a day needs; shorter limits hold for uploads that somebody waits for. */
const TIME_LIMIT_MS = 10 * 60_000;

/** Whether another try may go better. */
export const isOfTheMoment = ({ code, retryAfterS }: AppError) =>
  retryAfterS !== null || ERROR_CATALOG[code].status >= 500;

/** Takes an upload in: a large one by way of this machine's disk, in the memory of its decoded signals alone. */
async function takeIn(
  services: Services,
  actor: Actor,
  document: UploadDocument,
): Promise<UploadAnswer | ImportAnswer> {
  const { modality, record_id, files } = document;
  const options = { record_id, time_limit_ms: TIME_LIMIT_MS };
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= MAX_HELD_BYTES) {
    const body = await loadStaged(services, document, null);
    return receiveUpload(services, actor, { modality, body }, options);
  }
  return withScratch(services.scratch_dir, async (folder) => {
    const body = await loadStaged(services, document, folder);
    const signals_path = path.join(folder, 'signals');
    return receiveUpload(services, actor, { modality, body }, { ...options, signals_path });
  });
}

/**
 * Step: reads what is staged, as if it had been received at once, and notes what became of it.
 * @throws AppError where the upload is refused, or where it may go better another time
 */
export async function readStaged(
  services: Services,
  actor: Actor,
  document: UploadDocument,
): Promise<UploadAnswer | ImportAnswer> {
  try {
    const answer = await takeIn(services, actor, document);
    await settle(services, document, { state: 'done', answer: { ...answer } });
    return answer;
  } catch (error) {
    const failure = toAppError(error);
    if (isOfTheMoment(failure)) throw error;
    await refuseUpload(services, actor, document, failure);
    throw failure;
  }
}

/** Step: ends an upload that can become nothing; why is kept for whoever asks. */
export async function refuseUpload(
  services: Services,
  actor: Actor,
  document: UploadDocument,
  failure: AppError,
): Promise<void> {
  const problem = { ...problemOf(failure, actor.origin.request_id) };
  await settle(services, document, { state: 'failed', problem });
}

async function settle(services: Services, document: UploadDocument, set: Partial<UploadDocument>): Promise<void> {
  const forget_at = new Date(services.clock.now().getTime() + TOLD_FOR_MS);
  await removeObjects(services, document.staging_prefix);
  await uploads(document.organization_id).updateOne(
    // how it has ended is said once
    { _id: document._id, state: { $in: ['open', 'processing'] } },
    // what the sender said of the patient goes with the objects
    { $set: { ...set, given: {}, files: [], expires_at: null, forget_at } },
  );
}

/**
 * Job: reads an upload that was kept because it is large. Reading it again makes nothing new: what it holds is known
 * then.
 */
export async function processUpload(
  services: Services,
  worker: Actor,
  { upload_id }: JobPayloads['read-upload'],
): Promise<void> {
  authorize(worker, 'ecg:ingest');
  const document = await uploads(worker.organization_id).findOne({ _id: upload_id, state: 'processing' });
  if (!document) return;
  try {
    await readStaged(services, actorOf(services, document.sender), document);
  } catch (error) {
    if (isOfTheMoment(toAppError(error))) throw error;
    services.log.info({ upload: upload_id, code: toAppError(error).code }, 'a large upload was refused');
  }
}
