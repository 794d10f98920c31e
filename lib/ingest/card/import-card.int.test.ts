import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { detailFile, deviceFile, marksFile, summaryFile } from '@/lib/formats/resmed/card.fixture';
import type { CardFile } from '@/lib/formats/resmed/read-card';
import { realCard, withChanged } from '@/lib/testing/cards';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { recordingFile } from '@/lib/testing/recording-files';
import { devices } from '@/models/device';
import { patients } from '@/models/patient';
import { recordVersions, therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { ImportAnswer } from '../contracts';
import { receiveUpload } from '../receive-recording';

let installation: TestInstallation;

beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

type Fields = Record<string, unknown>;

/** Sends a card as its parts. */
async function send(
  files: readonly NamedBytes[],
  data: Fields | null,
  modality: 'cpap' | 'bipap' = 'cpap',
): Promise<ImportAnswer> {
  const answer = await receiveUpload(installation.services, installation.keyActor(['ingest:therapy']), {
    modality,
    body: {
      source: data && Buffer.from(JSON.stringify(data)),
      files: files.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) })),
      given: {},
      report: null,
      idempotency_key: null,
    },
  });
  if ('status' in answer) throw new Error('answered as one recording');
  return answer;
}

const asParts = (files: readonly CardFile[]): NamedBytes[] =>
  files.map(({ path, read }) => ({ name: path, bytes: read(2 ** 26) }));

const count = (answer: ImportAnswer, status: string) => answer.records.filter((one) => one.status === status).length;

async function nightsOf(patient_id: string) {
  const patient = await patients(installation.organization_id).findOne({ patient_id });
  return therapyNights(installation.organization_id).find({ patient_ref: patient?._id ?? '' }, { sort: { night: 1 } });
}

const OWNER = (patient_id: string, device_id: string) => ({ patient_id, device_id, timezone: 'Europe/Brussels' });

describe('a real card', () => {
  it('as one zip becomes a record for each device-day, and a night for each', { timeout: 120_000 }, async () => {
    const answer = await send([recordingFile('resmed/airsense11.zip')], OWNER('C-zip', 'PAP-zip'));
    expect(answer).toMatchObject({ id: expect.stringMatching(/^imp_/), files: [] });
    expect(answer.records).toHaveLength(78);
    expect(count(answer, 'stored')).toBe(78);
    expect(answer.records[0]).toMatchObject({ night: '2024-08-19', status: 'stored' });
    const nights = await nightsOf('C-zip');
    expect(nights).toHaveLength(78);
    expect(nights.filter(({ usage_minutes }) => (usage_minutes ?? 0) > 0)).toHaveLength(76);
    // the one night with signals has our values beside the device's; the others the device's alone
    const computed = nights.filter(({ ahi }) => ahi !== null);
    expect(computed).toMatchObject([
      { night: '2024-10-17', usage_minutes: 537, device_reported: { usage_minutes: 537, ahi: 0.3 } },
    ]);
    const [record] = await therapyRecords(installation.organization_id).find({
      source_id: '00000000011:2024-10-17',
      device_id: 'PAP-zip',
    });
    expect(record).toMatchObject({
      time_source: 'request_zone',
      device_time: '2024-10-17T22:18:49',
      utc_offset_minutes: 120,
      device: { make: 'ResMed', model: 'AirSense 11 AutoSet', serial: '00000000011' },
    });
    expect(record?.channels.map(({ name }) => name)).toContain('flow');
    expect(record?.files.map(({ role }) => role).sort()).toEqual(['envelope', 'events', 'signals', 'source']);
  });

  it('a second time brings nothing, whoever sends it and however', { timeout: 120_000 }, async () => {
    const again = await send(asParts(realCard('airsense11')), { ...OWNER('C-zip', 'PAP-zip'), site: 'Ward 3' });
    expect([count(again, 'duplicate'), again.records.length]).toEqual([78, 78]);
    expect(await recordVersions(installation.organization_id).count({ device_id: 'PAP-zip' })).toBe(0);
  });

  it('with a broken file tells it by name and takes the rest', { timeout: 120_000 }, async () => {
    const files = withChanged(realCard('aircurve10'), (path, read) =>
      /050623_BRP/.test(path) ? read().slice(0, 300) : undefined,
    );
    const answer = await send(asParts(files), OWNER('C-broken', 'BIPAP-1'), 'bipap');
    expect(answer.files).toMatchObject([{ name: 'DATALOG/20250202/20250203_050623_BRP.edf', code: 'truncated' }]);
    expect(count(answer, 'stored')).toBe(115);
    const night = (await nightsOf('C-broken')).find((one) => one.night === '2025-02-02');
    // events come in a file of their own
    expect(night).toMatchObject({ usage_minutes: 552, device_reported: { usage_minutes: 552 } });
    expect(night?.ahi).toBeCloseTo(12 / 9.2, 6);
    const [record] = await therapyRecords(installation.organization_id).find({
      device_id: 'BIPAP-1',
      nights: '2025-02-02',
    });
    expect(record?.warnings.map(({ code }) => code)).toEqual(['truncated']);

    // the same card, whole: only that day is new
    const whole = await send(asParts(realCard('aircurve10')), OWNER('C-broken', 'BIPAP-1'), 'bipap');
    expect([count(whole, 'stored'), count(whole, 'duplicate')]).toEqual([1, 114]);
    // and the broken copy takes nothing away again
    const broken = await send(asParts(files), OWNER('C-broken', 'BIPAP-1'), 'bipap');
    expect(count(broken, 'duplicate')).toBe(115);
    const [after] = await therapyRecords(installation.organization_id).find({
      device_id: 'BIPAP-1',
      nights: '2025-02-02',
    });
    expect(after).toMatchObject({ version: 2, warnings: [] });
  });
});

