/*
 * `npm run bench:patient`: server time of the patient page's use-cases together, for a patient with 1,000 nights and
 * 200 ECGs on the embedded store, audit included. Target: 200 ms.
 */
import { TWELVE_LEADS } from '@/lib/formats/leads';
import { getPatient } from '@/lib/patients/get-patient';
import { getTimeline } from '@/lib/patients/get-timeline';
import { refreshPatientSummary } from '@/lib/patients/refresh-summary';
import { aStoredNight } from '@/lib/testing/nights';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { withTransaction } from '@/models/transaction';
import { type BenchInstallation, run } from './support/installation';
import { patientDocument } from './support/patients';
import { printTimings, timed } from './support/report';

const NIGHTS = 1000;
const ECGS = 200;
const ROUNDS = 40;
const TARGET_MS = 200;
const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2024, 1, 1, 8);

/** What every invented ECG has in common. */
const SAME = {
  claimed: null,
  reasons: [],
  utc_offset_minutes: 0,
  time_source: 'offset',
  time_ambiguous: false,
  clock_offset_ms: null,
  duration_ms: 10_000,
  priority: 'routine',
  channels: TWELVE_LEADS.map((name, channel) => ({
    id: String(channel),
    name,
    kind: 'rhythm',
    unit: 'uV',
    sampling_rate_hz: 500,
    derived: false,
  })),
  filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null, zero_phase: null },
  statements: ['Sinus rhythm', 'Normal ECG'],
  therapy: null,
  therapy_digest: null,
  quality: null,
  report_check: null,
  urgency: 2,
  warnings: [],
  order: { accession_number: 'A-1', indication: 'follow-up', ordering_unit: 'Ward 3' },
  device: { make: 'Example', model: 'C12', serial: '0417', firmware: '3.2' },
  site: 'Ward 3',
  operator: null,
  vendor: null,
} satisfies Partial<RecordDocument>;

function ecgDocument(
  patient: { patient_ref: string; patient_id: string },
  index: number,
): Omit<RecordDocument, 'organization_id'> {
  const id = `rec_${String(index).padStart(26, '0')}`;
  const recording_date = new Date(FIRST + index * 5 * DAY_MS);
  return {
    ...SAME,
    ...patient,
    _id: id,
    record_id: id,
    modality: 'ecg',
    status: 'stored',
    version: 1,
    revision: 1,
    change: index,
    device_id: 'ECG-1',
    recording_date,
    device_time: recording_date.toISOString(),
    measurements: {
      heart_rate_bpm: 55 + (index % 20),
      pr_ms: 160,
      qrs_ms: 92,
      qt_ms: 400,
      qtc_ms: 410 + (index % 40),
      qtc_formula: 'bazett',
      p_axis_deg: 40,
      qrs_axis_deg: 30,
      t_axis_deg: 44,
    },
    reading: { state: index % 3 === 0 ? 'unconfirmed' : 'confirmed', version: 1 },
    files: [{ role: 'source', key: `bench/${id}`, content_type: 'application/json', bytes: 1, sha256: id }],
    content_hash: id,
    samples_hash: id,
    upload_hash: id,
    received_at: recording_date,
    updated_at: recording_date,
    received_from: { kind: 'system', id: 'bench' },
  };
}

/** Writes the patient with all records, a few at a time. */
async function seed(organization_id: string): Promise<PatientDocument> {
  const document = { ...patientDocument(0), organization_id, ecg_count: ECGS, therapy_count: NIGHTS };
  await patients(organization_id).insert(document);
  const named = { patient_ref: document._id, patient_id: document.patient_id };
  const write = [
    ...Array.from({ length: ECGS }, (_, index) => () => ecgRecords(organization_id).insert(ecgDocument(named, index))),
    ...Array.from({ length: NIGHTS }, (_, index) => () => {
      const night = new Date(FIRST + index * DAY_MS).toISOString().slice(0, 10);
      return therapyNights(organization_id).insert(aStoredNight(named, night));
    }),
  ];
  const PARALLEL = 32;
  for (let from = 0; from < write.length; from += PARALLEL)
    await Promise.all(write.slice(from, from + PARALLEL).map((one) => one()));
  await withTransaction((tx) => refreshPatientSummary(organization_id, document, tx));
  return document;
}

async function measure({ services, organization_id, clinician }: BenchInstallation): Promise<void> {
  const patient = await seed(organization_id);
  const patient_ref = patient._id;
  const together = async () => {
    await Promise.all([
      getPatient(services, clinician, { patient_ref }),
      getTimeline(services, clinician, { patient_ref }),
    ]);
  };
  const last90 = () =>
    getTimeline(services, clinician, { patient_ref, from: new Date(FIRST + (NIGHTS - 90) * DAY_MS) });
  const repeat = async (work: () => Promise<unknown>) => {
    for (let round = 0; round < 5; round++) await work();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await timed(work));
    return times;
  };
  const refresh = () => withTransaction((tx) => refreshPatientSummary(organization_id, patient, tx));
  printTimings(`Patient page: ${NIGHTS} nights, ${ECGS} ECGs, embedded store`, [
    { what: 'page: patient and whole timeline', times_ms: await repeat(together), target_ms: TARGET_MS },
    { what: 'timeline of 90 days', times_ms: await repeat(last90), target_ms: null },
    { what: 'summary, as every upload refreshes it', times_ms: await repeat(refresh), target_ms: null },
  ]);
}

run(measure);
