import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody } from '@/lib/testing/uploads';
import { apiKeys } from '@/models/api-key';
import { auditEvents } from '@/models/audit-event';
import { devices } from '@/models/device';
import type { ApiKey, IssuedApiKey } from './contracts';
import { registerDevice } from './registry/register-device';

const DAY_MS = 86_400_000;
let installation: TestInstallation;
let route: Awaited<ReturnType<typeof handlersByOperation>>;
let manager: Record<string, string>;
let clock = new Date('2026-11-22T13:00:00Z');
let seed = 0;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => clock } });
  route = await handlersByOperation();
});
beforeEach(async () => {
  // time only goes on, and a session ends with the day
  manager = await sessionHeaders(installation, 'device_manager');
});
afterAll(() => installation.close());

const json = (headers: Record<string, string>, body: unknown) => ({
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const issue = async (change: Record<string, unknown> = {}): Promise<IssuedApiKey> =>
  (await call(route('createKey'), json(manager, { name: 'gateway', scopes: ['ingest:ecg'], ...change }))).json();
const turn = (id: string, overlap_hours: number, headers = manager) =>
  call(route('rotateKey'), { ...json(headers, { overlap_hours }), params: { id } });
const keyHeaders = ({ key }: IssuedApiKey) => ({ authorization: `Bearer ${key}` });

async function send(key: IssuedApiKey, change: Record<string, unknown> = {}): Promise<number> {
  seed += 1;
  const body = anEcgBody({ patient_id: 'P-keys', device_id: 'K-1', seed, seconds: 1, ...change });
  return (await call(route('uploadRecording'), { ...json(keyHeaders(key), body), params: { modality: 'ecg' } })).status;
}

describe('rotating a key', () => {
  it('lets both work for the overlap, then the new one alone', async () => {
    const old = await issue({ device_id: 'K-1', expires_at: '2027-11-22T13:00:00Z' });
    const response = await turn(old.id, 24);
    expect(response.status).toBe(201);
    const next: IssuedApiKey = await response.json();
    expect(next).toMatchObject({
      name: 'gateway',
      scopes: ['ingest:ecg'],
      device_id: 'K-1',
      replaces: old.id,
      replaced_by: null,
      expires_at: '2027-11-22T13:00:00.000Z',
    });
    expect(next.key).not.toBe(old.key);
    expect([await send(old), await send(next)]).toEqual([201, 201]);
    clock = new Date(clock.getTime() + DAY_MS - 1);
    expect(await send(old)).toBe(201);
    clock = new Date(clock.getTime() + 1);
    expect([await send(old), await send(next)]).toEqual([401, 201]);
    const [event] = await auditEvents(installation.organization_id).find({ action: 'key.rotated' });
    expect(event?.details).toEqual({ replaced_by: next.id, overlap_hours: 24 });
  });

  it('ends the old one at once without an overlap', async () => {
    const old = await issue();
    const next: IssuedApiKey = await (await turn(old.id, 0)).json();
    expect([await send(old), await send(next)]).toEqual([401, 201]);
  });

  it('409 for one that is replaced or revoked, also of two at once', async () => {
    const old = await issue();
    const both = await Promise.all([turn(old.id, 24), turn(old.id, 24)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const successors = await apiKeys(installation.organization_id).find({ replaces: old.id });
    expect(successors).toHaveLength(1);
    const revoked = await issue();
    await call(route('revokeKey'), { headers: manager, params: { id: revoked.id } });
    const response = await turn(revoked.id, 24);
    expect([response.status, (await response.json()).code]).toEqual([409, 'key_replaced']);
  });

  it('403 for a key that the caller could not have issued, 404 for none, 422 beyond thirty days', async () => {
    const admin = await sessionHeaders(installation, 'admin');
    const strong: IssuedApiKey = await (
      await call(route('createKey'), json(admin, { name: 'operator', scopes: ['admin'] }))
    ).json();
    expect((await turn(strong.id, 1)).status).toBe(403);
    expect((await turn('key_00000000000000000000000000', 1)).status).toBe(404);
    expect([(await turn(strong.id, 721, admin)).status, (await turn(strong.id, -1, admin)).status]).toEqual([422, 422]);
  });
});

describe('revoking a key', () => {
  it('ends it with the very next request, also during an overlap', async () => {
    const old = await issue();
    await turn(old.id, 24);
    expect(await send(old)).toBe(201);
    await call(route('revokeKey'), { headers: manager, params: { id: old.id } });
    expect(await send(old)).toBe(401);
  });
});

describe('a key bound to a device', () => {
  it('sends for its device and reads its records, and nothing else', async () => {
    const key = await issue({ device_id: 'K-bound', scopes: ['ingest:ecg', 'read'] });
    expect([await send(key), await send(key, { device_id: 'K-bound' })]).toEqual([403, 201]);
    const page = await call(route('listRecordings'), { headers: keyHeaders(key), params: { modality: 'ecg' } });
    const { data }: { data: { device_id: string }[] } = await page.json();
    expect(new Set(data.map(({ device_id }) => device_id))).toEqual(new Set(['K-bound']));
    expect((await call(route('findPatients'), { headers: keyHeaders(key), query: '?patient_id=P-keys' })).status).toBe(
      403,
    );
  });

  it('is listed with its device, never with its secret', async () => {
    const device = await registerDevice(installation.services, installation.keyActor(['admin']), {
      body: aNewDevice({ device_id: 'K-listed' }),
    });
    const key = await issue({ device_id: 'K-listed' });
    await issue({ device_id: 'K-other' });
    const ofSite = await issue({ site: 'Harbour' });
    await issue({ site: 'Ward 3' });
    const response = await call(route('listKeys'), { headers: manager, query: `?device_ref=${device.device_ref}` });
    const text = await response.text();
    const { data }: { data: ApiKey[] } = JSON.parse(text);
    expect(data.map(({ id }) => id)).toEqual([key.id, ofSite.id]);
    expect(text).not.toContain(key.key.slice(-32));
    expect(
      (await call(route('listKeys'), { headers: manager, query: `?device_ref=dev_${'0'.repeat(26)}` })).status,
    ).toBe(404);
  });
});

describe('a key bound to a site', () => {
  it('sends for that site’s devices, brings new ones along, and for no others', async () => {
    const admin = installation.keyActor(['admin']);
    for (const [device_id, site] of [
      ['K-ward', 'Ward 3'],
      ['K-pier', 'North Pier'],
    ] as const)
      await registerDevice(installation.services, admin, {
        body: aNewDevice({ device_id, site, shared: true, kind: 'ecg' }),
      });
    const key = await issue({ site: 'Ward 3' });
    expect(await send(key, { device_id: 'K-ward' })).toBe(201);
    expect(await send(key, { device_id: 'K-pier' })).toBe(403);
    expect(await send(key, { device_id: 'K-fresh', site: 'elsewhere' })).toBe(201);
    const fresh = await devices(installation.organization_id).findOne({ device_id: 'K-fresh' });
    expect(fresh).toMatchObject({ site: 'Ward 3', verified: false });
    expect(await send(key, { device_id: 'K-fresh' })).toBe(201);
  });
});

describe('POST /api/keys', () => {
  it.each([
    ['both bindings', { device_id: 'K-1', site: 'Ward 3' }, '/site'],
    ['everything for one device', { device_id: 'K-1', scopes: ['admin'] }, '/scopes'],
    ['reading for a site', { site: 'Ward 3', scopes: ['ingest:ecg', 'read'] }, '/scopes'],
  ])('422 for %s', async (_what, change, pointer) => {
    const response = await call(route('createKey'), json(manager, { name: 'k', scopes: ['ingest:ecg'], ...change }));
    expect(response.status).toBe(422);
    const { errors }: { errors: { pointer: string }[] } = await response.json();
    expect(errors.map((fault) => fault.pointer)).toEqual([pointer]);
  });
});

describe('the last use of a key', () => {
  it('is written once a minute at most', async () => {
    const key = await issue();
    const used = async () =>
      (await apiKeys(installation.organization_id).findOne({ _id: key.id }))?.last_used_at?.getTime() ?? null;
    expect(await used()).toBeNull();
    await send(key);
    const first = clock.getTime();
    clock = new Date(first + 59_000);
    await send(key);
    expect(await used()).toBe(first);
    clock = new Date(first + 61_000);
    await send(key);
    expect(await used()).toBe(first + 61_000);
  });
});
