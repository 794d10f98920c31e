import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/devices/create-key';
import { createLogger } from '@/lib/platform/logger';
import { ObjectStoreUnavailableError } from '@/lib/platform/objects';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody } from '@/lib/testing/uploads';

const CANARY = 'CANARYBIRD';

let installation: TestInstallation;
let routes: RouteHandler[];
let key: Record<string, string>;
let storeIsAway = false;
const lines: string[] = [];

beforeAll(async () => {
  const log = createLogger('debug', { write: (line: string) => void lines.push(line) });
  installation = await createInstallation({
    log,
    wrap: (objects) => ({
      ...objects,
      put: (...args) =>
        storeIsAway
          ? Promise.reject(new ObjectStoreUnavailableError({ cause: new Error(CANARY) }))
          : objects.put(...args),
    }),
  });
  routes = (await allRouteHandlers()).filter(({ handler }) => handler.contract);
  const body = { name: 'k', scopes: ['admin' as const], device_id: null, requests_per_minute: null, expires_at: null };
  key = {
    authorization: `Bearer ${(await createKey(installation.services, installation.keyActor(['admin']), { body })).key}`,
  };
});
afterAll(() => installation.close());

const routeOf = (operation: string) => {
  const route = routes.find(({ handler }) => handler.contract.operation_id === operation);
  if (!route) throw new Error(`no ${operation}`);
  return route;
};

const canaryBody = (change: Record<string, unknown> = {}) =>
  anEcgBody({
    patient_id: `${CANARY}-1`,
    patient: { family_name: CANARY, given_name: CANARY, birth_date: '1957-03-02', sex: 'female' },
    order: { indication: CANARY },
    ...change,
  });

const upload = (body: unknown) =>
  call(routeOf('uploadRecording').handler, {
    params: { modality: 'ecg' },
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Status and text of an answer. */
async function answer(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

describe('patient data', () => {
  it('sent in bodies, parameters, queries and headers of every route reaches no log line', async () => {
    for (const { handler } of routes) {
      const { contract } = handler;
      for (const headers of [key, await sessionHeaders(installation, 'admin'), { authorization: `Bearer ${CANARY}` }]) {
        const params = Object.fromEntries(Object.keys(contract.params.shape).map((name) => [name, CANARY]));
        const options = {
          params,
          query: `?patient_id=${CANARY}&text=${CANARY}`,
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': CANARY },
        };
        await call(
          handler,
          contract.content ? { ...options, body: JSON.stringify({ patient_id: CANARY, text: CANARY }) } : options,
        );
      }
    }
    expect(lines.length).toBeGreaterThan(routes.length);
    expect(lines.join('\n')).not.toContain(CANARY);
  });

  it('of accepted, refused, unreadable and failed uploads reaches no log line and no error text', async () => {
    expect((await answer(await upload(canaryBody())))[0]).toBe(201);
    const refused = await answer(
      await upload(canaryBody({ priority: CANARY, measurements: { heart_rate_bpm: CANARY } })),
    );
    expect(refused[0]).toBe(422);
    expect(refused[1]).not.toContain(CANARY);
    const unreadable = await call(routeOf('uploadRecording').handler, {
      params: { modality: 'ecg' },
      headers: { ...key, 'content-type': 'application/json' },
      body: `{"patient_id": "${CANARY}`,
    });
    expect(await answer(unreadable)).toEqual([400, expect.not.stringContaining(CANARY)]);
    storeIsAway = true;
    const failed = await answer(await upload(canaryBody({ seed: 99 })));
    storeIsAway = false;
    expect(failed).toEqual([503, expect.not.stringContaining(CANARY)]);
    expect(lines.join('\n')).not.toContain(CANARY);
  });

  it('stands in no object key', async () => {
    for await (const { key: name } of installation.services.objects.list(`${installation.organization_id}/`)) {
      expect(name).not.toMatch(new RegExp(CANARY, 'i'));
    }
  });
});
