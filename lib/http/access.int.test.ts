import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Permission, permissionsOfRole, permissionsOfScopes, ROLES, type Scope } from '@/lib/accounts/permissions';
import { provisionOrganization } from '@/lib/accounts/provision-organization';
import { createKey } from '@/lib/devices/create-key';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { allRouteHandlers, call, pathOfRoute, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import type { ContractInfo } from './contract';

/** Routes that cannot be made of a contract, each with what guards it instead. */
const WITHOUT_CONTRACT = ['/api/auth/{nextauth}', '/api/objects/{key}', '/api/events'];

/** What every organisation has one of itself: keys of its own, its settings. */
const OF_ONES_OWN = [
  'listKeys',
  'getRetention',
  'getSites',
  'getReadingPhrases',
  'getComputedValues',
  'getReportSharing',
];

const SCOPE_SETS: Scope[][] = [['ingest:ecg'], ['ingest:therapy'], ['read'], ['admin']];

let installation: TestInstallation;
let routes: RouteHandler[];
let record: { id: string; patient_ref: string; device_ref: string };

/** A parameter value that is right in form and names something real of the first organisation. */
function paramsFor(contract: ContractInfo): Record<string, string> {
  const values: Record<string, string> = {
    modality: 'ecg',
    role: 'report',
    patient_ref: record.patient_ref,
    device_ref: record.device_ref,
    assignment_id: 'asg_00000000000000000000000000',
  };
  const id = contract.path.startsWith('/api/keys') ? 'key_00000000000000000000000000' : record.id;
  return Object.fromEntries(
    Object.keys(contract.params.shape).map((name) => [name, name === 'id' ? id : (values[name] ?? '')]),
  );
}

const QUERIES: Record<string, string> = {
  getEcgComparisonReport: '?with=rec_00000000000000000000000000',
  exportNights: '?from=2026-11-01&to=2026-11-02',
  findPatients: '?patient_id=P-access',
  removeAssignment: '?revision=1',
};
const queryFor = (contract: ContractInfo) => QUERIES[contract.operation_id] ?? '';

async function statusOf({ handler }: RouteHandler, headers: Record<string, string>): Promise<number> {
  const { contract } = handler;
  const body = contract.content ? { body: '{}' } : {};
  const response = await call(handler, {
    params: paramsFor(contract),
    query: queryFor(contract),
    headers: { ...headers, 'content-type': 'application/json' },
    ...body,
  });
  return response.status;
}

/** What the contract says of somebody with these permissions. */
function mayEnter(contract: ContractInfo, permissions: ReadonlySet<Permission>, kind: 'key' | 'user'): boolean {
  if (contract.access.kind === 'none') return true;
  if (contract.access.by_session && kind === 'key') return false;
  const uploads = ['uploadRecording', 'uploadBatch'].includes(contract.operation_id);
  const needed = uploads ? (['ecg:ingest'] as const) : contract.access.any_of;
  return needed.some((permission) => permissions.has(permission));
}

beforeAll(async () => {
  installation = await createInstallation();
  routes = await allRouteHandlers();
  const { services } = installation;
  const stored = await receiveRecording(services, installation.keyActor(['ingest:ecg']), {
    modality: 'ecg',
    body: received(anEcgBody({ patient_id: 'P-access' }), aPdf()),
  });
  const { patients } = await import('@/models/patient');
  const patient = await patients(installation.organization_id).findOne({ patient_id: 'P-access' });
  const { devices } = await import('@/models/device');
  const device = await devices(installation.organization_id).findOne({ device_id: stored.device_id });
  record = { id: stored.id, patient_ref: patient?._id ?? '', device_ref: device?._id ?? '' };
});
afterAll(() => installation.close());

async function keyHeaders(
  scopes: Scope[],
  organization_id = installation.organization_id,
): Promise<Record<string, string>> {
  const admin = installation.keyActor(['admin'], { organization_id });
  const { key } = await createKey(installation.services, admin, {
    body: { name: scopes.join(' '), scopes, device_id: null, requests_per_minute: null, expires_at: null },
  });
  return { authorization: `Bearer ${key}` };
}

describe('every route, found in the file system', () => {
  it('has a contract, or is named here', () => {
    const bare = routes.filter(({ handler }) => !handler.contract).map(({ file }) => pathOfRoute(file));
    expect(new Set(bare)).toEqual(new Set(WITHOUT_CONTRACT));
    expect(routes.length).toBeGreaterThan(10);
  });

  const withContract = () => routes.filter(({ handler }) => handler.contract);

  it('refuses nobody-in-particular with 401 unless it is open', async () => {
    for (const route of withContract()) {
      const status = await statusOf(route, {});
      const open = route.handler.contract.access.kind === 'none';
      expect([route.file, route.method, status === 401]).toEqual([route.file, route.method, !open]);
    }
  });

  it.each(ROLES)('lets the role %s do exactly what its permissions say', async (role) => {
    const headers = await sessionHeaders(installation, role);
    for (const route of withContract()) {
      const allowed = mayEnter(route.handler.contract, permissionsOfRole(role), 'user');
      const status = await statusOf(route, headers);
      expect([route.file, route.method, status === 403]).toEqual([route.file, route.method, !allowed]);
      expect(status).not.toBe(401);
      expect([route.file, route.method, status < 500]).toEqual([route.file, route.method, true]);
    }
  });

  it.each(SCOPE_SETS)('lets a key with %s do exactly what its scopes say', async (...scopes) => {
    const headers = await keyHeaders(scopes);
    for (const route of withContract()) {
      const allowed = mayEnter(route.handler.contract, permissionsOfScopes(scopes), 'key');
      const status = await statusOf(route, headers);
      expect([route.file, route.method, status === 403]).toEqual([route.file, route.method, !allowed]);
      expect([route.file, route.method, status < 500]).toEqual([route.file, route.method, true]);
    }
  });

  it('shows another organisation nothing: 404 for what exists, empty lists', async () => {
    const { organizations } = await import('@/models/organization');
    const other = {
      ...(await organizations.get(installation.organization_id)),
      _id: installation.services.ids.id('org'),
    };
    await organizations.insert(other as never);
    const headers = await keyHeaders(['admin'], other._id);
    for (const route of withContract().filter(
      ({ handler }) => handler.contract.access.kind !== 'none' && handler.contract.method === 'GET',
    )) {
      const { contract } = route.handler;
      const response = await call(route.handler, { params: paramsFor(contract), query: queryFor(contract), headers });
      if (contract.access.kind === 'permission' && contract.access.by_session) {
        expect([route.file, response.status]).toEqual([route.file, 403]);
        continue;
      }
      const named = ['id', 'patient_ref', 'device_ref'].some((name) => name in contract.params.shape);
      if (named) expect([route.file, response.status]).toEqual([route.file, 404]);
      else if (!OF_ONES_OWN.includes(contract.operation_id)) expect((await response.json()).data).toEqual([]);
    }
  });

  it('refuses a session’s change that comes from another site', async () => {
    const headers = await sessionHeaders(installation, 'admin');
    const search = routes.find(({ handler }) => handler.contract?.operation_id === 'searchPatients');
    const body = JSON.stringify({ text: 'exa' });
    for (const [origin, status] of [
      ['https://evil.example', 403],
      ['http://127.0.0.1:3000', 200],
    ] as const) {
      const response =
        search &&
        (await call(search.handler, { headers: { ...headers, origin, 'content-type': 'application/json' }, body }));
      expect(response?.status).toBe(status);
    }
  });

  it('refuses a revoked, an expired and a mistyped key', async () => {
    const { services } = installation;
    const admin = installation.keyActor(['admin']);
    const list = routes.find(({ handler }) => handler.contract?.operation_id === 'listRecordings');
    const body = {
      name: 'k',
      scopes: ['read'] as Scope[],
      device_id: null,
      requests_per_minute: null,
      expires_at: null,
    };
    const good = await createKey(services, admin, { body });
    const expired = await createKey(services, admin, { body: { ...body, expires_at: '2020-01-01T00:00:00Z' } });
    const statusWith = async (key: string) =>
      list &&
      (await call(list.handler, { params: { modality: 'ecg' }, headers: { authorization: `Bearer ${key}` } })).status;
    expect(await statusWith(good.key)).toBe(200);
    expect(await statusWith(expired.key)).toBe(401);
    expect(await statusWith(`${good.key.slice(0, -1)}${good.key.endsWith('0') ? '1' : '0'}`)).toBe(401);
    const { revokeKey } = await import('@/lib/devices/revoke-key');
    await revokeKey(services, admin, { id: good.id });
    expect(await statusWith(good.key)).toBe(401);
  });

  it('answers 429 with Retry-After when a key’s minute is used up', async () => {
    const admin = installation.keyActor(['admin']);
    const { key } = await createKey(installation.services, admin, {
      body: { name: 'slow', scopes: ['read'], device_id: null, requests_per_minute: 2, expires_at: null },
    });
    const list = routes.find(({ handler }) => handler.contract?.operation_id === 'listRecordings');
    const responses = [];
    for (let index = 0; index < 3; index++)
      responses.push(
        list &&
          (await call(list.handler, { params: { modality: 'ecg' }, headers: { authorization: `Bearer ${key}` } })),
      );
    expect(responses.map((response) => response?.status)).toEqual([200, 200, 429]);
    expect(Number(responses[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(responses[0]?.headers.get('ratelimit-remaining')).toBe('1');
  });
});

describe('provisioning', () => {
  it('changes nothing where there is an organisation already', async () => {
    const again = await provisionOrganization(installation.services, {
      name: 'Other',
      time_zone: 'UTC',
      demo: true,
      users: [],
      keys: [],
    });
    expect(again).toMatchObject({ created: false, organization_id: installation.organization_id });
    expect(again.users.every(({ password }) => password === null)).toBe(true);
  });
});
