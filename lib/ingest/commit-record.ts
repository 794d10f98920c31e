import { type Actor, actorId } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { linkFor } from '@/lib/correlation/link-records';
import { unreadVersion } from '@/lib/ecg/domain/reading/reading';
import { urgencyOf } from '@/lib/ecg/domain/urgency';
import { enqueueJobs, type JobRequest } from '@/lib/jobs/enqueue-job';
import type { Services } from '@/lib/platform/services';
import { followRecord } from '@/lib/recordings/lifecycle/follow-record';
import { holdRecord } from '@/lib/recordings/lifecycle/hold-record';
import { nightFields } from '@/lib/therapy/night-fields';
import type { DeviceDocument } from '@/models/device';
import { organizations } from '@/models/organization';
import { type RecordDocument, recordsOf, recordVersions, type StoredFile } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import { type Claim, settleClaim } from './claim';
import type { UploadAnswer } from './contracts';
import type { Known } from './find-known';
import { type Attribution, type AttributionSetting, identifyPatient, noteDevice } from './identify';
import { measuringOf } from './measuring/measure-ecg';
import { othersInDoubt } from './others-in-doubt';
import type { PreparedUpload } from './prepare-upload';
import { answerOf } from './upload-answer';

/** Everything a commit needs; nothing in it changes when the transaction is repeated. */
export interface Commit {
  services: Services;
  actor: Actor;
  upload: PreparedUpload;
  /** Whose it is if nothing speaks against it: as sent, else as assigned. */
  owner_id: string | null;
  known: Known;
  claim: Claim;
  record_id: string;
  version: number;
  files: StoredFile[];
  received_at: Date;
  idempotency_key: string | null;
}

/** Therapy with the nights it has a part in, by the boundary of the patient it belongs to. */
function therapyOf({ upload }: Commit, attribution: Attribution) {
  const { digest: therapy_digest, facts, time } = upload;
  if (!therapy_digest || !facts.therapy) return { therapy: null, therapy_digest: null };
  const boundary = attribution.kind === 'patient' ? attribution.patient.night_boundary_hour : undefined;
  const source = { therapy: facts.therapy, therapy_digest, recording_date: time.recording_date };
  return { therapy_digest, ...nightFields(source, boundary) };
}

/** What a person excluded of the version before stays so: a corrected copy of a day is no new judgement of it. */
function exclusionsOf({ known }: Commit, attribution: Attribution): Pick<RecordDocument, 'excluded_sessions'> {
  if (known.kind !== 'correction' || attribution.kind !== 'patient') return {};
  const { patient_ref, excluded_sessions } = known.latest;
  return excluded_sessions && patient_ref === attribution.patient._id ? { excluded_sessions } : {};
}

/** A reading belongs to the version it was made on: a new version starts unread, and names what was confirmed before. */
function readAnew({ known, version }: Commit, attribution: Attribution) {
  if (known.kind !== 'correction' || attribution.kind !== 'patient') return { reading: unreadVersion(version, null) };
  const { patient_ref, reading, repeat_request } = known.latest;
  if (patient_ref !== attribution.patient._id) return { reading: unreadVersion(version, null) };
  return { reading: unreadVersion(version, reading), ...(repeat_request && { repeat_request }) };
}

/** The name an upload said, kept beside what the patient is called: the guard compares names of one sitting. */
function sentName({ patient }: PreparedUpload): RecordDocument['sent_name'] {
  return patient && { family_name: patient.family_name, given_name: patient.given_name };
}

/** Whether the device's own id of the recording is that of another patient's record. */
const isContested = ({ known }: Commit) =>
  known.kind === 'other_patient' || (known.kind === 'correction' && known.contested);

function documentOf(commit: Commit, attribution: Attribution, change: number): RecordDocument {
  const { upload, record_id, version, received_at } = commit;
  const held = attribution.kind === 'quarantine';
  const { recording_date, device_time, utc_offset_minutes, time_source, time_ambiguous } = upload.time;
  // a held recording must not take the device's own id of somebody else's record
  const keepsSource = upload.source_id !== null && !isContested(commit);
  return {
    _id: record_id,
    organization_id: commit.actor.organization_id,
    record_id,
    modality: upload.modality,
    status: held ? 'quarantined' : 'stored',
    version,
    revision: commit.known.kind === 'correction' ? commit.known.latest.revision + 1 : 1,
    change,
    patient_id: held ? null : attribution.patient.patient_id,
    patient_ref: held ? null : attribution.patient._id,
    claimed: held ? { patient_id: upload.patient_id, patient: upload.patient, source_id: upload.source_id } : null,
    reasons: held ? attribution.reasons : [],
    device_id: upload.device_id,
    ...(keepsSource && upload.source_id !== null ? { source_id: upload.source_id } : {}),
    recording_date,
    device_time,
    utc_offset_minutes,
    time_source,
    time_ambiguous,
    clock_offset_ms: upload.clock_offset_ms,
    duration_ms: upload.duration_ms,
    channels: upload.channels,
    ...upload.facts,
    // computed by a job
    quality: null,
    measuring: upload.modality === 'ecg' ? 'waiting' : null,
    ...therapyOf(commit, attribution),
    ...exclusionsOf(commit, attribution),
    urgency: urgencyOf(upload.facts.priority, upload.facts.statements),
    ...readAnew(commit, attribution),
    report_check: null,
    sent_name: sentName(upload),
    ...decidedBefore(commit),
    files: commit.files,
    content_hash: upload.content_hash,
    samples_hash: upload.samples_hash,
    upload_hash: upload.upload_hash,
    received_at,
    updated_at: received_at,
    received_from: { kind: commit.actor.kind, id: actorId(commit.actor) },
  };
}

