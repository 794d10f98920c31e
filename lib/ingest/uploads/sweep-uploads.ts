import { AppError } from '@/lib/errors/app-error';
import { jobKey } from '@/lib/jobs/enqueue-job';
import { sweepScratch } from '@/lib/platform/scratch';
import type { Services } from '@/lib/platform/services';
import { jobs } from '@/models/job';
import { organizations } from '@/models/organization';
import { uploads } from '@/models/upload';
import { refuseUpload } from './process-upload';
import { actorOf } from './sender';
import { dropUpload } from './staging';

/** A part that began to arrive before the end may still do so for a while. */
const LATE_PARTS_MS = 15 * 60_000;
const BATCH = 100;

async function dropExpired(services: Services, organization_id: string): Promise<void> {
  const before = new Date(services.clock.now().getTime() - LATE_PARTS_MS);
  const expired = await uploads(organization_id).find(
    { state: 'open', expires_at: { $lt: before } },
    { sort: { expires_at: 1 }, limit: BATCH },
  );
  for (const document of expired) {
    await dropUpload(services, document);
    services.log.info({ upload: document._id }, 'an upload that was never completed was removed');
  }
}

/** Whether anybody will still read an upload: its job waits or is under way. */
async function isStillRead(organization_id: string, upload_id: string): Promise<boolean> {
  const job = await jobs(organization_id).findOne({ key: jobKey('read-upload', upload_id) });
  return job !== null && job.state !== 'dead';
}

/** Ends the complete uploads that nobody will read any more, with a reason for whoever asks. */
async function endUnread(services: Services, organization_id: string): Promise<void> {
  const scoped = uploads(organization_id);
  for (const { _id } of await scoped.find({ state: 'processing' }, { projection: { _id: 1 } })) {
    if (await isStillRead(organization_id, _id)) continue;
    // a job that ended well is gone, and its upload was settled before
    const document = await scoped.findOne({ _id, state: 'processing' });
    if (!document) continue;
    await refuseUpload(services, actorOf(services, document.sender), document, new AppError('upload_given_up'));
    services.log.error({ upload: _id }, 'a large upload was given up: its job has failed too often');
  }
}

/**
 * Ends what would wait for ever: uploads that were begun and never completed are removed with what had arrived of them,
 * and complete ones whose job is dead end as failed. What a dead process left on this machine's disk goes as well.
 */
export async function sweepUploads(services: Services): Promise<void> {
  for (const { _id } of await organizations.list()) {
    await dropExpired(services, _id);
    await endUnread(services, _id);
  }
  const left = await sweepScratch(services.scratch_dir, services.clock.now());
  if (left > 0) services.log.info({ folders: left }, 'files of a process that died were removed');
}
