import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyPatient } from '@/lib/patients/identify-patient';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { receiveRecording } from '../receive-recording';
import { assignHeld } from './assign-held';
import { getHeld } from './get-held';
import { listHeld } from './list-held';

let installation: TestInstallation;
let seed = 0;

beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

const services = () => installation.services;
const admin = () => installation.keyActor(['admin']);
const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };

async function sent(change: Record<string, unknown>) {
  seed += 1;
  const body = received(anEcgBody({ seed, seconds: 1, ...change }));
  return receiveRecording(services(), installation.keyActor(['ingest:ecg']), { modality: 'ecg', body });
}
const refOf = async (patient_id: string) =>
  (await patients(installation.organization_id).findOne({ patient_id }))?._id ?? '';

describe('a held recording', () => {
  it('stands beside the patient its id is known for, with the fields that differ; both looks are audited', async () => {
    await sent({ patient_id: 'H-1' });
    const { id } = await sent({ patient_id: 'H-1', patient: BERTHA });
    const held = await getHeld(services(), admin(), { id });
    expect(held.record).toMatchObject({ status: 'quarantined', patient_id: null, claimed: { patient: BERTHA } });
    expect(held.collisions).toEqual([
      {
        why: 'sent_id',
        patient: expect.objectContaining({ patient_id: 'H-1', family_name: 'Example', given_name: 'Ada' }),
        differs: ['family_name', 'given_name', 'birth_date'],
      },
    ]);
    const looks = await auditEvents(installation.organization_id).find({
      'subject.id': { $in: [id, await refOf('H-1')] },
      action: { $in: ['record.viewed', 'patient.viewed'] },
    });
    expect(new Set(looks.map(({ action, patient_ref }) => `${action} ${patient_ref}`))).toEqual(
      new Set(['record.viewed null', `patient.viewed ${await refOf('H-1')}`]),
    );
  });

  it('leads to every other record of the same samples, and they to it', async () => {
    const first = await sent({ patient_id: 'H-2', seed: 900 });
    const second = await sent({ patient_id: 'H-3', patient: BERTHA, seed: 900 });
    const one = await getHeld(services(), admin(), { id: first.id });
    const other = await getHeld(services(), admin(), { id: second.id });
    expect(one.twins).toMatchObject([{ id: second.id, status: 'quarantined', said_patient_id: 'H-3' }]);
    expect(one.more_twins).toBe(false);
    expect(other.twins).toMatchObject([
      { id: first.id, status: 'quarantined', said_patient_id: 'H-2', said_name: { family_name: 'Example' } },
    ]);
  });

  it('says where more records have its trace than are named', async () => {
    const { id } = await sent({ patient_id: 'H-20', seed: 901 });
    await sent({ patient_id: 'H-21', patient: BERTHA, seed: 901 });
    const records = ecgRecords(installation.organization_id);
    const pattern = await records.findOne({ _id: id });
    if (!pattern) throw new Error('it was sent above');
    const { source_id: _none, ...document } = pattern;
    // with the one that was sent there are twenty others
    for (let count = 0; count < 19; count += 1) {
      const _id = services().ids.id('rec');
      await records.insert({ ...document, _id, record_id: _id, content_hash: _id });
    }
    expect(await getHeld(services(), admin(), { id })).toMatchObject({ more_twins: false });
    await records.insert({ ...document, _id: 'rec_one_more', record_id: 'rec_one_more', content_hash: 'one more' });
    const { twins, more_twins } = await getHeld(services(), admin(), { id });
    expect([twins.length, more_twins]).toEqual([20, true]);
    expect(twins.map((twin) => twin.id)).not.toContain(id);
  });

  it('is gone from here once somebody has decided', async () => {
    const { id } = await sent({ patient_id: 'H-1', patient: BERTHA });
    const { record } = await getHeld(services(), admin(), { id });
    const body = { patient_id: 'H-1', register: false, reason: 'asked the ward', revision: record.revision };
    await assignHeld(services(), admin(), { id, body });
    await expect(getHeld(services(), admin(), { id })).rejects.toMatchObject({ code: 'not_in_this_state' });
  });

  it('is shown to nobody without the permission, and missing ones look like none', async () => {
    const reader = installation.keyActor(['read']);
    const id = 'rec_00000000000000000000000000';
    await expect(getHeld(services(), reader, { id })).rejects.toMatchObject({ code: 'not_permitted' });
    await expect(getHeld(services(), admin(), { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('with a critical statement stands with STAT ones, before urgent ones, whatever its priority', async () => {
    const urgent = await sent({ patient_id: 'H-1', patient: BERTHA, priority: 'urgent' });
    const critical = await sent({ patient_id: 'H-1', patient: BERTHA, statements: ['*** ACUTE STEMI ***'] });
    const ids = (await listHeld(services(), admin(), { limit: 200 })).data.map(({ id }) => id);
    expect(ids.indexOf(critical.id)).toBe(0);
    expect(ids.indexOf(urgent.id)).toBe(1);
    expect((await listHeld(services(), admin(), { limit: 1 })).data.map(({ id }) => id)).toEqual([critical.id]);
  });
});

describe('looking up a patient by id', () => {
  it('tells who that is, and is audited also where it finds nobody', async () => {
    await sent({ patient_id: 'H-9' });
    const ask = (patient_id: string) => identifyPatient(services(), admin(), { body: { patient_id } });
    expect(await ask('H-9')).toMatchObject({ family_name: 'Example', birth_date: '1957-03-02', verified: false });
    await expect(ask('h-9')).rejects.toMatchObject({ code: 'not_found' });
    const trail = await auditEvents(installation.organization_id).find({ action: 'patient.identified' });
    expect(new Set(trail.map(({ details }) => details.found))).toEqual(new Set([0, 1]));
    expect(JSON.stringify(trail)).not.toMatch(/h-9/i);
  });
});
