import type { Actor } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { SEXES } from '@/lib/patients/contracts';
import { searchTokens } from '@/lib/patients/domain/search-tokens';
import type { Services } from '@/lib/platform/services';
import { devices } from '@/models/device';
import type { OrganizationDocument } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import type { Transaction } from '@/models/transaction';
import { identityDisagreements, timeInDoubt } from './domain/identity-guard';
import type { PreparedUpload } from './prepare-upload';

/** Whose a recording is, or why that must be decided by a person. */
export type Attribution = { kind: 'patient'; patient: PatientDocument } | { kind: 'quarantine'; reasons: string[] };

interface Setting {
  services: Services;
  actor: Actor;
  organization: OrganizationDocument;
  received_at: Date;
  change: number;
}

function newPatient(setting: Setting, upload: PreparedUpload): Omit<PatientDocument, 'organization_id'> {
  const identity = {
    patient_id: upload.patient_id,
    family_name: upload.patient?.family_name ?? null,
    given_name: upload.patient?.given_name ?? null,
    birth_date: upload.patient?.birth_date ?? null,
  };
  return {
    _id: setting.services.ids.id('pat'),
    ...identity,
    sex: SEXES.find((sex) => sex === upload.patient?.sex) ?? 'unknown',
    verified: false,
    flags: {},
    search_tokens: searchTokens(identity),
    last_ecg: null,
    ecg_count: 0,
    therapy_count: 0,
    revision: 1,
    change: setting.change,
    created_at: setting.received_at,
    updated_at: setting.received_at,
  };
}

async function registerPatient(setting: Setting, upload: PreparedUpload, tx: Transaction): Promise<PatientDocument> {
  const document = newPatient(setting, upload);
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

/**
 * Step: finds the patient, registers one on first sight, or names why the recording must be held (ING-6): the sent
 * identity disagrees with the known one, the time is in doubt, the source was another patient's, or nobody is known
 * and may not be registered.
 */
export async function identifyPatient(
  setting: Setting,
  upload: PreparedUpload,
  sourceOfOtherPatient: boolean,
  tx: Transaction,
): Promise<Attribution> {
  const scoped = patients(setting.organization._id);
  const known = await scoped.findOne({ patient_id: upload.patient_id }, { tx });
  const reasons: string[] = [];
  if (sourceOfOtherPatient) reasons.push('identity_mismatch');
  else if (known && upload.patient && identityDisagreements(upload.patient, known).length > 0)
    reasons.push('identity_mismatch');
  if (timeInDoubt(upload.time.recording_date, upload.time.device_time, setting.received_at))
    reasons.push('time_in_doubt');
  if (!known && !setting.organization.register_patients_on_first_sight) reasons.push('unknown_patient');
  if (reasons.length > 0) return { kind: 'quarantine', reasons };
  if (!known) return { kind: 'patient', patient: await registerPatient(setting, upload, tx) };
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

/** Step: counts a new record on its patient's list entry. */
export async function countRecord(
  setting: Setting,
  patient: PatientDocument,
  upload: PreparedUpload,
  tx: Transaction,
): Promise<void> {
  const ecg = upload.modality === 'ecg';
  await patients(setting.organization._id).updateOne(
    { _id: patient._id },
    {
      $inc: ecg ? { ecg_count: 1 } : { therapy_count: 1 },
      $set: { updated_at: setting.received_at },
      ...(ecg ? { $max: { last_ecg: upload.time.recording_date } } : {}),
    },
    { tx },
  );
}

/** Step: notes that a device was heard of; one nobody registered is registered as unverified. */
export async function noteDevice(setting: Setting, upload: PreparedUpload, tx: Transaction): Promise<void> {
  const scoped = devices(setting.organization._id);
  const seen = await scoped.updateOne(
    { device_id: upload.device_id },
    {
      $set: {
        last_seen_at: setting.received_at,
        ...(upload.clock_offset_ms === null ? {} : { clock_offset_ms: upload.clock_offset_ms }),
      },
    },
    { tx },
  );
  if (seen > 0) return;
  const { device, site } = upload.facts;
  const device_ref = setting.services.ids.id('dev');
  await scoped.insert(
    {
      _id: device_ref,
      device_id: upload.device_id,
      make: device?.make ?? null,
      model: device?.model ?? null,
      serial: device?.serial ?? null,
      firmware: device?.firmware ?? null,
      udi: null,
      kind: upload.modality,
      cadence: upload.modality === 'ecg' ? 'on_use' : 'nightly',
      shared: upload.modality === 'ecg',
      site,
      time_zone: null,
      assignments: [],
      verified: false,
      last_seen_at: setting.received_at,
      clock_offset_ms: upload.clock_offset_ms,
      revision: 1,
      created_at: setting.received_at,
    },
    { tx },
  );
  await recordEvent(
    setting.services,
    setting.actor,
    { action: 'device.registered', subject: { kind: 'device', id: device_ref } },
    tx,
  );
}
