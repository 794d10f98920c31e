import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ObjectStoreUnavailableError } from '@/lib/platform/objects';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody } from '@/lib/testing/uploads';
import { ecgRecords, therapyRecords } from '@/models/record';
import { receiveBatch } from './receive-batch';

let installation: TestInstallation;
let putsLeft = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  installation = await createInstallation({
    wrap: (objects) => ({
      ...objects,
      put: (...request) => {
        putsLeft -= 1;
        return putsLeft < 0 ? Promise.reject(new ObjectStoreUnavailableError()) : objects.put(...request);
      },
    }),
  });
});
afterAll(() => installation.close());

const send = (body: unknown, modality: 'ecg' | 'cpap' = 'ecg') =>
  receiveBatch(installation.services, installation.keyActor(['ingest:ecg', 'ingest:therapy']), {
    modality,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });

const statuses = async (items: unknown[]) => (await send({ items })).results.map(({ status }) => status);

describe('a batch', () => {
  it('answers each upload in its place: stored, duplicate, failed with its own faults', async () => {
    const good = anEcgBody({ seed: 1 });
    const { results } = await send({ items: [good, { ...anEcgBody({ seed: 2 }), colour: 'red' }, good, 7] });
    expect(results.map(({ status }) => status)).toEqual(['stored', 'failed', 'duplicate', 'failed']);
    expect(results[1]).toMatchObject({
      problem: { status: 422, code: 'invalid_upload', errors: [{ pointer: '/colour', code: 'unknown_field' }] },
    });
    expect(await ecgRecords(installation.organization_id).count({})).toBe(1);
  });

  it('takes corrections of one recording in their order', async () => {
    const item = (statement: string) => anEcgBody({ seed: 3, source_id: 'S-1', statements: [statement] });
    expect(await statuses([item('one'), item('two'), item('one')])).toEqual(['stored', 'stored', 'duplicate']);
    const [record] = await ecgRecords(installation.organization_id).find({ source_id: 'S-1' });
    expect(record).toMatchObject({ version: 2, statements: ['two'] });
  });

  it('takes therapy as well', async () => {
    expect((await send({ items: [aTherapyBody()] }, 'cpap')).results).toMatchObject([{ status: 'stored' }]);
    expect(await therapyRecords(installation.organization_id).count({})).toBe(1);
  });

  it('keeps what came before a store went away, and says of the rest that it may be sent again', async () => {
    putsLeft = 2;
    const before = await ecgRecords(installation.organization_id).count({});
    const { results } = await send({ items: [4, 5, 6].map((seed) => anEcgBody({ seed })) });
    putsLeft = Number.POSITIVE_INFINITY;
    expect(results.map(({ status }) => status)).toEqual(['stored', 'failed', 'failed']);
    expect(results[2]).toMatchObject({ problem: { status: 503, code: 'store_unavailable' } });
    expect(await ecgRecords(installation.organization_id).count({})).toBe(before + 1);
    expect(await statuses([4, 5, 6].map((seed) => anEcgBody({ seed })))).toEqual(['duplicate', 'stored', 'stored']);
  });

  it.each([
    ['no JSON', '{"items": [', 'unreadable_body'],
    ['no list', '{"items": {}}', 'invalid_upload'],
    ['an empty list', '{"items": []}', 'invalid_upload'],
    ['a list by itself', '[{}]', 'invalid_upload'],
    ['more than 100', JSON.stringify({ items: Array.from({ length: 101 }, () => ({})) }), 'invalid_upload'],
    ['other fields', '{"items": [{}], "more": 1}', 'invalid_upload'],
  ])('that is %s is refused as a whole', async (_name, body, code) => {
    await expect(send(body)).rejects.toMatchObject({ code });
  });
});