/** What people decided about a record; it holds for every version, whatever the next one brings. */
function decidedBefore({ known }: Commit): Pick<RecordDocument, 'legal_hold' | 'moves'> {
  if (known.kind !== 'correction') return {};
  const { legal_hold, moves } = known.latest;
  return { ...(legal_hold && { legal_hold }), ...(moves && { moves }) };
}

/** Step: puts the next version of a record in its place, and keeps the one before as it was. */
export async function writeNextVersion(latest: RecordDocument, next: RecordDocument, tx: Transaction): Promise<void> {
  const { organization_id, ...older } = latest;
  const { organization_id: _same, ...record } = next;
  await recordVersions(organization_id).insert({ ...older, _id: `${latest._id}_v${latest.version}` }, { tx });
  const named = { _id: latest._id, version: latest.version };
  const replaced = await recordsOf(latest.modality)(organization_id).replaceOne(named, record, { tx });
  if (replaced === 0) throw new Error('a record changed while its claim was held');
}

async function writeRecord(commit: Commit, document: RecordDocument, tx: Transaction): Promise<void> {
  const scoped = recordsOf(commit.upload.modality)(document.organization_id);
  const { organization_id: _organization, ...record } = document;
  if (commit.known.kind !== 'correction') {
    await scoped.insert(record, { tx });
    return;
  }
  await writeNextVersion(commit.known.latest, document, tx);
}

const ACTIONS = {
  correction: 'record.versioned',
  new: 'record.created',
  other_patient: 'record.quarantined',
  duplicate: 'record.created',
} as const;

/** What is done with an ECG later: measuring, and reading the text of its PDF, for which nobody who sends one waits. */
function jobsFor({ modality, files, record_id, version }: RecordDocument): JobRequest[] {
  if (modality !== 'ecg') return [];
  const named = { about: `${record_id}/v${version}`, payload: { record_id, version } };
  const reported = files.some(({ role }) => role === 'report');
  return [measuringOf({ record_id, version }), ...(reported ? [{ kind: 'check-report', ...named } as const] : [])];
}

/** Whose the recording is, after a look at what it brings into doubt: what contradicts it is held as well. */
async function decideAttribution(
  commit: Commit,
  setting: AttributionSetting,
  device: DeviceDocument,
  tx: Transaction,
): Promise<Attribution> {
  const { services, actor, upload, record_id, owner_id } = commit;
  const { organization, change, received_at: now } = setting;
  const { reasons, others } = await othersInDoubt(organization._id, upload, { record_id, patient_id: owner_id }, tx);
  const context = { services, actor, organization, change, now, tx };
  for (const { document, reason } of others) await holdRecord(context, document, reason);
  const doubts = isContested(commit) ? ['identity_mismatch', ...reasons] : reasons;
  return identifyPatient(setting, upload, device, doubts, tx);
}

/** The record as it will stand: an ECG with its link to the nights there are. */
async function linkedDocument(
  commit: Commit,
  { organization, change, received_at: now }: AttributionSetting,
  attribution: Attribution,
  tx: Transaction,
): Promise<RecordDocument> {
  const document = documentOf(commit, attribution, change);
  const owner = attribution.kind === 'patient' ? attribution.patient : null;
  if (document.modality !== 'ecg' || !owner) return document;
  const link = await linkFor({ organization_id: organization._id, change, now }, document, owner, tx);
  return { ...document, link };
}

/** Puts the record in its place, with everything that follows from it. */
async function placeRecord(
  commit: Commit,
  { organization, change, received_at: now }: AttributionSetting,
  document: RecordDocument,
  attribution: Attribution,
  tx: Transaction,
): Promise<void> {
  const { services, actor, known } = commit;
  await writeRecord(commit, document, tx);
  const before = known.kind === 'correction' ? known.latest : null;
  const owner = attribution.kind === 'patient' ? attribution.patient : null;
  const followed = { services, actor, organization, change, now };
  await followRecord(followed, before, document, tx, { owner, linked: true });
}

async function writeAll(commit: Commit, tx: Transaction): Promise<UploadAnswer> {
  const { services, actor, upload, known, received_at } = commit;
  const organization = await organizations.takeChange(actor.organization_id, tx);
  const setting = { services, actor, organization, received_at, change: organization.change };
  const device = await noteDevice(setting, upload, tx);
  const attribution = await decideAttribution(commit, setting, device, tx);
  const document = await linkedDocument(commit, setting, attribution, tx);
  const answer = answerOf(document);
  const remember = commit.idempotency_key === null ? null : { key: commit.idempotency_key, answer: { ...answer } };
  await settleClaim(services, commit.claim, remember, tx);
  await placeRecord(commit, setting, document, attribution, tx);
  await recordEvent(
    services,
    actor,
    {
      action: attribution.kind === 'quarantine' ? 'record.quarantined' : ACTIONS[known.kind],
      patient_ref: document.patient_ref,
      subject: { kind: 'record', id: document.record_id },
      ...(known.kind === 'correction' ? { before: known.latest.upload_hash } : {}),
      after: document.upload_hash,
      details: { modality: document.modality, version: document.version },
    },
    tx,
  );
  await enqueueJobs(services, organization._id, jobsFor(document), tx);
  return answer;
}

/**
 * The one transaction that makes a recording exist: record, older version, patient, device, audit event, change number
 * and the end of its claim, all or nothing.
 * @throws ClaimLostError when the claim was taken away meanwhile.
 */
export function commitRecord(commit: Commit): Promise<UploadAnswer> {
  return withTransaction((tx) => writeAll(commit, tx));
}
