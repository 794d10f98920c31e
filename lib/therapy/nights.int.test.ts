import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getRecording } from '@/lib/recordings/get-recording';
import { readEvents } from '@/lib/recordings/read-events';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { withTransaction } from '@/models/transaction';
import { getNight } from './get-night';
import { listNights } from './list-nights';
import { rebuildNights } from './rebuild-nights';

let installation: TestInstallation;
let device: KeyActor;
let reader: KeyActor;

beforeAll(async () => {
  installation = await createInstallation();
  device = installation.keyActor(['ingest:therapy']);
  reader = installation.keyActor(['read']);
});
afterAll(() => installation.close());

const send = (body: Record<string, unknown>, modality: 'cpap' | 'bipap' = 'cpap') =>
  receiveRecording(installation.services, device, { modality, body: received(body) });

/** A session of a day of November 2026 in Brussels, with this many hypopnoeas. */
function aSession(day: number, from: string, hours: number, hypopneas = 0) {
  const start = new Date(`2026-11-${String(day).padStart(2, '0')}T${from}:00+01:00`).getTime();
  const local = (ms: number) => new Date(ms + 3_600_000).toISOString().replace('.000Z', '+01:00');
  const events = Array.from({ length: hypopneas }, (_, index) => ({
    type: 'hypopnea',
    start: local(start + (index + 1) * 60_000),
    duration_s: 12,
  }));
  return { start: local(start), end: local(start + hours * 3_600_000), events };
}

function aDay(patient_id: string, sessions: unknown[], change: Record<string, unknown> = {}) {
  return aTherapyBody({ patient_id, therapy: { mode: 'CPAP', sessions }, ...change });
}

async function refOf(patient_id: string): Promise<string> {
  const patient = await patients(installation.organization_id).findOne({ patient_id });
  if (!patient) throw new Error('no such patient');
  return patient._id;
}

async function nightsOf(patient_id: string) {
  return therapyNights(installation.organization_id).find(
    { patient_ref: await refOf(patient_id) },
    { sort: { night: 1 } },
  );
}

const brief = async (patient_id: string) =>
  (await nightsOf(patient_id)).map(({ night, usage_minutes, ahi }) => ({ night, usage_minutes, ahi }));

