import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { searchPatients } from '@/lib/patients/search-patients';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { patients } from './patient';
import { UnscopedOperationError } from './plugins/organization-scope';
import { ecgRecords } from './record';

let installation: TestInstallation;

beforeAll(async () => {
  installation = await createInstallation();
  const device = installation.keyActor(['ingest:ecg']);
  await receiveRecording(installation.services, device, { modality: 'ecg', body: received(anEcgBody()) });
});
afterAll(() => installation.close());

/** Models whose documents belong to organisations. */
const owned = () =>
  Object.values(mongoose.models).filter(
    (model) => model.schema.path('organization_id') && !['User', 'Session', 'ApiKey'].includes(model.modelName),
  );

describe('the choke point between organisations', () => {
  it('guards every collection that holds an organisation’s documents', () => {
    expect(
      owned()
        .map(({ modelName }) => modelName)
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual([
      'AuditEvent',
      'ClockOffset',
      'Device',
      'EcgAnnotation',
      'EcgData',
      'Ingest',
      'Job',
      'JointReport',
      'Patient',
      'ReadingEntry',
      'RecordVersion',
      'ShareLink',
      'TherapyData',
      'TherapyNight',
      'Upload',
    ]);
  });

  it('stops every query of a raw model that lacks the organisation', async () => {
    for (const model of owned()) {
      const queries = [
        () => model.find({}),
        () => model.findOne({ _id: 'x' }),
        () => model.countDocuments({}),
        () => model.updateOne({ _id: 'x' }, { $set: { change: 1 } }),
        () => model.updateMany({}, { $set: { change: 1 } }),
        () => model.findOneAndUpdate({ _id: 'x' }, { $set: { change: 1 } }),
        () => model.deleteOne({ _id: 'x' }),
        () => model.deleteMany({}),
        () => model.distinct('_id'),
        () => model.aggregate([{ $match: {} }]),
        () => model.find({ organization_id: { $ne: 'org' } }),
      ];
      for (const query of queries) await expect(query().exec()).rejects.toThrow(UnscopedOperationError);
      const writes = [
        { updateOne: { filter: { _id: 'x' }, update: { $set: { change: 1 } }, upsert: true } },
        { deleteOne: { filter: { organization_id: 'org' } } },
      ];
      for (const write of writes) await expect(model.bulkWrite([write])).rejects.toThrow(UnscopedOperationError);
    }
  });

  it('cannot be talked into another organisation by a filter', async () => {
    const other = installation.services.ids.id('org');
    const filter = { organization_id: installation.organization_id };
    expect(await patients(other).find(filter)).toEqual([]);
    expect(await patients(other).count(filter)).toBe(0);
    expect(await patients(other).countUpTo(filter, 10)).toBe(0);
    expect(await patients(installation.organization_id).countUpTo({}, 10)).toBeGreaterThan(0);
    expect(await ecgRecords(other).updateOne({ ...filter, patient_id: 'P12345' }, { $set: { site: 'taken' } })).toBe(0);
    await ecgRecords(other).upsertEach([
      { filter: { ...filter, patient_id: 'P12345' }, update: { $set: { site: 'x' } } },
    ]);
    expect(await ecgRecords(installation.organization_id).count({ site: 'x' })).toBe(0);
    expect(() => patients('')).toThrow(UnscopedOperationError);
  });

  it('shows another organisation’s actor no patient', async () => {
    const reader = inOrganization(installation.keyActor(['read']), installation.services.ids.id('org'));
    const search = (actor: typeof reader) =>
      searchPatients(installation.services, actor, {
        body: { text: 'exam', facets: {}, sort: 'newest', descending: false, limit: 10, settled: false },
      });
    expect((await search(reader)).data).toEqual([]);
    expect((await search(installation.keyActor(['read']))).data).toHaveLength(1);
  });
});
