import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { BEATS_CONTENT_TYPE } from '@/lib/measure/domain/beat-list/beat-wire';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { ingests } from '@/models/ingest';
import { admitUpload } from './admit-upload';
import { type Claim, giveUpClaim, recordingKeys, takeClaim, underClaim } from './claim';
import { commitRecord } from './commit-record';
import type { ImportAnswer, UploadAnswer } from './contracts';
import { attemptPrefix, type ObjectPlace, objectKey, type RecordingFile } from './domain/object-keys';
import { eachForItself } from './each-for-itself';
import type { Content } from './files/content';
import { findAmongLatest, findKnown, type Known } from './find-known';
import { inTurn } from './in-turn';
import { keepObjects, keyOf, type ObjectToKeep } from './keep-objects';
import type { UploadToRead } from './read-upload';
import { readUploadInThread } from './reader/read-in-thread';
import type { GivenFields, ReadRecord, ReadUpload } from './reader/reader-task';
import { registryOf } from './registry';
import { duplicateAnswer } from './upload-answer';
import { uploadRoom } from './upload-room';

/** How an upload is read that nobody waits for. */
interface ReceiveOptions {
  /** The id its record gets if it is a new one: its sender was told so. */
  record_id?: string;
  time_limit_ms?: number;
  /** Where its signals are put together when it is too large for memory. */
  signals_path?: string;
}

interface Receiving extends ReadRecord, ReceiveOptions {
  services: Services;
  actor: Actor;
  /** Whose it is if nothing speaks against it: as sent, else as assigned. */
  owner_id: string | null;
  received_at: Date;
  idempotency_key: string | null;
}

function objectsOf({ upload, source, envelope }: Receiving, place: ObjectPlace): ObjectToKeep[] {
  const keep = (
    role: ObjectToKeep['role'],
    file: RecordingFile,
    content_type: string,
    content: Content | null,
  ): ObjectToKeep[] => (content === null ? [] : [{ role, key: keyOf(objectKey(place, file)), content_type, content }]);
  return [
    ...keep('source', source.file, source.content_type, source.content),
    ...keep('envelope', 'envelope.json', 'application/json', envelope),
    ...keep('details', 'details.json', 'application/json', upload.details),
    ...keep('signals', 'signals.nbs', 'application/vnd.nightbeat.signals', upload.signals),
    ...keep('beats', 'beats.nbb', BEATS_CONTENT_TYPE, upload.beats),
    ...keep('events', 'events.json', 'application/json', upload.events),
    ...keep('report', 'report-1.pdf', 'application/pdf', upload.report),
  ];
}

/** The answer to an earlier request of the same Idempotency-Key, if there is one. */
async function rememberedAnswer(receiving: Receiving): Promise<UploadAnswer | null> {
  if (receiving.idempotency_key === null) return null;
  const remembered = await ingests(receiving.actor.organization_id).findOne({ keys: receiving.idempotency_key });
  if (!remembered) return null;
  if (remembered.request_hash !== receiving.upload.upload_hash) throw new AppError('idempotency_key_reused');
  // written by settleClaim as an UploadAnswer; the store gives it back untyped
  return remembered.state === 'answered' ? (remembered.answer as UploadAnswer | null) : null;
}

function claimKeys(receiving: Receiving): string[] {
  const { upload, idempotency_key } = receiving;
  return [...recordingKeys(upload), ...(idempotency_key === null ? [] : [idempotency_key])];
}

/** Which record and version an upload will be, given what is known. */
function target(known: Known, newId: string): { record_id: string; version: number } {
  if (known.kind !== 'correction') return { record_id: newId, version: 1 };
  return { record_id: known.latest.record_id, version: known.latest.version + 1 };
}

/** Stores the recording under its claim; null when what was known has changed before the claim was taken. */
async function storeClaimed(receiving: Receiving, claim: Claim, place: ObjectPlace): Promise<UploadAnswer | null> {
  const { organization_id } = receiving.actor;
  const known = await findKnown(organization_id, receiving.upload, receiving.owner_id);
  const { record_id, version } = target(known, place.record_id);
  if (known.kind === 'duplicate' || record_id !== place.record_id || version !== place.version) {
    await giveUpClaim(receiving.services, claim);
    return known.kind === 'duplicate' ? duplicateAnswer(known.document) : null;
  }
  const files = await keepObjects(receiving.services, objectsOf(receiving, { ...place, attempt: claim.token }));
  return inTurn(organization_id, () => commitRecord({ ...receiving, known, claim, record_id, version, files }));
}

