import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import type { PatientEdit } from '@/lib/patients/contracts';
import { updatePatient } from '@/lib/patients/update-patient';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { restoreRecording } from '@/lib/recordings/lifecycle/restore-recording';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';

let installation: TestInstallation;
let device: KeyActor;
let desk: KeyActor;

beforeAll(async () => {
  installation = await createInstallation();
  device = installation.keyActor(['ingest:therapy']);
  desk = installation.keyActor(['admin']);
});
afterAll(() => installation.close());

const UNKNOWN = { value: 'unknown', date: null, source: null } as const;
const FLAGS = { pacemaker: UNKNOWN, atrial_fibrillation: UNKNOWN, heart_failure: UNKNOWN, pregnancy: UNKNOWN };

async function patientOf(patient_id: string) {
  const patient = await patients(installation.organization_id).findOne({ patient_id });
  if (!patient) throw new Error('no such patient');
  return patient;
}

async function setBoundary(patient_id: string, night_boundary_hour: number, change: Partial<PatientEdit> = {}) {
  const { _id: patient_ref, revision } = await patientOf(patient_id);
  const facts = { family_name: null, given_name: null, birth_date: null, sex: 'unknown', verified: false } as const;
  const body = { revision, ...facts, flags: FLAGS, therapy_start: null, diagnostic_ahi: null, ...change };
  return updatePatient(installation.services, desk, { patient_ref, body: { ...body, night_boundary_hour } });
}

/** Sleeps by day, three of them reaching from one device-day into the next, and a day only the summary knows. */
function daysOf(patient_id: string) {
  const session = (start: string, end: string, hypopneas: number) => ({
    start: `2026-11-${start}:00+01:00`,
    end: `2026-11-${end}:00+01:00`,
    events: Array.from({ length: hypopneas }, () => ({
      type: 'hypopnea',
      start: `2026-11-${start}:30+01:00`,
      duration_s: 12,
    })),
  });
  const day = (source_id: string, ...sessions: unknown[]) =>
    aTherapyBody({
      patient_id,
      device_id: `PAP-${patient_id}`,
      source_id,
      therapy: { mode: 'CPAP', sessions, summary: { usage_minutes: 60 } },
    });
  return [
    day('2', session('02T08:00', '02T11:00', 3), session('02T14:00', '02T15:00', 1)),
    day('3', session('03T09:00', '03T13:00', 8), session('03T17:30', '03T18:30', 0)),
    day('4', session('04T19:00', '04T23:00', 2)),
    aTherapyBody({
      patient_id,
      device_id: `PAP-${patient_id}`,
      night: '2026-11-06',
      timezone: 'Europe/Brussels',
      therapy: { summary: { usage_minutes: 400 } },
    }),
  ];
}

async function sendAll(patient_id: string): Promise<string[]> {
  const ids: string[] = [];
  for (const body of daysOf(patient_id)) {
    const upload = { modality: 'cpap', body: received(body) } as const;
    ids.push((await receiveRecording(installation.services, device, upload)).id);
  }
  return ids;
}

const nightsOf = async (patient_id: string) =>
  therapyNights(installation.organization_id).find(
    { patient_ref: (await patientOf(patient_id))._id },
    { sort: { night: 1 } },
  );

/** Nights, records and summary of a patient without what differs from patient to patient. */
async function everythingOf(patient_id: string) {
  const { _id: patient_ref, last_night, recent_usage } = await patientOf(patient_id);
  const nights = await nightsOf(patient_id);
  const records = await therapyRecords(installation.organization_id).find(
    { patient_ref },
    { sort: { recording_date: 1 } },
  );
  const names = records.map(({ _id }) => _id);
  const plain = JSON.stringify({
    nights: nights.map(({ _id, patient_ref: _ref, patient_id: _pid, change: _change, updated_at: _at, ...night }) => ({
      ...night,
      record_ids: [...night.record_ids].sort((a, b) => names.indexOf(a) - names.indexOf(b)),
    })),
    records: records.map((record) => [record.nights, record.therapy?.night]),
    summary: [last_night && { ...last_night, id: '' }, recent_usage],
  });
  return names.reduce((text, id, index) => text.replaceAll(id, `record ${index}`), plain).replaceAll(patient_id, '');
}

