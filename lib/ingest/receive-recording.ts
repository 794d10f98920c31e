import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { devices } from '@/models/device';
import { ingests } from '@/models/ingest';
import { type OrganizationDocument, organizations } from '@/models/organization';
import { admitUpload } from './admit-upload';
import { type Claim, ClaimLostError, giveUpClaim, keepAlive, takeClaim } from './claim';
import { commitRecord } from './commit-record';
import type { UploadAnswer } from './contracts';
import { attemptPrefix, type ObjectPlace, objectKey, type RecordingFile } from './domain/object-keys';
import { findKnown, type Known } from './find-known';
import { inTurn } from './in-turn';
import { keepObjects, type ObjectToKeep } from './keep-objects';
import type { PreparedUpload } from './prepare-upload';
import type { ReceivedUpload } from './read-upload';
import { readUploadInThread } from './reader/read-in-thread';
import { duplicateAnswer } from './upload-answer';
import { uploadRoom } from './upload-room';

interface Receiving {
  services: Services;
  actor: Actor;
  organization: OrganizationDocument;
  upload: PreparedUpload;
  /** Whose it is if nothing speaks against it: as sent, else as assigned. */
  owner_id: string | null;
  source: Uint8Array;
  received_at: Date;
  idempotency_key: string | null;
}

const CONTENT_TYPES = {
  source: 'application/json',
  signals: 'application/vnd.nightbeat.signals',
  events: 'application/json',
  report: 'application/pdf',
} as const;

/** A key that cannot be made is a defect of ours: ids and file names are made here, not sent. */
function keyOf(made: ReturnType<typeof attemptPrefix>): string {
  if (!made.ok) throw new Error(`no object key: ${made.reason}`);
  return made.key;
}

function objectsOf(receiving: Receiving, place: ObjectPlace): ObjectToKeep[] {
  const { upload } = receiving;
  const keep = (role: ObjectToKeep['role'], file: RecordingFile, bytes: Uint8Array): ObjectToKeep => ({
    role,
    key: keyOf(objectKey(place, file)),
    content_type: CONTENT_TYPES[role],
    bytes,
  });
  return [
    keep('source', 'source.json', receiving.source),
    keep('signals', 'signals.nbs', upload.signals),
    ...(upload.events ? [keep('events', 'events.json', upload.events)] : []),
    ...(upload.report ? [keep('report', 'report-1.pdf', upload.report)] : []),
  ];
}

/** The answer to an earlier request of the same Idempotency-Key, if there is one. */
async function rememberedAnswer(receiving: Receiving): Promise<UploadAnswer | null> {
  if (receiving.idempotency_key === null) return null;
  const remembered = await ingests(receiving.organization._id).findOne({ keys: receiving.idempotency_key });
  if (!remembered) return null;
  if (remembered.request_hash !== receiving.upload.upload_hash) throw new AppError('idempotency_key_reused');
  // written by settleClaim as an UploadAnswer; the store gives it back untyped
  return remembered.state === 'answered' ? (remembered.answer as UploadAnswer | null) : null;
}

function claimKeys(receiving: Receiving): string[] {
  const { upload, idempotency_key } = receiving;
  return [
    `content:${upload.content_hash}`,
    ...(upload.source_id === null ? [] : [`source:${JSON.stringify([upload.device_id, upload.source_id])}`]),
    ...(idempotency_key === null ? [] : [idempotency_key]),
  ];
}

/** Which record and version an upload will be, given what is known. */
function target(known: Known, newId: string): { record_id: string; version: number } {
  if (known.kind !== 'correction') return { record_id: newId, version: 1 };
  return { record_id: known.latest.record_id, version: known.latest.version + 1 };
}

/** Stores the recording under its claim; null when what was known has changed before the claim was taken. */
async function storeClaimed(receiving: Receiving, claim: Claim, place: ObjectPlace): Promise<UploadAnswer | null> {
  const known = await findKnown(receiving.organization._id, receiving.upload, receiving.owner_id);
  const { record_id, version } = target(known, place.record_id);
  if (known.kind === 'duplicate' || record_id !== place.record_id || version !== place.version) {
    await giveUpClaim(receiving.services, claim);
    return null;
  }
  const files = await keepObjects(receiving.services, objectsOf(receiving, { ...place, attempt: claim.token }));
  return inTurn(receiving.organization._id, () =>
    commitRecord({ ...receiving, known, claim, record_id, version, files }),
  );
}

