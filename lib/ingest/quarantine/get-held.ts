import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { periodAt } from '@/lib/devices/domain/assignment';
import { AppError } from '@/lib/errors/app-error';
import { presentIdentity } from '@/lib/patients/present-patient';
import type { Services } from '@/lib/platform/services';
import { presentRecord } from '@/lib/recordings/present-record';
import { devices } from '@/models/device';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, type RecordDocument, recordsOf, therapyRecords } from '@/models/record';
import { identityDisagreements } from '../domain/identity-guard';
import type { HeldCollision, HeldRecording, HeldTwin } from '../quarantine-contracts';

/** One trace filed this often is a test signal; more links would help nobody. */
const MOST_TWINS = 20;

/** What was sent against what is known of one patient. */
function collision(document: RecordDocument, patient: PatientDocument, why: HeldCollision['why']): HeldCollision {
  const { claimed } = document;
  const sentId = claimed?.patient_id ?? null;
  return {
    why,
    patient: presentIdentity(patient),
    differs: [
      ...(sentId !== null && sentId !== patient.patient_id ? (['patient_id'] as const) : []),
      ...(claimed?.patient ? identityDisagreements(claimed.patient, patient) : []),
    ],
  };
}

/** The patient of the id that was sent, and the one the registry says had the device then. */
async function collisionsOf(organizationId: string, document: RecordDocument): Promise<HeldCollision[]> {
  const scoped = patients(organizationId);
  const sentId = document.claimed?.patient_id ?? null;
  const [sent, device] = await Promise.all([
    sentId === null ? null : scoped.findOne({ patient_id: sentId }),
    devices(organizationId).findOne({ device_id: document.device_id }),
  ]);
  const assignment = device && !device.shared ? periodAt(device.assignments, document.recording_date) : null;
  const assignee = assignment ? await scoped.findOne({ _id: assignment.patient_ref }) : null;
  return [
    ...(sent ? [collision(document, sent, 'sent_id')] : []),
    ...(assignee && assignee._id !== sent?._id ? [collision(document, assignee, 'device_assignment')] : []),
  ];
}

function presentTwin(twin: RecordDocument): HeldTwin {
  const name = twin.claimed?.patient ?? twin.sent_name;
  return {
    id: twin._id,
    modality: twin.modality,
    status: twin.status,
    said_patient_id: twin.patient_id ?? twin.claimed?.patient_id ?? null,
    said_name: name ? { family_name: name.family_name, given_name: name.given_name } : null,
    device_id: twin.device_id,
    recording_date: twin.recording_date.toISOString(),
    received_at: twin.received_at.toISOString(),
  };
}

/** Other records with the same samples, held or filed: one of the names is wrong, or one trace was sent twice. */
async function twinsOf(organizationId: string, document: RecordDocument) {
  const alike = await recordsOf(document.modality)(organizationId).find(
    { samples_hash: document.samples_hash, status: { $in: ['stored', 'quarantined'] }, _id: { $ne: document._id } },
    { limit: MOST_TWINS + 1 },
  );
  return { twins: alike.slice(0, MOST_TWINS).map(presentTwin), more_twins: alike.length > MOST_TWINS };
}

async function noteLook(services: Services, actor: Actor, document: RecordDocument, collisions: HeldCollision[]) {
  const subject = { kind: 'record', id: document.record_id };
  await recordView(services, actor, { action: 'record.viewed', subject, details: { version: document.version } });
  // whose identity was shown beside it stands in that patient's own trail
  for (const { patient } of collisions) {
    const shown = { kind: 'patient', id: patient.patient_ref };
    await recordView(services, actor, { action: 'patient.viewed', patient_ref: patient.patient_ref, subject: shown });
  }
}

/**
 * A held recording, with the patients its identity collides with and the other records that hold the same samples.
 * @throws AppError `not_found`; `not_in_this_state` where somebody has decided on it already
 */
export async function getHeld(services: Services, actor: Actor, { id }: { id: string }): Promise<HeldRecording> {
  authorize(actor, 'quarantine:resolve');
  const { organization_id } = actor;
  const document =
    (await ecgRecords(organization_id).findOne({ _id: id })) ??
    (await therapyRecords(organization_id).findOne({ _id: id }));
  if (!document) throw new AppError('not_found');
  if (document.status !== 'quarantined') throw new AppError('not_in_this_state');
  const [collisions, alike] = await Promise.all([
    collisionsOf(organization_id, document),
    twinsOf(organization_id, document),
  ]);
  await noteLook(services, actor, document, collisions);
  return { record: presentRecord(document), collisions, ...alike };
}
