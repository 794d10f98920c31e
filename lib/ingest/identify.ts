import type { Actor } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { productionDate } from '@/lib/devices/domain/production-date';
import { SEXES } from '@/lib/patients/contracts';
import { searchTokens } from '@/lib/patients/domain/search-tokens';
import { newPatient } from '@/lib/patients/new-patient';
import type { Services } from '@/lib/platform/services';
import { type DeviceAssignment, type DeviceDocument, devices } from '@/models/device';
import type { OrganizationDocument } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import type { Transaction } from '@/models/transaction';
import { attributionOf } from './admit-upload';
import type { Attribution as SaidAttribution } from './domain/attribution';
import { identityDisagreements, timeInDoubt } from './domain/identity-guard';
import type { PreparedUpload } from './prepare-upload';

/** Whose a recording is, or why that must be decided by a person. */
export type Attribution = { kind: 'patient'; patient: PatientDocument } | { kind: 'quarantine'; reasons: string[] };

/** What attribution is decided under. */
export interface AttributionSetting {
  services: Services;
  actor: Actor;
  organization: OrganizationDocument;
  received_at: Date;
  change: number;
}

async function registerPatient(
  setting: AttributionSetting,
  upload: PreparedUpload,
  patient_id: string,
  tx: Transaction,
): Promise<PatientDocument> {
  const document = newPatient({
    _id: setting.services.ids.id('pat'),
    patient_id,
    person: upload.patient,
    change: setting.change,
    now: setting.received_at,
  });
  await patients(setting.organization._id).insert(document, { tx });
  await recordEvent(
    setting.services,
    setting.actor,
    { action: 'patient.registered', patient_ref: document._id, subject: { kind: 'patient', id: document._id } },
    tx,
  );
  return { ...document, organization_id: setting.organization._id };
}

/** What an upload tells of a patient of whom so little was known; nothing known is ever replaced. */
function additions(known: PatientDocument, upload: PreparedUpload): Partial<PatientDocument> {
  const sent = upload.patient;
  if (!sent || known.verified) return {};
  const family_name = known.family_name ?? sent.family_name;
  const given_name = known.given_name ?? sent.given_name;
  const birth_date = known.birth_date ?? sent.birth_date;
  const sex = known.sex === 'unknown' ? (SEXES.find((one) => one === sent.sex) ?? 'unknown') : known.sex;
  if (
    family_name === known.family_name &&
    given_name === known.given_name &&
    birth_date === known.birth_date &&
    sex === known.sex
  )
    return {};
  return {
    family_name,
    given_name,
    birth_date,
    sex,
    search_tokens: searchTokens({ patient_id: known.patient_id, family_name, given_name, birth_date }),
  };
}

/** The patient an attribution names; of an assignment by our own id, which outlives a change of the hospital's. */
async function namedPatient(
  organizationId: string,
  said: SaidAttribution<DeviceAssignment>,
  tx: Transaction,
): Promise<PatientDocument | null> {
  if (said.kind === 'sent') return patients(organizationId).findOne({ patient_id: said.patient_id }, { tx });
  if (said.kind === 'assigned') return patients(organizationId).findOne({ _id: said.assignment.patient_ref }, { tx });
  return null;
}

/**
 * Whether a device that a person marked as shared says too little of whose its recording is: an id typed wrongly is
 * somebody else's id, and only a second fact shows it.
 */
function tooFewIdentifiers({ patient_id, patient }: PreparedUpload, { shared, verified }: DeviceDocument): boolean {
  const told = [patient_id, patient?.family_name, patient?.birth_date].filter(Boolean).length;
  return shared && verified && told < 2;
}

/** What is known of the sent identity and its device. */
interface Registry {
  known: PatientDocument | null;
  device: DeviceDocument;
}

