import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';
import type { RecordName } from '@/lib/recordings/load-record';
import { linksOf } from '@/lib/recordings/present-record';
import { type UploadDocument, uploads } from '@/models/upload';
import type { ImportAnswer, UploadAnswer } from '../contracts';
import type { UploadState } from './contracts';

function statusOf({ state, answer }: UploadDocument): UploadState['status'] {
  if (state === 'failed') return 'failed';
  if (state !== 'done') return 'processing';
  return answer && 'records' in answer ? 'imported' : 'duplicate';
}

function present(document: UploadDocument): UploadState {
  return {
    id: document.record_id,
    status: statusOf(document),
    // both were written by us, as what their contracts say
    problem: document.problem as UploadState['problem'],
    answer: document.answer as (UploadAnswer | ImportAnswer) | null,
    received_at: document.received_at.toISOString(),
    links: linksOf({ ...document, files: [] }),
  };
}

/**
 * A record; or, while there is none of that id, the state of the large upload whose sender was promised it.
 * @throws AppError `not_found`
 */
export async function getRecordOrUpload(
  services: Services,
  actor: Actor,
  input: RecordName,
): Promise<Recording | UploadState> {
  authorize(actor, 'record:read');
  try {
    return await getRecording(services, actor, input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const document = await uploads(actor.organization_id).findOne({ record_id: input.id });
    if (!document || document.state === 'open' || document.modality !== input.modality) throw error;
    return present(document);
  }
}
