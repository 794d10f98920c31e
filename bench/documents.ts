import { createHash } from 'node:crypto';
import type { Document, IndexDescription } from 'mongodb';

export const PATIENTS = 20_000;
const DEVICES = 200;
const ORGANIZATION = 'org_00000000000000000000000001';
const FIRST_ARRIVAL_MS = Date.UTC(2023, 0, 1);
const BETWEEN_ARRIVALS_MS = 90_000;

/** The four indexes, as the product has them on its records. */
export const INDEXES: IndexDescription[] = [
  { key: { patient_id: 1, organization_id: 1, recording_date: -1, _id: -1 } },
  { key: { device_id: 1, organization_id: 1, recording_date: -1, _id: -1 } },
  { key: { organization_id: 1, recording_date: -1, _id: -1 } },
  { key: { organization_id: 1, content_hash: 1 }, unique: true },
];

/** The newest 20 records of a patient: the portal's most frequent question. */
export const newestOf = (patient: number) => ({
  filter: { patient_id: patientId(patient), organization_id: ORGANIZATION },
  sort: { recording_date: -1, _id: -1 } as const,
  limit: 20,
});

const patientId = (n: number) => `P${String(n).padStart(6, '0')}`;

/** Spreads whole numbers evenly and repeatably. */
const scatter = (n: number, below: number) => (Math.imul(n + 1, 2_654_435_761) >>> 0) % below;

/**
 * The n-th record to arrive, about 1 kB, invented: ids rise with time as the product's do, a recording was made up to two days before it
 * arrived, patients and devices come in no order.
 */
export function record(n: number): Document {
  const recordedAt = FIRST_ARRIVAL_MS + n * BETWEEN_ARRIVALS_MS - scatter(n, 172_800) * 1000;
  return {
    _id: `ecg_${String(n).padStart(26, '0')}`,
    organization_id: ORGANIZATION,
    modality: 'ecg',
    status: 'final',
    version: 1,
    patient_id: patientId(scatter(n, PATIENTS)),
    device_id: `D${scatter(n * 7, DEVICES)}`,
    recording_date: new Date(recordedAt),
    duration_ms: 10_000,
    content_hash: createHash('sha256').update(String(n)).digest('hex'),
    measurements: { heart_rate_bpm: 50 + scatter(n, 60), pr_ms: 160, qrs_ms: 92, qt_ms: 400, qtc_ms: 421 },
    channels: ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => ({
      name,
      unit: 'mV',
      rate_hz: 500,
    })),
    warnings: [],
    statements: ['Sinus rhythm', 'Normal ECG'],
  };
}
