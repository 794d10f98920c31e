import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerDevice } from '@/lib/devices/registry/register-device';
import { getRecording } from '@/lib/recordings/get-recording';
import { readEvents } from '@/lib/recordings/read-events';
import { getSites } from '@/lib/sites/get-sites';
import { setSites } from '@/lib/sites/set-sites';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { therapyRecords } from '@/models/record';
import { receiveRecording } from './receive-recording';

/** What becomes of a device's time on its way into the store, on the nights the clocks change (ING-4). */
let installation: TestInstallation;
let seed = 0;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => new Date('2026-11-22T10:00:00Z') } });
  const zones = { 'ECG-NY': 'America/New_York', 'ECG-LORD-HOWE': 'Australia/Lord_Howe' };
  for (const [device_id, time_zone] of Object.entries(zones)) {
    const body = aNewDevice({ device_id, time_zone, kind: 'ecg', serial: null });
    await registerDevice(installation.services, installation.keyActor(['admin']), { body });
  }
});
afterAll(() => installation.close());

async function storedTime(change: Record<string, unknown>) {
  seed += 1;
  const { services } = installation;
  const body = received(anEcgBody({ seed, seconds: 1, device_id: 'ECG-PLAIN', ...change }));
  const sent = await receiveRecording(services, installation.keyActor(['ingest:ecg']), { modality: 'ecg', body });
  const read = installation.keyActor(['read']);
  const record = await getRecording(services, read, { modality: 'ecg', id: sent.id });
  expect(record.device_time).toBe(change.recording_date);
  return [record.recording_date, record.utc_offset_minutes, record.time_source, record.time_ambiguous];
}

const NEW_YORK = { device_id: 'ECG-NY' };
const LORD_HOWE = { device_id: 'ECG-LORD-HOWE' };
const PARIS = { timezone: 'Europe/Paris' };

describe('a site with a zone of its own', () => {
  const admin = () => installation.keyActor(['admin']);
  const AZORES = { name: 'Ilhas', time_zone: 'Atlantic/Azores' };
  const NOON = '2026-11-03T12:00:00';

  beforeAll(async () => {
    const { services } = installation;
    await setSites(services, admin(), { body: { sites: [AZORES], revision: 0 } });
    const plain = { kind: 'ecg', serial: null } as const;
    const of = (device_id: string, more: object) => ({ body: aNewDevice({ ...plain, device_id, ...more }) });
    await registerDevice(services, admin(), of('ECG-ILHAS', { site: 'Ilhas', time_zone: null }));
    await registerDevice(services, admin(), of('ECG-ILHAS-PARIS', { site: 'Ilhas', time_zone: 'Europe/Paris' }));
    await registerDevice(services, admin(), of('ECG-MAINLAND', { site: 'Mainland', time_zone: null }));
  });

  it.each([
    ['its device', { device_id: 'ECG-ILHAS' }, '2026-11-03T13:00:00.000Z', -60, 'site_zone'],
    ['a device with its own zone', { device_id: 'ECG-ILHAS-PARIS' }, '2026-11-03T11:00:00.000Z', 60, 'device_zone'],
    [
      'a request that names a zone',
      { device_id: 'ECG-ILHAS', ...PARIS },
      '2026-11-03T11:00:00.000Z',
      60,
      'request_zone',
    ],
    ['a device of another site', { device_id: 'ECG-MAINLAND' }, '2026-11-03T11:00:00.000Z', 60, 'organization_zone'],
    [
      'a known device that claims it',
      { device_id: 'ECG-MAINLAND', site: 'Ilhas' },
      '2026-11-03T11:00:00.000Z',
      60,
      'organization_zone',
    ],
    [
      'an unknown device that claims it',
      { device_id: 'ECG-NEW-ILHAS', site: 'Ilhas' },
      '2026-11-03T13:00:00.000Z',
      -60,
      'site_zone',
    ],
    ['the same device, known now', { device_id: 'ECG-NEW-ILHAS' }, '2026-11-03T13:00:00.000Z', -60, 'site_zone'],
  ])('%s', async (_name, change, instant, offset, source) => {
    expect(await storedTime({ recording_date: NOON, ...change })).toEqual([instant, offset, source, false]);
  });

  it('is named by administrators, as the list was read, and audited', async () => {
    const { services, organization_id } = installation;
    const read = await getSites(services, admin());
    expect(read).toEqual({ sites: [AZORES], revision: 1 });
    await expect(setSites(services, admin(), { body: { sites: [], revision: 0 } })).rejects.toMatchObject({
      code: 'stale_revision',
    });
    await expect(getSites(services, installation.keyActor(['read']))).rejects.toMatchObject({ code: 'not_permitted' });
    const events = await auditEvents(organization_id).find({ action: 'organization.sites_changed' });
    expect(events).toHaveLength(1);
  });
});

