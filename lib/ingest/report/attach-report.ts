import { createHash } from 'node:crypto';
import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { unreadVersion } from '@/lib/ecg/domain/reading/reading';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { ReportCheck } from '@/lib/recordings/contracts';
import { type ChangeContext, changeContext, recordToChange } from '@/lib/recordings/lifecycle/change-record';
import { followRecord } from '@/lib/recordings/lifecycle/follow-record';
import { loadRecord } from '@/lib/recordings/load-record';
import { devices } from '@/models/device';
import { type RecordDocument, recordVersions, type StoredFile } from '@/models/record';
import { withTransaction } from '@/models/transaction';
import { mayActFor } from '../admit-upload';
import { compareReport } from '../check-report';
import { type Claim, recordingKeys, settleClaim, takeClaim, underClaim } from '../claim';
import { writeNextVersion } from '../commit-record';
import type { UploadAnswer } from '../contracts';
import { attemptPrefix, type ObjectPlace, objectKey } from '../domain/object-keys';
import { checkPdf } from '../domain/pdf';
import { reportFault } from '../envelope/report';
import { inTurn } from '../in-turn';
import { keepObjects, keyOf } from '../keep-objects';
import { askForMeasuring } from '../measuring/measure-ecg';
import { answerOf, duplicateAnswer } from '../upload-answer';
import { uploadRoom } from '../upload-room';

/** A report on its way to its record. */
interface Attaching {
  services: Services;
  actor: Actor;
  id: string;
  /** The version it is about, where the sender said so. */
  version: number | undefined;
  pdf: Uint8Array;
  sha256: string;
}

const refusedReport = (fault: InputFault) => new AppError('invalid_upload', { faults: [fault] });

function requirePdf(pdf: Uint8Array): void {
  const check = checkPdf(pdf);
  if (!check.ok) throw refusedReport(reportFault(check.reason, []));
}

/**
 * The record as it is now, for whoever may send for its device.
 * @throws AppError `not_found`
 */
async function recordOf({ actor, id }: Attaching): Promise<RecordDocument> {
  const { document } = await loadRecord(actor, { modality: 'ecg', id });
  const boundToSite = actor.kind === 'key' && actor.site !== null;
  const device = boundToSite ? await devices(actor.organization_id).findOne({ device_id: document.device_id }) : null;
  if (!mayActFor(actor, document.device_id, device)) throw new AppError('not_found');
  return document;
}

const hasReport = ({ files }: RecordDocument, sha256: string) =>
  files.some((file) => file.role === 'report' && file.sha256 === sha256);

/**
 * The version that has this very report. One before the latest counts only for who names none: that is a late retry, where
 * naming the latest says that its report is to give way.
 */
async function versionWithReport(attaching: Attaching, latest: RecordDocument): Promise<RecordDocument | null> {
  const { sha256, version } = attaching;
  if (hasReport(latest, sha256)) return latest;
  if (version === latest.version) return null;
  const older = await recordVersions(latest.organization_id).find({ record_id: latest.record_id });
  return older.find((document) => hasReport(document, sha256)) ?? null;
}

/** @throws AppError `stale_revision` */
function requireVersion({ version }: Attaching, latest: RecordDocument): void {
  if (version !== undefined && version !== latest.version) throw new AppError('stale_revision');
}

/**
 * What the report says of the record it is to be attached to. The record is somebody's already, so a report that names
 * somebody else is refused and nothing is held.
 */
async function checkedFor({ services, pdf }: Attaching, document: RecordDocument): Promise<ReportCheck> {
  // the reader is given a copy, as these bytes are still to be kept
  const check = await compareReport(services, document, Uint8Array.from(pdf));
  if (check.outcome !== 'other_patient') return check;
  const detail = 'The text of this report names somebody else than the patient of the record. Nothing was attached.';
  throw refusedReport({ pointer: '', code: 'other_patient', detail });
}

/** The record with the report: what was recorded is as it was, what was read of it belongs to the version before. */
function nextVersion(
  latest: RecordDocument,
  { actor, change, now }: ChangeContext,
  report: StoredFile,
  report_check: ReportCheck,
): RecordDocument {
  const version = latest.version + 1;
  return {
    ...latest,
    version,
    revision: latest.revision + 1,
    change,
    // the others stay where they are: objects are never changed, whichever versions name them
    files: [...latest.files.filter(({ role }) => role !== 'report'), report],
    report_check,
    reading: unreadVersion(version, latest.reading),
    received_at: now,
    updated_at: now,
    received_from: { kind: actor.kind, id: actorId(actor) },
  };
}