describe('nights in the store', () => {
  it('are there with the record, and pool what comes of other devices', async () => {
    const first = await send(aDay('N-two', [aSession(2, '22:00', 4, 4)]));
    expect(await brief('N-two')).toEqual([{ night: '2026-11-02', usage_minutes: 240, ahi: 1 }]);
    await send(aDay('N-two', [aSession(3, '03:00', 4, 12)], { device_id: 'PAP-2' }), 'bipap');
    expect(await brief('N-two')).toEqual([{ night: '2026-11-02', usage_minutes: 480, ahi: 2 }]);
    const record = await getRecording(installation.services, reader, { modality: 'cpap', id: first.id });
    const [night] = await nightsOf('N-two');
    expect(record.therapy?.night_id).toBe(night?._id);
  });

  it('follow a correction to another night', async () => {
    const sent = (day: number) => aDay('N-moved', [aSession(day, '22:00', 5)], { source_id: 'moved' });
    await send(sent(2));
    await send(aDay('N-moved', [aSession(4, '21:00', 1)], { device_id: 'PAP-2' }));
    await send(sent(5));
    expect((await brief('N-moved')).map(({ night }) => night)).toEqual(['2026-11-04', '2026-11-05']);
    await send(sent(4));
    const nights = await nightsOf('N-moved');
    expect(nights.map(({ night, record_ids }) => [night, record_ids.length])).toEqual([['2026-11-04', 2]]);
  });

  it('lose a record that is held, and vanish when nothing is left', async () => {
    await send(aDay('N-held', [aSession(2, '22:00', 5)], { source_id: 'held', patient: { family_name: 'Ada' } }));
    expect(await nightsOf('N-held')).toHaveLength(1);
    const held = await send(
      aDay('N-held', [aSession(2, '22:00', 6)], { source_id: 'held', patient: { family_name: 'Bo' } }),
    );
    expect(held.status).toBe('quarantined');
    expect(await nightsOf('N-held')).toEqual([]);
  });

  it('leave with a record that leaves by another way', async () => {
    const { id } = await send(aDay('N-deleted', [aSession(2, '22:00', 5)]));
    const scoped = therapyRecords(installation.organization_id);
    const before = await scoped.findOne({ _id: id });
    if (!before) throw new Error('record expected');
    const setting = { organization_id: installation.organization_id, change: 1, now: new Date() };
    await withTransaction(async (tx) => {
      await scoped.updateOne({ _id: id }, { $set: { status: 'deleted' } }, { tx });
      await rebuildNights(setting, [before], tx);
    });
    expect(await nightsOf('N-deleted')).toEqual([]);
  });

  it('hold the device’s values of a day without sessions, and 0 h where there were none', async () => {
    const summary = { usage_minutes: 400, ahi: 2.5 };
    await send(
      aTherapyBody({ patient_id: 'N-summary', night: '2026-11-02', timezone: 'Europe/Brussels', therapy: { summary } }),
    );
    await send(
      aTherapyBody({
        patient_id: 'N-summary',
        night: '2026-11-03',
        timezone: 'Europe/Brussels',
        therapy: { sessions: [] },
      }),
    );
    const [reported, unused] = await nightsOf('N-summary');
    expect(reported).toMatchObject({ usage_minutes: null, device_reported: summary, sessions: [] });
    expect(unused).toMatchObject({ usage_minutes: 0, device_reported: null });
  });

  it('follow the patient’s own boundary', async () => {
    await send(aDay('N-shift', [aSession(2, '22:00', 1)]));
    const scoped = patients(installation.organization_id);
    await scoped.updateOne({ _id: await refOf('N-shift') }, { $set: { night_boundary_hour: 18 } });
    const { id } = await send(aDay('N-shift', [aSession(3, '13:00', 4)]));
    expect(await brief('N-shift')).toEqual([{ night: '2026-11-02', usage_minutes: 300, ahi: 0 }]);
    const record = await getRecording(installation.services, reader, { modality: 'cpap', id });
    expect(record.therapy?.night).toBe('2026-11-02');
  });

  it('are the same whatever the order, the versions and the repeats in which records came', async () => {
    const versions = (name: string, ...days: unknown[][]) =>
      days.map((sessions) => ({ source_id: name, device_id: `PAP-${name}`, sessions }));
    // three records; what comes later of one corrects it, the last word stands
    const chains = [
      versions('a', [aSession(2, '22:00', 2, 3)], [aSession(3, '22:00', 2, 3)], [aSession(2, '21:00', 3, 1)]),
      versions('b', [aSession(3, '01:00', 4, 8)]),
      versions('c', [aSession(3, '11:00', 1, 2)], [aSession(3, '11:00', 1, 2), aSession(3, '14:00', 1, 5)]),
    ];
    const steps = chains.flatMap((chain, index) => chain.map(() => index));
    let run = 0;
    const results: unknown[] = [];
    const orders = fc.tuple(fc.shuffledSubarray(steps, { minLength: steps.length }), fc.array(fc.nat({ max: 99 })));
    await fc.assert(
      fc.asyncProperty(orders, async ([order, repeats]) => {
        const patient_id = `N-order-${run++}`;
        const next = chains.map(() => 0);
        const sent: Record<string, unknown>[] = [];
        for (const chain of order) {
          const version = chains[chain]?.[next[chain] ?? 0];
          next[chain] = (next[chain] ?? 0) + 1;
          if (!version) throw new Error('no such version');
          const { sessions, ...head } = version;
          const unique = { device_id: `${head.device_id}-${patient_id}` };
          sent.push(aDay(patient_id, sessions, { ...head, ...unique }));
          await send(sent.at(-1) ?? {});
          const again = sent[(repeats[sent.length] ?? 0) % sent.length];
          if (again && repeats[sent.length] !== undefined) expect((await send(again)).status).toBe('duplicate');
        }
        results.push((await nightsOf(patient_id)).map(anonymous));
        expect(results.at(-1)).toEqual(results[0]);
      }),
      { numRuns: 6 },
    );
    expect(results[0]).toHaveLength(2);
  });

  /** A night without what differs from patient to patient: ids and numbers of changes. */
  function anonymous(night: Awaited<ReturnType<typeof nightsOf>>[number]) {
    const { _id, patient_ref: _ref, patient_id: _pid, change: _change, updated_at: _at, record_ids, ...rest } = night;
    const plain = { ...rest, records: record_ids.length };
    const devices = rest.devices.map(({ device_id, ...one }) => ({ ...one, device_id: device_id.slice(0, 5) }));
    const sessions = rest.sessions.map(({ record_id: _record, device_id, ...one }) => ({
      ...one,
      device_id: device_id.slice(0, 5),
    }));
    devices.sort((a, b) => a.device_id.localeCompare(b.device_id));
    return { ...plain, devices, sessions };
  }
});