describe('a card that grows', () => {
  const machine = deviceFile(10, 37_028, 'AirSense 10 AutoSet');
  const used = { on: [600], off: [660], values: { Mode: 1, Duration: 60, AHI: 25 } };
  const first = [machine, summaryFile('2026-03-02', [used, {}])];
  const signals = [
    detailFile('2026-03-02T22:00:10', 59),
    marksFile('2026-03-02T22:00:04', 'EVE', [[600, 12, 'Apnea']]),
  ];
  const owner = OWNER('C-grows', 'PAP-grows');
  const statuses = ({ records }: ImportAnswer) =>
    records.map((one) => ('night' in one ? `${one.night} ${one.status} v${one.version}` : one.status));

  it('brings what is new and leaves the rest', async () => {
    expect(statuses(await send(asParts(first), owner))).toEqual(['2026-03-02 stored v1', '2026-03-03 stored v1']);
    // a second day was used since, and the first has its signals now
    const grown = [machine, summaryFile('2026-03-02', [used, used, used]), ...signals];
    expect(statuses(await send(asParts(grown), owner))).toEqual([
      ...['2026-03-02 stored v2', '2026-03-03 stored v2', '2026-03-04 stored v1'],
    ]);
    expect(await nightsOf('C-grows')).toMatchObject([
      { night: '2026-03-02', usage_minutes: 60, ahi: 1, uai: 1 },
      { night: '2026-03-03', usage_minutes: 60, ahi: null, device_reported: { ahi: 2.5 } },
      { night: '2026-03-04', usage_minutes: 60 },
    ]);
  });

  it('keeps the signals of a night after the device has overwritten them', async () => {
    const later = [machine, summaryFile('2026-03-02', [used, used, used])];
    expect(statuses(await send(asParts(later), owner)).map((text) => text.split(' ')[1])).toEqual([
      ...['duplicate', 'duplicate', 'duplicate'],
    ]);
    expect((await nightsOf('C-grows'))[0]).toMatchObject({ ahi: 1 });
  });

  it('sent in parts leaves out the days whose files are in another part', async () => {
    const card = [machine, summaryFile('2026-04-01', [used, used])];
    const owned = OWNER('C-parts', 'PAP-parts');
    const day = detailFile('2026-04-01T22:00:10', 59);
    expect(statuses(await send(asParts([...card, day]), { ...owned, summary_days: false }))).toEqual([
      '2026-04-01 stored v1',
    ]);
    expect(statuses(await send(asParts(card), owned))).toEqual(['2026-04-01 duplicate v1', '2026-04-02 stored v1']);
  });
});

