import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { aStoredNight } from '@/lib/testing/nights';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { therapyNights } from '@/models/therapy-night';
import { withTransaction } from '@/models/transaction';
import type { PatientSearchInput } from './contracts';
import { countFacets } from './count-facets';
import type { FacetSelection } from './domain/facets';
import { fillSummaries } from './fill-summaries';
import { refreshPatientSummary } from './refresh-summary';
import { searchPatients } from './search-patients';

let installation: TestInstallation;
let reader: KeyActor;
const NOW = new Date('2026-11-22T12:00:00Z');

const PEOPLE = [
  { id: 'P 001', family_name: 'Quíllfeather', given_name: 'Ambrose', birth_date: '1952-03-14', sex: 'male', qtc: 455 },
  { id: 'P 002', family_name: 'Quill', given_name: 'Beatrix', birth_date: '1990-07-01', sex: 'female', qtc: 455 },
  { id: 'P 003', family_name: 'Larkspur', given_name: 'Cosima', birth_date: '1968-09-10', sex: 'female', qtc: null },
  { id: 'P 004', family_name: 'Ambler', given_name: 'Quentin', birth_date: '2012-01-01', sex: 'male', qtc: 400 },
];

async function send(person: (typeof PEOPLE)[number], seed: number, recording_date: string): Promise<void> {
  const { id, qtc, ...patient } = person;
  const measurements = { heart_rate_bpm: 60 + seed, ...(qtc === null ? {} : { qtc_ms: qtc }) };
  const body = anEcgBody({ patient_id: id, patient, seed, seconds: 1, recording_date, measurements });
  const device = installation.keyActor(['ingest:ecg']);
  await receiveRecording(installation.services, device, { modality: 'ecg', body: received(body) });
}

const ask = (change: Partial<PatientSearchInput> = {}, actor = reader) =>
  searchPatients(installation.services, actor, {
    body: { text: '', facets: {}, sort: 'newest', descending: false, limit: 50, settled: false, ...change },
  });
const families = async (change: Partial<PatientSearchInput>) =>
  (await ask(change)).data.map(({ family_name }) => family_name);
const counts = (facets: FacetSelection, text = '') =>
  countFacets(installation.services, reader, { body: { text, facets } });

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => NOW } });
  reader = installation.keyActor(['read']);
  for (const [index, person] of PEOPLE.entries()) await send(person, index, `2026-11-${10 + index}T08:00:00Z`);
  await receiveRecording(installation.services, installation.keyActor(['ingest:therapy']), {
    modality: 'cpap',
    body: received(aTherapyBody({ patient_id: 'P 003' })),
  });
});
afterAll(() => installation.close());

describe('searching patients', () => {
  it.each([
    ['quill', ['Quill', 'Quíllfeather']],
    ['amb quill', ['Quíllfeather']],
    ['quill amb', ['Quíllfeather']],
    ['q a', ['Ambler', 'Quíllfeather']],
    ['be qu', ['Quill']],
    ['qu xq', []],
    ['P003', ['Larkspur']],
    ['p 0', ['Ambler', 'Larkspur', 'Quill', 'Quíllfeather']],
    ['14 Mar', ['Quíllfeather']],
    ['14.03.1952', ['Quíllfeather']],
  ])('finds by %s', async (text, expected) => {
    expect(await families({ text })).toEqual(expected);
  });

  it('carries the newest ECG’s own values, also after a correction and an older upload', async () => {
    await send({ ...PEOPLE[0], qtc: 300 } as (typeof PEOPLE)[number], 77, '2026-10-01T08:00:00Z');
    const [row] = (await ask({ text: 'quillfeather' })).data;
    expect(row?.last_ecg).toMatchObject({
      recording_date: '2026-11-10T08:00:00.000Z',
      heart_rate_bpm: 60,
      qtc_ms: 455,
      qtc_formula: null,
      reading_state: 'unconfirmed',
    });
    expect(row?.ecg_count).toBe(2);
  });

  it('orders by a value, what is missing last both ways', async () => {
    const byQtc = (descending: boolean) => families({ sort: 'qtc', descending });
    expect((await byQtc(false))[0]).toBe('Ambler');
    expect((await byQtc(false)).at(-1)).toBe('Larkspur');
    expect((await byQtc(true)).at(-1)).toBe('Larkspur');
    expect(await families({ sort: 'name', descending: true, text: 'qu' })).toEqual(['Quíllfeather', 'Quill', 'Ambler']);
  });

  it('says whether there are more', async () => {
    expect(await ask({ limit: 2 })).toMatchObject({ more: true, data: { length: 2 } });
    expect(await ask({ limit: 4 })).toMatchObject({ more: false });
  });

  it('leaves an audit event a settled search, without the text', async () => {
    const before = await auditEvents(installation.organization_id).count({ action: 'patient.searched' });
    await ask({ text: 'larkspur', settled: true });
    const events = await auditEvents(installation.organization_id).find({ action: 'patient.searched' });
    expect(events).toHaveLength(before + 1);
    expect(JSON.stringify(events)).not.toMatch(/larkspur/i);
  });

  it('reads one range of the index, not every patient', async () => {
    const filter = { search_tokens: { $elemMatch: { $gte: 'lark', $lt: 'lark\u{10FFFF}' } } };
    const plan = await patients(installation.organization_id).explain(filter);
    expect(plan).toMatchObject({ scanned: false, docs_examined: 1 });
    const newest = await patients(installation.organization_id).explain(
      {},
      { sort: { updated_at: -1, _id: -1 }, limit: 1 },
    );
    expect(newest).toMatchObject({ scanned: false, docs_examined: 1 });
  });
});