// The organisation's zone is Europe/Brussels: +02:00 until 25 October 2026 01:00 UTC, from 29 March 01:00 UTC on.
describe('an ECG’s time', () => {
  it.each([
    [
      'before the repeated hour',
      '2026-10-25T01:59:59',
      {},
      '2026-10-24T23:59:59.000Z',
      120,
      'organization_zone',
      false,
    ],
    ['in the repeated hour', '2026-10-25T02:30:00', {}, '2026-10-25T00:30:00.000Z', 120, 'organization_zone', true],
    ['there, by the request', '2026-10-25T02:30:00', PARIS, '2026-10-25T00:30:00.000Z', 120, 'request_zone', true],
    ['there, with the first offset', '2026-10-25T02:30:00+02:00', {}, '2026-10-25T00:30:00.000Z', 120, 'offset', false],
    ['there, with the second', '2026-10-25T02:30:00+01:00', {}, '2026-10-25T01:30:00.000Z', 60, 'offset', false],
    ['after the repeated hour', '2026-10-25T03:00:00', {}, '2026-10-25T02:00:00.000Z', 60, 'organization_zone', false],
    ['repeated in New York', '2026-11-01T01:30:00', NEW_YORK, '2026-11-01T05:30:00.000Z', -240, 'device_zone', true],
    ['after that', '2026-11-01T02:00:00', NEW_YORK, '2026-11-01T07:00:00.000Z', -300, 'device_zone', false],
    ['repeated half an hour', '2026-04-05T01:45:00', LORD_HOWE, '2026-04-04T14:45:00.000Z', 660, 'device_zone', true],
    ['after that half', '2026-04-05T02:00:00', LORD_HOWE, '2026-04-04T15:30:00.000Z', 630, 'device_zone', false],
    ['before the missing hour', '2026-03-29T01:59:59', {}, '2026-03-29T00:59:59.000Z', 60, 'organization_zone', false],
    ['in the missing hour', '2026-03-29T02:30:00', {}, '2026-03-29T01:30:00.000Z', 120, 'organization_zone', true],
    ['after the missing hour', '2026-03-29T03:00:00', {}, '2026-03-29T01:00:00.000Z', 120, 'organization_zone', false],
    ['missing in New York', '2026-03-08T02:15:00', NEW_YORK, '2026-03-08T07:15:00.000Z', -240, 'device_zone', true],
    ['missing half an hour', '2026-10-04T02:10:00', LORD_HOWE, '2026-10-03T15:40:00.000Z', 660, 'device_zone', true],
  ])('%s: %s', async (_name, recording_date, change, ...stored) => {
    expect(await storedTime({ recording_date, ...change })).toEqual(stored);
  });
});

interface Times {
  start: string;
  end: string;
  events?: string[];
}

/** Sends a night of naive times and gives the instants as they are stored. */
async function storedNight(sessions: Times[]) {
  seed += 1;
  const { services, organization_id } = installation;
  const signal = { name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: [seed, 1, 2] };
  const therapy = {
    mode: 'APAP',
    leak_type: 'unintentional',
    sessions: sessions.map(({ start, end, events = [] }) => {
      const marks = events.map((at) => ({ type: 'hypopnea', start: at, duration_s: 12 }));
      return { start, end, events: marks, signals: [signal] };
    }),
  };
  const body = received(aTherapyBody({ device_id: `PAP-${seed}`, therapy }));
  const sent = await receiveRecording(services, installation.keyActor(['ingest:therapy']), { modality: 'cpap', body });
  const document = await therapyRecords(organization_id).findOne({ _id: sent.id });
  const read = installation.keyActor(['read']);
  const columns = await readEvents(services, read, { modality: 'cpap', id: sent.id });
  const instant = (after_ms: number) => new Date(Date.parse(columns.start) + after_ms).toISOString();
  return {
    sessions: document?.therapy_digest?.sessions?.map((one) => [one.start.toISOString(), one.end.toISOString()]),
    events: columns.start_ms.map(instant),
    ambiguous: document?.time_ambiguous,
  };
}

describe('the order in an upload', () => {
  it('proves the second pass of the repeated hour: of the next session, of an end, of an event', async () => {
    const night = await storedNight([
      { start: '2026-10-24T22:40:00', end: '2026-10-25T02:50:00', events: ['2026-10-25T02:45:00'] },
      {
        start: '2026-10-25T02:10:00',
        end: '2026-10-25T02:40:00',
        events: ['2026-10-25T02:20:00', '2026-10-25T02:35:00'],
      },
      { start: '2026-10-25T03:20:00', end: '2026-10-25T06:00:00' },
    ]);
    expect(night.sessions).toEqual([
      ['2026-10-24T20:40:00.000Z', '2026-10-25T00:50:00.000Z'],
      ['2026-10-25T01:10:00.000Z', '2026-10-25T01:40:00.000Z'],
      ['2026-10-25T02:20:00.000Z', '2026-10-25T05:00:00.000Z'],
    ]);
    expect(night.events).toEqual(['2026-10-25T00:45:00.000Z', '2026-10-25T01:20:00.000Z', '2026-10-25T01:35:00.000Z']);
    expect(night.ambiguous).toBe(false);
  });

  it('proves it within one session: its end and a later event come before its start on the clock', async () => {
    const night = await storedNight([
      {
        start: '2026-10-25T02:50:00',
        end: '2026-10-25T02:30:00',
        events: ['2026-10-25T02:55:00', '2026-10-25T02:05:00'],
      },
    ]);
    expect(night.sessions).toEqual([['2026-10-25T00:50:00.000Z', '2026-10-25T01:30:00.000Z']]);
    expect(night.events).toEqual(['2026-10-25T00:55:00.000Z', '2026-10-25T01:05:00.000Z']);
    expect(night.ambiguous).toBe(true);
  });

  it('runs through the missing hour: a night of 7 h by the clock has 6', async () => {
    const night = await storedNight([{ start: '2026-03-28T23:00:00', end: '2026-03-29T06:00:00' }]);
    expect(night.sessions).toEqual([['2026-03-28T22:00:00.000Z', '2026-03-29T04:00:00.000Z']]);
    expect(night.ambiguous).toBe(false);
  });
});