describe('whose a card is', () => {
  const machine = deviceFile(10, 37_028, 'AirSense 10 AutoSet', '00000000777');
  const card = (first: string) =>
    asParts([machine, summaryFile(first, [{ on: [600], off: [660], values: { Duration: 60 } }], 10, '00000000777')]);

  it('is told by the device of its serial number and its assignment', async () => {
    const scoped = devices(installation.organization_id);
    await send(card('2026-01-10'), { patient_id: 'C-first', device_id: 'PAP-777' });
    await scoped.updateOne(
      { device_id: 'PAP-777' },
      {
        $set: {
          assignments: [
            {
              assignment_id: 'asg_1',
              patient_id: 'C-first',
              patient_ref: (await patients(installation.organization_id).findOne({ patient_id: 'C-first' }))?._id,
              from: new Date('2026-01-01T00:00:00Z'),
              to: null,
            },
          ],
        },
      },
    );
    const answer = await send(card('2026-01-11'), null);
    expect(answer.records).toMatchObject([{ status: 'stored', device_id: 'PAP-777', patient_id: 'C-first' }]);
  });

  it('is held when the same day comes for somebody else', async () => {
    const answer = await send(card('2026-01-10'), { patient_id: 'C-other', device_id: 'PAP-777' });
    expect(answer.records).toMatchObject([{ status: 'quarantined' }]);
  });

  it('is one thing to decide about when that day comes in parts, or again', async () => {
    const other = { patient_id: 'C-other', device_id: 'PAP-777' };
    const day = detailFile('2026-01-10T22:00:10', 59, {}, '00000000777');
    const answers = [
      await send([...card('2026-01-10'), ...asParts([day])], other),
      await send(card('2026-01-10'), other),
      await send(card('2026-01-10'), { ...other, patient_id: 'C-third' }),
    ];
    const records = answers.flatMap(({ records: of }) => of);
    expect(records.map((one) => ('version' in one ? [one.status, one.version] : one.status))).toEqual([
      ['quarantined', 2],
      ['duplicate', 1],
      ['quarantined', 1],
    ]);
    const held = await therapyRecords(installation.organization_id).find({ device_id: 'PAP-777', source_id: null });
    expect(held.map(({ claimed, version, reasons }) => [claimed?.patient_id, version, reasons])).toEqual(
      expect.arrayContaining([
        ['C-other', 2, expect.arrayContaining(['identity_mismatch'])],
        ['C-third', 1, expect.arrayContaining(['identity_mismatch'])],
      ]),
    );
    expect(held).toHaveLength(2);
    // the day of the patient it was stored for stands as it was
    const [first] = await therapyRecords(installation.organization_id).find({
      device_id: 'PAP-777',
      source_id: '00000000777:2026-01-10',
    });
    expect(first).toMatchObject({ version: 1, claimed: { patient_id: 'C-first' } });
  });

  it('must be said of a device that nobody knows', async () => {
    const stranger = asParts([
      deviceFile(10, 37_028, 'AirSense 10 AutoSet', '00000000888'),
      summaryFile('2026-01-10', [{ on: [600], off: [660] }], 10, '00000000888'),
    ]);
    const answer = await send(stranger, null);
    expect(answer.records).toMatchObject([
      { status: 'failed', problem: { code: 'invalid_upload', errors: [{ pointer: '/patient_id' }] } },
    ]);
  });
});

describe('what is no card', () => {
  const codeOf = (files: NamedBytes[], data: Fields | null = OWNER('C-none', 'PAP-none')) =>
    send(files, data).catch((error: { code?: string; faults?: { pointer: string; code: string }[] }) => ({
      code: error.code,
      fault: `${error.faults?.[0]?.pointer} ${error.faults?.[0]?.code}`,
    }));
  const text = (name: string) => ({ name, bytes: new TextEncoder().encode('nothing') });

  it('is refused as such', async () => {
    expect(await codeOf([text('notes.txt')])).toEqual({ code: 'unsupported_format', fault: '/file unrecognized' });
    const zip = { name: 'card.zip', bytes: recordingFile('resmed/airsense11.zip').bytes.subarray(0, 5000) };
    expect(await codeOf([zip])).toEqual({ code: 'invalid_upload', fault: '/file truncated' });
  });

  it('is what says of all days what can be true of one', async () => {
    const card = [recordingFile('resmed/20241017_221849_PLD.edf')];
    expect(await codeOf(card, { ...OWNER('C-none', 'PAP-none'), night: '2026-01-01' })).toEqual({
      code: 'invalid_upload',
      fault: '/night not_of_one_day',
    });
  });

  it('answers without records when nothing of it can be read', async () => {
    const answer = await send([text('STR.edf')], OWNER('C-none', 'PAP-none'));
    expect(answer).toMatchObject({ records: [], files: [{ name: 'STR.edf', code: expect.any(String) }] });
  });
});
