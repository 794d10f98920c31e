import { type Actor, actorId } from '@/lib/accounts/actor';
import { enqueueJobs } from '@/lib/jobs/enqueue-job';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { withTransaction } from '@/models/transaction';
import { type StagedFile, type UploadDocument, uploads } from '@/models/upload';
import { stagingPrefix } from '../domain/object-keys';
import { removeObjects } from '../keep-objects';
import { senderOf } from './sender';
import type { StageFile } from './spool';

/** How long an upload may take to arrive. */
export const ARRIVES_WITHIN_MS = 24 * 3_600_000;
/** How long it is told what became of one. */
export const TOLD_FOR_MS = 30 * 86_400_000;

/** An upload nothing of which has arrived yet. */
export function newUpload(
  services: Services,
  actor: Actor,
  modality: Modality,
): Omit<UploadDocument, 'organization_id'> & { organization_id: string } {
  const upload_id = services.ids.id('upl');
  const prefix = stagingPrefix(actor.organization_id, upload_id);
  if (!prefix.ok) throw new Error(`no object key: ${prefix.reason}`);
  const now = services.clock.now();
  return {
    _id: upload_id,
    organization_id: actor.organization_id,
    record_id: services.ids.id('rec'),
    modality,
    state: 'open',
    sender: senderOf(actor),
    sender_id: actorId(actor),
    given: {},
    idempotency_key: null,
    files: [],
    staging_prefix: prefix.key,
    answer: null,
    problem: null,
    received_at: now,
    expires_at: new Date(now.getTime() + ARRIVES_WITHIN_MS),
    forget_at: null,
  };
}

/** Step: notes an upload before anything of it is kept, so that the sweeper knows of it whatever happens. */
export async function openUpload(document: UploadDocument): Promise<void> {
  const { organization_id, ...own } = document;
  await uploads(organization_id).insert(own);
}

/** Step: leaves a complete upload to the worker, at once or from an instant on; false when it is not open any more. */
export function processLater(
  services: Services,
  document: UploadDocument,
  set: Partial<Pick<UploadDocument, 'files' | 'given' | 'idempotency_key'>>,
  run_at: Date = services.clock.now(),
): Promise<boolean> {
  return withTransaction(async (tx) => {
    const changed = await uploads(document.organization_id).updateOne(
      { _id: document._id, state: 'open' },
      { $set: { ...set, state: 'processing', expires_at: null } },
      { tx },
    );
    if (changed === 0) return false;
    const payload = { upload_id: document._id };
    const request = { kind: 'read-upload', about: document._id, payload, run_at } as const;
    await enqueueJobs(services, document.organization_id, [request], tx);
    return true;
  });
}

/** Step: gives up an upload that is not complete, with everything that has arrived. */
export async function dropUpload(services: Services, document: UploadDocument): Promise<void> {
  const scoped = uploads(document.organization_id);
  const now = services.clock.now();
  // first nobody may complete it any more, then its objects go, at last the note of them
  const dropped = await scoped.updateOne({ _id: document._id, state: 'open' }, { $set: { expires_at: now } });
  if (dropped === 0) return;
  await removeObjects(services, document.staging_prefix);
  await scoped.deleteOne({ _id: document._id, state: 'open' });
}

/** The files of a request that is too large to hold, kept as they arrive. */
export class Staging {
  private document: UploadDocument | null = null;
  private count = 0;

  constructor(
    private readonly services: Services,
    private readonly actor: Actor,
    private readonly modality: Modality,
  ) {}

  /** Keeps one file; the first one opens the upload. */
  readonly stage: StageFile = async (head, body): Promise<StagedFile> => {
    const document = await this.open();
    this.count += 1;
    const key = `${document.staging_prefix}${this.count}`;
    const { bytes, sha256 } = await this.services.objects.put(key, body, 'application/octet-stream');
    return { ...head, parts: [{ key, bytes }], bytes, sha256 };
  };

  private async open(): Promise<UploadDocument> {
    if (this.document) return this.document;
    const document = newUpload(this.services, this.actor, this.modality);
    await openUpload(document);
    this.document = document;
    return document;
  }

  /** Leaves what was kept to the worker. */
  async process(set: Pick<UploadDocument, 'files' | 'given' | 'idempotency_key'>): Promise<UploadDocument> {
    const document = await this.open();
    if (!(await processLater(this.services, document, set))) throw new Error('an upload was given up as it arrived');
    return document;
  }

  /** Removes what was kept of a request that failed. */
  async drop(): Promise<void> {
    if (!this.document) return;
    await dropUpload(this.services, this.document).catch((error: unknown) =>
      this.services.log.warn({ err: error }, 'a broken upload is left to the sweeper'),
    );
  }
}
