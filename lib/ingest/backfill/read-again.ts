import { toAppError } from '@/lib/errors/to-app-error';
import { ObjectNotFoundError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import type { OrganizationDocument } from '@/models/organization';
import type { RecordDocument } from '@/models/record';
import type { PreparedUpload } from '../prepare-upload';
import { readUploadInThread } from '../reader/read-in-thread';
import { registryOf } from '../registry';
import { isOfTheMoment } from '../uploads/process-upload';

const SOURCE = /\/source\.json$/;

/**
 * Step: reads once more what a record was made of, where that was JSON; files came when all that is derived today was.
 * @returns null where it is gone, or would be another recording today, as its device has another time zone by now
 * @throws AppError, ObjectStoreUnavailableError where it may go better another time
 */
export async function readAgain(
  services: Services,
  organization: OrganizationDocument,
  document: RecordDocument,
): Promise<PreparedUpload | null> {
  const { modality, device_id, received_at, files } = document;
  const kept = files.find(({ role, key }) => role === 'source' && SOURCE.test(key));
  if (!kept || files.some(({ role }) => role === 'envelope')) return null;
  try {
    const source = await services.objects.get(kept.key);
    const task = { modality, source, files: [], given: { device_id }, report: null, received_at, signals_path: null };
    const read = await readUploadInThread(services, task, registryOf(organization._id));
    if (read.kind !== 'recording') return null;
    const { upload } = read.record;
    return upload.content_hash === document.content_hash ? upload : null;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    if (isOfTheMoment(toAppError(error))) throw error;
    return null;
  }
}