async function claimAndStore(receiving: Receiving): Promise<UploadAnswer | null> {
  const { services, organization, upload } = receiving;
  const place: ObjectPlace = {
    organization_id: organization._id,
    modality: upload.modality,
    received_at: receiving.received_at,
    record_id: services.ids.id('rec'),
    version: 1,
    attempt: '',
  };
  const request = {
    organization_id: organization._id,
    modality: upload.modality,
    keys: claimKeys(receiving),
    request_hash: upload.upload_hash,
    object_prefix: (token: string) => keyOf(attemptPrefix({ ...place, attempt: token })),
  };
  const taken = await takeClaim(services, request, async () => {
    const remembered = await rememberedAnswer(receiving);
    if (remembered) return remembered;
    const known = await findKnown(organization._id, upload, receiving.owner_id);
    if (known.kind === 'duplicate') return duplicateAnswer(known.document);
    Object.assign(place, target(known, place.record_id));
    return null;
  });
  if ('found' in taken) return taken.found;
  return underClaim(receiving, taken.claim, () => storeClaimed(receiving, taken.claim, place));
}

/** Runs the work with the claim kept alive, and gives the claim up when it fails without having committed. */
async function underClaim<Result>({ services }: Receiving, claim: Claim, work: () => Promise<Result>): Promise<Result> {
  const stop = keepAlive(services, claim);
  try {
    return await work();
  } catch (error) {
    // an unanswered commit may have happened: giveUpClaim finds no claim then and must leave the objects alone
    await giveUpClaim(services, claim);
    if (error instanceof ClaimLostError) throw new AppError('upload_in_progress', { cause: error });
    throw error;
  } finally {
    stop();
  }
}

/**
 * Stores what is new. Uploads of one recording take turns within this process: all but the first find it known, without
 * asking the store for its claim again and again.
 */
function store(receiving: Receiving): Promise<UploadAnswer> {
  const { device_id, source_id, content_hash } = receiving.upload;
  const recording = JSON.stringify([
    receiving.organization._id,
    ...(source_id === null ? [content_hash] : [device_id, source_id]),
  ]);
  return inTurn(recording, async () => {
    for (;;) {
      const answer = await claimAndStore(receiving);
      if (answer) return answer;
    }
  });
}

async function zonesOf(organization: OrganizationDocument, deviceId: string, requestZone: string | undefined) {
  const device = await devices(organization._id).findOne({ device_id: deviceId });
  return { request: requestZone, device: device?.time_zone ?? undefined, organization: organization.time_zone };
}

async function receive(
  services: Services,
  actor: Actor,
  { modality, body }: { modality: Modality; body: ReceivedUpload },
): Promise<UploadAnswer> {
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_found');
  const received_at = services.clock.now();
  const { upload, source } = await readUploadInThread(
    services,
    { modality, source: body.source, report: body.report, received_at },
    (deviceId, zone) => zonesOf(organization, deviceId, zone),
  );
  const owner_id = await admitUpload(actor, upload);
  const idempotency_key =
    body.idempotency_key === null ? null : `idempotency:${actorId(actor)}:${body.idempotency_key}`;
  return store({ services, actor, organization, upload, owner_id, source, received_at, idempotency_key });
}

/**
 * Takes one recording in: reads and judges it, claims it, keeps its objects, commits it. Before the commit nothing is
 * visible, after it nothing can be lost; a crash in between leaves a claim that the sweeper ends.
 * @throws AppError `not_permitted`, `unreadable_body`, `invalid_upload`, `too_busy`, `idempotency_key_reused`, `upload_in_progress`, `store_unavailable`
 */
export async function receiveRecording(
  services: Services,
  actor: Actor,
  input: { modality: Modality; body: ReceivedUpload },
): Promise<UploadAnswer> {
  authorize(actor, input.modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const { source, report } = input.body;
  return uploadRoom.hold(source.byteLength + (report?.byteLength ?? 0), () => receive(services, actor, input));
}
