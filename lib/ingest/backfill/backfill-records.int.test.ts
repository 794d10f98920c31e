import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { runJobs } from '@/lib/jobs/run-jobs';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { measureWaiting } from '@/lib/testing/measured';
import { SINUS, syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { aLongEcgBody, anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { jobs } from '@/models/job';
import { organizations } from '@/models/organization';
import { ecgRecords, type RecordDocument, recordVersions, therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { DERIVED_VERSION } from '../domain/derived';
import { measureEcg } from '../measuring/measure-ecg';
import { receiveRecording } from '../receive-recording';
import { askForBackfill, backfillRecords } from './backfill-records';

let installation: TestInstallation;
let device: KeyActor;

beforeAll(async () => {
  installation = await createInstallation();
  device = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
});
afterAll(() => installation.close());

const HANDLERS = jobHandlers({ 'measure-ecg': measureEcg, 'backfill-records': backfillRecords });

/** What a worker does at its start and then, as long as it is let. */
async function work(jobsAtMost = Number.POSITIVE_INFINITY): Promise<number> {
  await askForBackfill(installation.services);
  let left = jobsAtMost;
  return runJobs(installation.services, HANDLERS, () => left-- <= 0);
}

const raw = (collection: string) =>
  mongoose.connection.collection<Record<string, unknown> & { _id: string }>(collection);

/** A worker of an older version left no note of what is derived. */
const forget = () => raw('organizations').updateOne({ _id: installation.organization_id }, { $unset: { derived: 1 } });

/** Sends an ECG and lets it be measured. */
async function sendEcg(change: Record<string, unknown>) {
  const body = received(anEcgBody(change));
  const answer = await receiveRecording(installation.services, device, { modality: 'ecg', body });
  await measureWaiting(installation);
  return answer;
}

/** A record without its change number: whoever showed it must read it again. */
function asValues(document: RecordDocument | null) {
  if (!document) throw new Error('the record is gone');
  const { change: _change, ...values } = document;
  return values;
}

/** A night of one hour at 8.26 cmH2O, of a device that does not look for periodic breathing. */
async function sendNight(patient_id: string) {
  const session = {
    start: '2026-11-02T22:00:00+01:00',
    end: '2026-11-02T23:00:00+01:00',
    events: [],
    signals: [{ name: 'pressure', unit: 'cmH2O', sampling_rate_hz: 0.5, samples: Array(1800).fill(8.26) }],
  };
  const therapy = { mode: 'CPAP', event_types_not_scored: ['periodic_breathing'], sessions: [session] };
  const body = received(aTherapyBody({ patient_id, device_id: `PAP-${patient_id}`, therapy }));
  const { id } = await receiveRecording(installation.services, device, { modality: 'cpap', body });
  return id;
}

/** The record and its night as night algorithm 1.0.0 wrote them: bins of 0.2 cmH2O that do not say so. */
async function makeOldNight(id: string) {
  const old = { first: 41, ms: [3_600_000] };
  const session = { 'therapy_digest.sessions.0.pressure': old, 'therapy_digest.sessions.0.periodic_breathing_ms': 0 };
  await raw('therapydata').updateOne({ _id: id }, { $set: session, $unset: { urgency: 1, quality: 1 } });
  const values = { pressure_p50_cmh2o: 8.2, pressure_p95_cmh2o: 8.2, periodic_breathing_minutes: 0 };
  await raw('therapynights').updateOne({ _id: (await nightOf(id))?._id ?? '' }, { $set: values });
}

const nightOf = async (id: string) =>
  (await therapyNights(installation.organization_id).find({})).find(({ record_ids }) => record_ids.includes(id));

const withoutUrgency = async () =>
  (await ecgRecords(installation.organization_id).find({})).filter(({ urgency }) => urgency === undefined).length;

describe('records of an older version', () => {
  it('get the urgency and the quality that they would have today, in every version', async () => {
    const sent = { source_id: 'E-1', patient_id: 'B-1', priority: 'stat' };
    await sendEcg(sent);
    const { id } = await sendEcg({ ...sent, seed: 2, statements: ['Atrial fibrillation'] });
    const today = await ecgRecords(installation.organization_id).findOne({ _id: id });
    const before = await recordVersions(installation.organization_id).findOne({ record_id: id });
    expect(today?.quality).toHaveLength(12);
    await raw('ecgdata').updateOne({ _id: id }, { $unset: { urgency: 1, quality: 1 } });
    await raw('recordversions').updateOne({ _id: `${id}_v1` }, { $unset: { urgency: 1, quality: 1 } });
    await work();
    expect(asValues(await ecgRecords(installation.organization_id).findOne({ _id: id }))).toEqual(asValues(today));
    expect(await recordVersions(installation.organization_id).findOne({ record_id: id })).toEqual(before);
  });

  it('get the beats of a long ECG, also where a batch was broken off after they were kept', async () => {
    const { id } = await receiveRecording(installation.services, device, {
      modality: 'ecg',
      body: received(aLongEcgBody({ patient_id: 'B-7' })),
    });
    const today = await ecgRecords(installation.organization_id).findOne({ _id: id });
    const beats = today?.files.find(({ role }) => role === 'beats');
    expect(beats?.bytes).toBeGreaterThan(0);
    await raw('ecgdata').updateOne({ _id: id }, { $set: { files: today?.files.filter((file) => file !== beats) } });
    await forget();
    await work();
    const files = (await ecgRecords(installation.organization_id).findOne({ _id: id }))?.files ?? [];
    expect(files.find(({ role }) => role === 'beats')).toEqual(beats);
  });

  it('get the measurement that they would have today, from the signals that are kept', async () => {
    const { rate_hz, leads } = syntheticEcg({ noise_uv: 5 });
    const named = Object.fromEntries(leads.map(({ name, samples }) => [name, [...samples].map(Math.round)]));
    const recording = { sampling_rate_hz: rate_hz, unit: 'uV', leads: named };
    const { id } = await sendEcg({ patient_id: 'B-6', recording });
    const today = await ecgRecords(installation.organization_id).findOne({ _id: id });
    expect(Math.abs((today?.derived?.qt_ms ?? 0) - SINUS.qt_ms)).toBeLessThanOrEqual(10);
    // what was sent is not needed
    const source = today?.files.find(({ role }) => role === 'source');
    await installation.services.objects.delete(source?.key ?? '');
    const older = { 'derived.version': '0.0.1', 'derived.rr_ms': 1 };
    for (const change of [
      () => raw('ecgdata').updateOne({ _id: id }, { $unset: { derived: 1 } }),
      () => raw('ecgdata').updateOne({ _id: id }, { $set: older }),
    ]) {
      await change();
      await forget();
      await work();
      const again = await ecgRecords(installation.organization_id).findOne({ _id: id });
      expect(asValues(again)).toEqual(asValues(today));
      expect(again?.change).toBeGreaterThan(today?.change ?? Number.POSITIVE_INFINITY);
    }
    const signals = today?.files.find(({ role }) => role === 'signals');
    await installation.services.objects.delete(signals?.key ?? '');
    await raw('ecgdata').updateOne({ _id: id }, { $unset: { derived: 1 } });
    await forget();
    await work();
    const unread = await ecgRecords(installation.organization_id).findOne({ _id: id });
    expect(unread).toMatchObject({ derived: null, measuring: 'unreadable', quality: today?.quality });
  });

  it('get digests and nights of today’s algorithm, from what was sent', async () => {
    const id = await sendNight('B-2');
    const today = await therapyRecords(installation.organization_id).findOne({ _id: id });
    const night = await nightOf(id);
    expect(night).toMatchObject({ pressure_p50_cmh2o: 8.25, periodic_breathing_minutes: null });
    await makeOldNight(id);
    await forget();
    await work();
    expect(await therapyRecords(installation.organization_id).findOne({ _id: id })).toEqual(today);
    const { change, updated_at: _at, ...values } = (await nightOf(id)) ?? { change: 0 };
    const { change: first = 0, updated_at: _then, ...expected } = night ?? {};
    expect(values).toEqual(expected);
    expect(change).toBeGreaterThan(first);
  });

  it('get nights where they were stored before there were any', async () => {
    const id = await sendNight('B-4');
    const [today, night] = [await therapyRecords(installation.organization_id).findOne({ _id: id }), await nightOf(id)];
    await raw('therapydata').updateOne({ _id: id }, { $unset: { therapy_digest: 1, nights: 1 } });
    await raw('therapynights').deleteOne({ _id: night?._id ?? '' });
    await forget();
    await work();
    expect(await therapyRecords(installation.organization_id).findOne({ _id: id })).toEqual(today);
    expect(await nightOf(id)).toMatchObject({ _id: night?._id, usage_minutes: 60, pressure_p50_cmh2o: 8.25 });
  });

  it('keep the old bins, by their true width, where what was sent is gone', async () => {
    const id = await sendNight('B-3');
    const sent = await therapyRecords(installation.organization_id).findOne({ _id: id });
    await installation.services.objects.delete(sent?.files.find(({ role }) => role === 'source')?.key ?? '');
    await makeOldNight(id);
    await forget();
    await work();
    expect(await nightOf(id)).toMatchObject({ pressure_p50_cmh2o: 8.2, pressure_p95_cmh2o: 8.2 });
    const record = await therapyRecords(installation.organization_id).findOne({ _id: id });
    expect(record?.therapy_digest?.sessions?.[0]?.pressure).toEqual({ width: 0.2, first: 41, ms: [3_600_000] });
  });

  it('get ECGs linked to their nights', async () => {
    await sendNight('B-5');
    const { id } = await sendEcg({ patient_id: 'B-5', seed: 5, recording_date: '2026-11-03T08:15:00+01:00' });
    const today = await ecgRecords(installation.organization_id).findOne({ _id: id });
    expect(today?.link).toMatchObject({ kind: 'morning_after', night: '2026-11-02' });
    await raw('ecgdata').updateOne({ _id: id }, { $unset: { link: 1 } });
    await forget();
    await work();
    const { change, ...linked } = (await ecgRecords(installation.organization_id).findOne({ _id: id })) ?? {
      change: 0,
    };
    const { change: first = 0, ...expected } = today ?? {};
    expect(linked).toEqual(expected);
    expect(change).toBeGreaterThan(first);
  });

  it('are gone through once, and on from where a worker stopped', async () => {
    const [one] = await ecgRecords(installation.organization_id).find({}, { limit: 1 });
    const { urgency: _urgency, source_id: _source, ...old } = one ?? {};
    const copies = Array.from({ length: 60 }, (_, i) => {
      const _id = `rec_old_${String(i).padStart(3, '0')}`;
      return { ...old, _id, record_id: _id, content_hash: _id };
    });
    await raw('ecgdata').insertMany(copies);
    await forget();
    expect(await work(1)).toBe(1);
    const [waiting] = await jobs(installation.organization_id).find({});
    expect(waiting?.payload).toMatchObject({ collection: 'ecgdata', after: expect.any(String) });
    expect(await withoutUrgency()).toBeGreaterThan(0);
    await askForBackfill(installation.services);
    const [same] = await jobs(installation.organization_id).find({});
    expect(same?.payload).toEqual(waiting?.payload);
    await work();
    expect(await withoutUrgency()).toBe(0);
    expect(await jobs(installation.organization_id).find({})).toEqual([]);
    expect((await organizations.get(installation.organization_id))?.derived).toBe(DERIVED_VERSION);
    expect(await work()).toBe(0);
  });
});