/** Why a recording must be held, if it must: by the registry and its time. */
function reasonsToHold(
  setting: AttributionSetting,
  upload: PreparedUpload,
  said: SaidAttribution<DeviceAssignment>,
  { known, device }: Registry,
): string[] {
  const named = said.kind === 'sent' || said.kind === 'assigned';
  const disagrees = known && upload.patient && identityDisagreements(upload.patient, known).length > 0;
  const reasons: string[] = [];
  if (!named || disagrees || upload.contradicts_file || tooFewIdentifiers(upload, device))
    reasons.push('identity_mismatch');
  if (timeInDoubt(upload.time, setting.received_at, productionDate(device.udi))) reasons.push('time_in_doubt');
  const mayRegister = said.kind === 'sent' && setting.organization.register_patients_on_first_sight;
  if (named && !known && !mayRegister) reasons.push('unknown_patient');
  return reasons;
}

/**
 * Step: finds the patient, registers one on first sight, or names why the recording must be held (ING-6): the sent
 * identity disagrees with the known one, with that of the file it came beside, or with the device's assignment at that
 * time, a shared device says too little, the time is in doubt, nobody is known and may not be registered, or another
 * record speaks against it.
 * @param device as the registry knows it within the transaction
 * @param doubts what other records have to say against it
 */
export async function identifyPatient(
  setting: AttributionSetting,
  upload: PreparedUpload,
  device: DeviceDocument,
  doubts: readonly string[],
  tx: Transaction,
): Promise<Attribution> {
  const scoped = patients(setting.organization._id);
  const said = attributionOf(upload, device);
  const known = await namedPatient(setting.organization._id, said, tx);
  const reasons = new Set([...reasonsToHold(setting, upload, said, { known, device }), ...doubts]);
  if (reasons.size > 0) return { kind: 'quarantine', reasons: [...reasons] };
  if (!known) {
    // whoever is neither known nor a reason to hold was named by the sender
    if (said.kind !== 'sent') throw new Error('nobody was named and nothing was held');
    return { kind: 'patient', patient: await registerPatient(setting, upload, said.patient_id, tx) };
  }
  const added = additions(known, upload);
  if (Object.keys(added).length > 0) {
    await scoped.updateOne(
      { _id: known._id },
      { $set: { ...added, change: setting.change }, $inc: { revision: 1 } },
      { tx },
    );
  }
  return { kind: 'patient', patient: { ...known, ...added } };
}

/** A device that nobody registered, as its first upload describes it. A key of a site brings it to that site. */
function newDevice(setting: AttributionSetting, upload: PreparedUpload): DeviceDocument {
  const { device, site } = upload.facts;
  const { actor } = setting;
  return {
    _id: setting.services.ids.id('dev'),
    organization_id: setting.organization._id,
    device_id: upload.device_id,
    make: device?.make ?? null,
    model: device?.model ?? null,
    serial: device?.serial ?? null,
    firmware: device?.firmware ?? null,
    udi: null,
    kind: upload.modality,
    cadence: upload.modality === 'ecg' ? 'on_use' : 'nightly',
    shared: upload.modality === 'ecg',
    site: (actor.kind === 'key' ? actor.site : null) ?? site,
    time_zone: null,
    assignments: [],
    verified: false,
    last_seen_at: setting.received_at,
    clock_offset_ms: upload.clock_offset_ms,
    revision: 1,
    created_at: setting.received_at,
  };
}

/** Step: notes that a device was heard of; one nobody registered is registered as unverified. */
export async function noteDevice(
  setting: AttributionSetting,
  upload: PreparedUpload,
  tx: Transaction,
): Promise<DeviceDocument> {
  const scoped = devices(setting.organization._id);
  const seen = await scoped.findOneAndUpdate(
    { device_id: upload.device_id },
    {
      $set: {
        last_seen_at: setting.received_at,
        ...(upload.clock_offset_ms === null ? {} : { clock_offset_ms: upload.clock_offset_ms }),
      },
    },
    { tx },
  );
  if (seen) return seen;
  const document = newDevice(setting, upload);
  const { organization_id: _organization, ...own } = document;
  await scoped.insert(own, { tx });
  await recordEvent(
    setting.services,
    setting.actor,
    { action: 'device.registered', subject: { kind: 'device', id: document._id } },
    tx,
  );
  return document;
}