interface Commit {
  claim: Claim;
  /** The record the report was compared with. */
  compared: RecordDocument;
  report: StoredFile;
  check: ReportCheck;
}

function commit({ services, actor, id }: Attaching, { claim, compared, report, check }: Commit): Promise<UploadAnswer> {
  return withTransaction(async (tx) => {
    await settleClaim(services, claim, null, tx);
    const context = await changeContext(services, actor, tx);
    const latest = await recordToChange(context, { id, modality: 'ecg' });
    const { version, status, patient_ref } = compared;
    if (latest.version !== version || latest.status !== status || latest.patient_ref !== patient_ref)
      throw new AppError('stale_revision');
    const next = nextVersion(latest, context, report, check);
    await writeNextVersion(latest, next, tx);
    // what the version before still waits for would be told to that version alone
    if (next.measuring === 'waiting') await askForMeasuring(services, next.organization_id, next, tx);
    await followRecord(context, latest, next, tx);
    await recordEvent(
      services,
      actor,
      {
        action: 'report.attached',
        patient_ref,
        subject: { kind: 'record', id },
        before: latest.files.find(({ role }) => role === 'report')?.sha256 ?? null,
        after: report.sha256,
        details: { modality: next.modality, version: next.version, outcome: check.outcome },
      },
      tx,
    );
    return answerOf(next);
  });
}

async function claimAndAttach(attaching: Attaching, compared: RecordDocument, check: ReportCheck) {
  const { services, sha256, pdf } = attaching;
  const { organization_id, modality, record_id, version } = compared;
  const received_at = services.clock.now();
  const place: Omit<ObjectPlace, 'attempt'> = {
    organization_id,
    modality,
    received_at,
    record_id,
    version: version + 1,
  };
  const request = {
    ...{ organization_id, modality, keys: recordingKeys(compared), request_hash: sha256 },
    object_prefix: (token: string) => keyOf(attemptPrefix({ ...place, attempt: token })),
  };
  const taken = await takeClaim(services, request, async () => {
    const latest = await recordOf(attaching);
    const known = await versionWithReport(attaching, latest);
    if (known) return duplicateAnswer(known);
    if (latest.version !== version) throw new AppError('stale_revision');
    return null;
  });
  if ('found' in taken) return taken.found;
  const { claim } = taken;
  return underClaim(services, claim, async () => {
    const key = keyOf(objectKey({ ...place, attempt: claim.token }, 'report-1.pdf'));
    const object = { role: 'report', key, content_type: 'application/pdf', content: pdf } as const;
    const [report] = await keepObjects(services, [object]);
    if (!report) throw new Error('the report was not kept');
    return inTurn(organization_id, () => commit(attaching, { claim, compared, report, check }));
  });
}

/**
 * Attaches a report to an ECG that is stored: its next version, which nobody has read, as a corrected upload makes one. The
 * same report again adds nothing. A report that names somebody else is refused (FMT-7).
 * @throws AppError `not_permitted`, `not_found`, `invalid_upload`, `not_in_this_state`, `stale_revision`, `upload_in_progress`,
 * `too_busy`, `store_unavailable`
 */
export async function attachReport(
  services: Services,
  actor: Actor,
  { id, version, body: pdf }: { id: string; version?: number | undefined; body: Uint8Array },
): Promise<UploadAnswer> {
  authorize(actor, 'report:attach');
  return uploadRoom.hold(pdf.byteLength, async () => {
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const attaching: Attaching = { services, actor, id, version, pdf, sha256 };
    const latest = await recordOf(attaching);
    requirePdf(pdf);
    // what is nobody's cannot be compared with anybody, and of a deleted one there is nothing to add to
    if (latest.status !== 'stored' || latest.patient_ref === null) throw new AppError('not_in_this_state');
    const known = await versionWithReport(attaching, latest);
    if (known) return duplicateAnswer(known);
    requireVersion(attaching, latest);
    return claimAndAttach(attaching, latest, await checkedFor(attaching, latest));
  });
}