describe('a patient’s nights', () => {
  let patient_ref: string;
  beforeAll(async () => {
    for (let day = 1; day <= 9; day++) await send(aDay('N-list', [aSession(day, '22:00', 7)]));
    patient_ref = await refOf('N-list');
  });
  const list = (query: Record<string, unknown> = {}, actor = reader) =>
    listNights(installation.services, actor, { patient_ref, limit: 50, ...query });
  const days = async (query: Record<string, unknown> = {}) =>
    (await list(query)).data.map(({ night }) => Number(night.slice(8)));

  it('come newest first, `from` in and `to` out', async () => {
    expect(await days()).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await days({ from: '2026-11-03', to: '2026-11-06' })).toEqual([5, 4, 3]);
  });

  it('come page by page, once each, also while newer ones arrive', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 4, from: '2026-11-02', cursor });
      seen.push(...page.data.map(({ night }) => Number(night.slice(8))));
      cursor = page.next_cursor ?? undefined;
      if (seen.length === 4) await send(aDay('N-list', [aSession(12, '22:00', 7)]));
    } while (cursor);
    expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
  });

  it('run on an index', async () => {
    const plan = await therapyNights(installation.organization_id).explain(
      { patient_ref, night: { $lt: '2026-11-06' } },
      { sort: { night: -1 }, limit: 3 },
    );
    expect(plan).toMatchObject({ scanned: false, docs_examined: 3 });
    const sources = await therapyRecords(installation.organization_id).explain({ patient_ref, nights: '2026-11-03' });
    expect(sources).toMatchObject({ scanned: false, docs_examined: 1 });
  });

  it('are audited, refused to strangers, and to keys that may see one device only', async () => {
    const audited = await auditEvents(installation.organization_id).find({ action: 'night.searched', patient_ref });
    expect(audited.length).toBeGreaterThan(0);
    const codes = [
      list({}, inOrganization(reader, 'org_other')),
      list({}, installation.keyActor(['read'], { device_id: 'CPAP-1' })),
      list({}, device),
      list({ cursor: 'bm90IGEgZGF0ZQ' }),
    ].map((answer) =>
      answer.then(
        () => 'given',
        (error) => (error instanceof AppError ? error.code : error),
      ),
    );
    expect(await Promise.all(codes)).toEqual(['not_found', 'not_permitted', 'not_permitted', 'invalid_query']);
  });

  it('open one by one, with their records and neighbours, audited', async () => {
    const [newest, night] = (await list({ to: '2026-11-04' })).data;
    const id = night?.id ?? '';
    const opened = await getNight(installation.services, reader, { id });
    expect(opened).toMatchObject({ night: { id, night: '2026-11-02' }, next_id: newest?.id });
    expect(opened.previous_id).toMatch(/^ngt_/);
    expect(opened.records.map((record) => record.id)).toEqual(night?.record_ids);
    expect(
      await auditEvents(installation.organization_id).find({ action: 'night.viewed', 'subject.id': id }),
    ).toHaveLength(1);
    await expect(getNight(installation.services, inOrganization(reader, 'org_other'), { id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the events of a record', () => {
  it('are kept beside it and read by spans', async () => {
    const { id } = await send(aDay('N-events', [aSession(2, '22:00', 4, 3)]));
    const read = (query = {}) => readEvents(installation.services, reader, { modality: 'cpap', id, ...query });
    expect(await read()).toEqual({
      start: '2026-11-02T21:00:00.000Z',
      unknown_sessions: [],
      types: ['hypopnea'],
      type: [0, 0, 0],
      session: [0, 0, 0],
      start_ms: [60_000, 120_000, 180_000],
      duration_ms: [12_000, 12_000, 12_000],
    });
    expect((await read({ from_ms: 60_000, to_ms: 120_000 })).start_ms).toEqual([60_000]);
    const record = await getRecording(installation.services, reader, { modality: 'cpap', id });
    expect(record.files.map(({ role }) => role)).toEqual(['source', 'signals', 'events']);
  });

  it('are not known where none were sent', async () => {
    const { events: _events, ...session } = aSession(2, '22:00', 4);
    const { id } = await send(aDay('N-no-events', [session]));
    const columns = await readEvents(installation.services, reader, { modality: 'cpap', id });
    expect(columns).toMatchObject({ unknown_sessions: [0], type: [] });
  });

  it('leave the record’s document small, 20 000 of them', async () => {
    const session = aSession(2, '22:00', 8);
    const { start } = session;
    const events = Array.from({ length: 20_000 }, () => ({ type: 'rera', start, duration_s: 1 }));
    const { id } = await send(aDay('N-many', [{ ...session, events }]));
    const document = await therapyRecords(installation.organization_id).findOne({ _id: id });
    expect(JSON.stringify(document).length).toBeLessThan(8_000);
    expect((await readEvents(installation.services, reader, { modality: 'cpap', id })).type).toHaveLength(20_000);
  });
});