describe('facets', () => {
  it('are or within a group and and between groups', async () => {
    expect(new Set(await families({ facets: { sex: ['female', 'male'] } }))).toEqual(
      new Set(['Quill', 'Quíllfeather', 'Larkspur', 'Ambler']),
    );
    // prolonged from 450 ms for men, from 460 ms for women
    expect(await families({ facets: { ecg: ['qtc_prolonged'] } })).toEqual(['Quíllfeather']);
    expect(await families({ facets: { sex: ['female'], age: ['40_64'] } })).toEqual(['Larkspur']);
    expect(await families({ facets: { age: ['0_17', '65_79'] }, text: 'qu' })).toEqual(['Ambler', 'Quíllfeather']);
    expect(await families({ facets: { therapy: ['auto_cpap'] } })).toEqual(['Larkspur']);
    expect(await families({ facets: { identity: ['unverified'] }, text: 'lark' })).toEqual(['Larkspur']);
    expect(await families({ facets: { flag: ['pacemaker'] } })).toEqual([]);
  });

  it('count the current set; a group’s own choice does not narrow its own counts', async () => {
    const { total, groups } = await counts({});
    expect(total).toEqual({ value: 4, more: false });
    expect(groups).toMatchObject({
      sex: { female: { value: 2 }, male: { value: 2 }, other: { value: 0, more: false } },
      age: { '0_17': { value: 1 }, '18_39': { value: 1 }, '40_64': { value: 1 }, '65_79': { value: 1 } },
      recent: { '7': { value: 0 }, '30': { value: 4 } },
      therapy: { auto_cpap: { value: 1 }, none: { value: 3 } },
    });
    const female = await counts({ sex: ['female'] });
    expect(female.total.value).toBe(2);
    expect(female.groups).toMatchObject({
      sex: { female: { value: 2 }, male: { value: 2 } },
      therapy: { auto_cpap: { value: 1 }, none: { value: 1 } },
    });
    expect((await counts({ sex: ['female'] }, 'qu')).groups.sex).toMatchObject({
      female: { value: 1 },
      male: { value: 2 },
    });
  });
});

describe('nights on the list', () => {
  it('stand with whose they are and by date, a date without a night empty', async () => {
    const { organization_id } = installation;
    const patient = await patients(organization_id).findOne({ patient_id: 'P 004' });
    if (!patient) throw new Error('there is no such patient');
    const named = { patient_ref: patient._id, patient_id: 'P 004' };
    const nights = therapyNights(organization_id);
    await nights.insert(aStoredNight(named, '2026-11-18', { device_reported: null }));
    await nights.insert(aStoredNight(named, '2026-11-20', { mode: 'ASV', leak_type: 'total' }));
    await withTransaction((tx) => refreshPatientSummary(organization_id, { ...patient, therapy_count: 2 }, tx));
    const [row] = (await ask({ facets: { therapy: ['asv'] } })).data;
    expect(row?.recent_usage).toEqual({
      last_night: '2026-11-20',
      minutes: [...Array.from({ length: 11 }, () => null), 480, null, 470],
      computed_nights: 1,
    });
    expect(row?.last_night).toMatchObject({ leak_type: 'total', ahi: { value: 2.5, source: 'device' } });
  });
});

describe('patients of an older version', () => {
  it('get facets, newest values and the tokens of today, once', async () => {
    const scoped = patients(installation.organization_id);
    await scoped.updateOne(
      { patient_id: 'P 001' },
      { $unset: { facets: 1, last_ecg_facts: 1 }, $set: { search_tokens: ['quillfeather', 'ambrose'] } },
    );
    expect(await families({ text: 'amb quill' })).toEqual([]);
    expect(await fillSummaries()).toBe(1);
    expect(await families({ text: 'amb quill', facets: { ecg: ['unconfirmed'] } })).toEqual(['Quíllfeather']);
    expect(await fillSummaries()).toBe(0);
  });
});

describe('another organisation', () => {
  it('finds and counts nobody', async () => {
    const stranger = inOrganization(reader, installation.services.ids.id('org'));
    expect((await ask({ text: 'quill' }, stranger)).data).toEqual([]);
    const body = { text: '', facets: {} };
    expect((await countFacets(installation.services, stranger, { body })).total.value).toBe(0);
  });
});