async function claimAndStore(receiving: Receiving): Promise<UploadAnswer | null> {
  const { services, upload } = receiving;
  const { organization_id } = receiving.actor;
  const place: ObjectPlace = {
    organization_id,
    modality: upload.modality,
    received_at: receiving.received_at,
    record_id: receiving.record_id ?? services.ids.id('rec'),
    version: 1,
    attempt: '',
  };
  const request = {
    organization_id,
    modality: upload.modality,
    keys: claimKeys(receiving),
    request_hash: upload.upload_hash,
    object_prefix: (token: string) => keyOf(attemptPrefix({ ...place, attempt: token })),
  };
  const taken = await takeClaim(services, request, async () => {
    const remembered = await rememberedAnswer(receiving);
    if (remembered) return remembered;
    // all versions are looked through under the claim, as what is known may change until then
    const known = await findAmongLatest(organization_id, upload, receiving.owner_id);
    if (known.kind === 'duplicate') return duplicateAnswer(known.document);
    Object.assign(place, target(known, place.record_id));
    return null;
  });
  if ('found' in taken) return taken.found;
  return underClaim(services, taken.claim, () => storeClaimed(receiving, taken.claim, place));
}

/**
 * Stores what is new. Uploads of one recording take turns within this process: all but the first find it known, without
 * asking the store for its claim again and again.
 */
function store(receiving: Receiving): Promise<UploadAnswer> {
  const { device_id, source_id, content_hash } = receiving.upload;
  const recording = JSON.stringify([
    receiving.actor.organization_id,
    ...(source_id === null ? [content_hash] : [device_id, source_id]),
  ]);
  return inTurn(recording, async () => {
    for (;;) {
      const answer = await claimAndStore(receiving);
      if (answer) return answer;
    }
  });
}

/** A request's way of taking in what was read of it. */
interface Intake extends ReceiveOptions {
  services: Services;
  actor: Actor;
  received_at: Date;
  read: ReadUpload;
  idempotency_key: string | null;
}

/** A key that is bound to a device need not name it. */
function givenBy(actor: Actor, { source, given }: UploadToRead): GivenFields {
  const bound = actor.kind === 'key' ? actor.device_id : null;
  return source === null && bound !== null ? { device_id: bound, ...given } : given;
}

async function readIn(
  services: Services,
  actor: Actor,
  { modality, body }: { modality: Modality; body: UploadToRead },
  options: ReceiveOptions = {},
): Promise<Intake> {
  authorize(actor, modality === 'ecg' ? 'ecg:ingest' : 'therapy:ingest');
  const received_at = services.clock.now();
  const { source, files, report, idempotency_key: key } = body;
  const { signals_path = null } = options;
  const read = await readUploadInThread(
    services,
    { modality, source, files, given: givenBy(actor, body), report, received_at, signals_path },
    registryOf(actor.organization_id),
    options.time_limit_ms === undefined ? {} : { time_limit_ms: options.time_limit_ms },
  );
  const idempotency_key = key === null ? null : `idempotency:${actorId(actor)}:${key}`;
  return { ...options, services, actor, received_at, read, idempotency_key };
}

/** Bytes of an upload that are in memory. */
const bytesOf = ({ source, files, report }: UploadToRead): number =>
  [source, report, ...files.map((file) => ('path' in file ? null : file.bytes))].reduce(
    (sum, part) => sum + (part?.byteLength ?? 0),
    0,
  );

async function storeRecord(intake: Intake, record: ReadRecord): Promise<UploadAnswer> {
  const { read: _read, ...setting } = intake;
  const owner_id = await admitUpload(intake.actor, record.upload);
  return store({ ...setting, ...record, owner_id });
}

/**
 * Takes one recording in: reads and judges it, claims it, keeps its objects, commits it. Before the commit nothing is
 * visible, after it nothing can be lost; a crash in between leaves a claim that the sweeper ends.
 * @throws AppError `not_permitted`, `unreadable_body`, `unsupported_format`, `invalid_upload`, `too_busy`, `idempotency_key_reused`,
 * `upload_in_progress`, `store_unavailable`
 */
export async function receiveRecording(
  services: Services,
  actor: Actor,
  input: { modality: Modality; body: UploadToRead },
): Promise<UploadAnswer> {
  return uploadRoom.hold(bytesOf(input.body), async () => {
    const intake = await readIn(services, actor, input);
    if (intake.read.kind !== 'recording') throw new AppError('unsupported_format');
    return storeRecord(intake, intake.read.record);
  });
}

/**
 * Takes an upload in that may be an import (ING-9): each record of one is stored for itself, and what is wrong with one
 * is told in its place.
 * @throws as `receiveRecording`; for an import only where nothing of it could be read
 */
export async function receiveUpload(
  services: Services,
  actor: Actor,
  input: { modality: Modality; body: UploadToRead },
  options: ReceiveOptions = {},
): Promise<UploadAnswer | ImportAnswer> {
  return uploadRoom.hold(bytesOf(input.body), async () => {
    const intake = await readIn(services, actor, input, options);
    const { read } = intake;
    if (read.kind === 'recording') return storeRecord(intake, read.record);
    // the key names the whole request: its records are told apart by what they hold
    const { record_id: _one, ...rest } = intake;
    const each = { ...rest, idempotency_key: null };
    const records = await eachForItself(services, actor, read.records, (record) => storeRecord(each, record));
    return { id: services.ids.id('imp'), records, files: read.unused };
  });
}