const datesOf = async (patient_id: string) => (await nightsOf(patient_id)).map(({ night }) => night);

describe('another boundary of nights', () => {
  it('rebuilds all nights as if it had always been so, and back', async () => {
    await sendAll('B-later');
    const noon = await everythingOf('B-later');
    expect(await datesOf('B-later')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-06']);
    // a patient who had the boundary before the first night came
    const ecg = { modality: 'ecg', body: received(anEcgBody({ patient_id: 'B-always', seconds: 1 })) } as const;
    await receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), ecg);
    await setBoundary('B-always', 18);
    await sendAll('B-always');
    await setBoundary('B-later', 18);
    expect((await nightsOf('B-later')).map(({ night, usage_minutes, ahi }) => [night, usage_minutes, ahi])).toEqual([
      ['2026-11-01', 240, 1],
      ['2026-11-02', 300, 1.6],
      ['2026-11-04', 240, 0.5],
      ['2026-11-06', null, null],
    ]);
    expect(await everythingOf('B-later')).toBe(await everythingOf('B-always'));
    await setBoundary('B-later', 12);
    expect(await everythingOf('B-later')).toBe(noon);
  });

  it('takes the addresses of nights that are no more, and places what comes later', async () => {
    await sendAll('B-address');
    const gone = (await nightsOf('B-address')).find(({ night }) => night === '2026-11-03');
    await setBoundary('B-address', 18);
    expect(await therapyNights(installation.organization_id).findOne({ _id: gone?._id })).toBeNull();
    const later = aTherapyBody({
      patient_id: 'B-address',
      therapy: { sessions: [{ start: '2026-11-08T13:00:00+01:00', end: '2026-11-08T15:00:00+01:00' }] },
    });
    await receiveRecording(installation.services, device, { modality: 'cpap', body: received(later) });
    expect((await datesOf('B-address')).at(-1)).toBe('2026-11-07');
  });

  it('holds for a record that was deleted meanwhile and comes back', async () => {
    const ids = await sendAll('B-deleted');
    const id = ids[1] ?? '';
    const removed = { modality: 'cpap', id, body: { reason: 'sent twice', revision: 1 } } as const;
    const { revision } = await deleteRecording(installation.services, desk, removed);
    await setBoundary('B-deleted', 18);
    expect(await datesOf('B-deleted')).toEqual(['2026-11-01', '2026-11-04', '2026-11-06']);
    const back = { ...removed, body: { reason: 'was right', revision } };
    await restoreRecording(installation.services, desk, back);
    await sendAll('B-kept');
    await setBoundary('B-kept', 18);
    expect(await everythingOf('B-deleted')).toBe(await everythingOf('B-kept'));
  });

  it('stands in the trail with its hour and the nights it touched; an edit without it touches none', async () => {
    await sendAll('B-trail');
    await setBoundary('B-trail', 12);
    await setBoundary('B-trail', 18);
    const before = await nightsOf('B-trail');
    await setBoundary('B-trail', 18, { given_name: 'Ada' });
    expect(await nightsOf('B-trail')).toEqual(before);
    const { _id: patient_ref } = await patientOf('B-trail');
    const events = await auditEvents(installation.organization_id).find({ action: 'patient.updated', patient_ref });
    const details = events.map((event) => event.details).sort((a, b) => Number(a.revision) - Number(b.revision));
    expect(details.slice(1)).toEqual([
      { fields: 'night_boundary_hour', revision: 3, night_boundary_hour: 18, nights: 4 },
      { fields: 'given_name', revision: 4 },
    ]);
    expect(details[0]).not.toHaveProperty('nights');
  });

  it('leaves everything as it was when the edit is refused', async () => {
    await sendAll('B-stale');
    const before = await everythingOf('B-stale');
    await expect(setBoundary('B-stale', 18, { revision: 9 })).rejects.toMatchObject({ code: 'stale_revision' });
    expect(await everythingOf('B-stale')).toBe(before);
  });
});
