import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import { toAppError } from '@/lib/errors/to-app-error';
import { ObjectNotFoundError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { type UploadDocument, uploads } from '@/models/upload';
import type { AnyAnswer } from '../contracts';
import { MAX_HELD_BYTES } from '../read-upload';
import { processingAnswer } from '../upload-answer';
import { checkStaged } from './load-staged';
import { isOfTheMoment, readStaged, refuseUpload } from './process-upload';
import { processLater } from './staging';

/**
 * Step: the upload of that id, if the caller is who opened it.
 * @throws AppError `not_found`, `not_permitted`
 */
export async function ownUpload(actor: Actor, upload_id: string): Promise<UploadDocument> {
  const document = await uploads(actor.organization_id).findOne({ _id: upload_id });
  if (!document || document.sender_id !== actorId(actor)) throw new AppError('not_found');
  authorize(actor, document.modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  return document;
}

/** Which parts are not there, or have another length than was signed. */
async function missingParts(services: Services, { files }: UploadDocument): Promise<InputFault[]> {
  const faults: InputFault[] = [];
  for (const [f, file] of files.entries()) {
    for (const [p, { key, bytes }] of file.parts.entries()) {
      const info = await services.objects.head(key).catch((error: unknown) => {
        if (error instanceof ObjectNotFoundError) return null;
        throw error;
      });
      if (info?.bytes === bytes) continue;
      const detail = info ? 'This part has another length than was announced.' : 'This part was not sent.';
      faults.push({ pointer: `/files/${f}/parts/${p}`, code: info ? 'wrong_length' : 'required', detail });
    }
  }
  return faults;
}

/** The worker takes over a reading that its request did not end. */
const HANDED_OVER_AFTER_MS = 2 * 60_000;

async function readNow(services: Services, actor: Actor, document: UploadDocument): Promise<AnyAnswer> {
  const run_at = new Date(services.clock.now().getTime() + HANDED_OVER_AFTER_MS);
  if (!(await processLater(services, document, {}, run_at))) return processingAnswer(document);
  try {
    return await readStaged(services, actor, document);
  } catch (error) {
    // it is kept and complete, so that the worker can go on
    if (isOfTheMoment(toAppError(error))) return processingAnswer(document);
    throw error;
  }
}

async function readByWorker(services: Services, actor: Actor, document: UploadDocument): Promise<AnyAnswer> {
  try {
    for (const [index, file] of document.files.entries()) await checkStaged(services, file, index);
  } catch (error) {
    if (error instanceof AppError) await refuseUpload(services, actor, document, error);
    throw error;
  }
  // whoever completed it at the same time has left it to the worker already
  await processLater(services, document, {});
  return processingAnswer(document);
}

/**
 * Completes an upload whose parts have arrived: a small one is stored before the answer, a large one is left to the
 * worker. After a refusal for missing parts it can be completed again; completing one that is done gives its answer.
 * @throws AppError `not_found`, `not_in_this_state` (it was refused before), `invalid_upload`, and as `receiveUpload`
 */
export async function completeUpload(
  services: Services,
  actor: Actor,
  { upload_id }: { upload_id: string },
): Promise<AnyAnswer> {
  const document = await ownUpload(actor, upload_id);
  // written by us when it was read
  if (document.state === 'done' && document.answer) return document.answer as unknown as AnyAnswer;
  if (document.state === 'processing') return processingAnswer(document);
  if (document.state !== 'open') throw new AppError('not_in_this_state');
  const faults = await missingParts(services, document);
  if (faults.length > 0) throw new AppError('invalid_upload', { faults });
  const bytes = document.files.reduce((sum, file) => sum + file.bytes, 0);
  const read = bytes <= MAX_HELD_BYTES ? readNow : readByWorker;
  return read(services, actor, document);
}
