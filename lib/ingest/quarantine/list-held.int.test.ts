import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { URGENCY } from '@/lib/ecg/domain/urgency';
import type { ContractHandler } from '@/lib/http/endpoint';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { walkPages } from '@/lib/testing/walk-pages';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';
import { receiveRecording } from '../receive-recording';
import { heldFilter, listHeld, QUEUE } from './list-held';

const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };
/** Urgencies and times of receipt that many share, so that pages end between equals. */
const URGENCIES = Object.values(URGENCY);
const TIMES = ['2026-11-20T09:00:00Z', '2026-11-20T09:00:01Z', '2026-11-20T09:00:02Z'];
const HELD = 110;

let installation: TestInstallation;
let patterns: RecordDocument[];
let list: ContractHandler;
const services = () => installation.services;
const admin = () => installation.keyActor(['admin']);
const familyOf = ({ modality }: RecordDocument) =>
  (modality === 'ecg' ? ecgRecords : therapyRecords)(installation.organization_id);

async function hold(place: number, urgency = URGENCIES[place % URGENCIES.length]): Promise<RecordDocument> {
  const pattern = patterns[place % patterns.length];
  const received_at = new Date(TIMES[place % TIMES.length] ?? '');
  if (!pattern || urgency === undefined) throw new Error('there is one of each family');
  const _id = services().ids.id('rec');
  const { source_id: _none, ...document } = pattern;
  const held = { ...document, _id, record_id: _id, content_hash: _id, urgency, received_at };
  await familyOf(pattern).insert(held);
  return held;
}

beforeAll(async () => {
  installation = await createInstallation();
  list = (await handlersByOperation())('listQuarantine');
  const key = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
  const send = (modality: 'ecg' | 'cpap', body: Record<string, unknown>) =>
    receiveRecording(services(), key, { modality, body: received(body) });
  await send('ecg', anEcgBody({ patient_id: 'H-1' }));
  await send('ecg', anEcgBody({ patient_id: 'H-1', patient: BERTHA, seed: 2 }));
  await send('cpap', aTherapyBody({ patient_id: 'H-1', patient: BERTHA }));
  const families = [ecgRecords, therapyRecords].map((records) => records(installation.organization_id));
  const held = await Promise.all(families.map((records) => records.find({ status: 'quarantined' })));
  patterns = held.flatMap(([first]) => first ?? []);
  expect(patterns.map(({ modality }) => modality)).toEqual(['ecg', 'cpap']);
  // they are what the others are made after, and not themselves of the queue
  for (const document of held.flat()) await familyOf(document).deleteOne({ _id: document._id });
});
afterAll(() => installation.close());

describe('the queue, page by page', () => {
  const kept: RecordDocument[] = [];
  const inOrder = () =>
    [...kept]
      .sort((a, b) => {
        const [left, right] = [a, b].map(({ urgency, received_at, _id }) => [urgency, received_at.toISOString(), _id]);
        return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
      })
      .map(({ _id }) => _id);

  it('gives every one of both families once, in order, also while one comes in', async () => {
    for (let place = 0; place < HELD; place += 1) kept.push(await hold(place));
    const headers = await sessionHeaders(installation, 'technician');
    const page = async (cursor?: string): Promise<{ data: { id: string }[]; next_cursor: string | null }> => {
      const query = cursor === undefined ? '' : `?cursor=${cursor}`;
      return (await call(list, { headers, query })).json();
    };
    let urgent = '';
    const pages = await walkPages(page, async () => {
      urgent = (await hold(0, URGENCY.now))._id;
    });
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 10]);
    // what came in stands before the place the first page ended at, and is read with the next look
    expect(pages.flat().map(({ id }) => id)).toEqual(inOrder());
    expect((await page()).data.map(({ id }) => id)).toContain(urgent);
  });

  it('ends between two of the same urgency and second wherever the page ends', async () => {
    for (const limit of [13, HELD, HELD + 1, 200]) {
      const pages = await walkPages((cursor) => listHeld(services(), admin(), { limit, cursor }));
      const ids = pages.flat().map(({ id }) => id);
      expect([ids.length, new Set(ids).size]).toEqual([HELD + 1, HELD + 1]);
    }
  });

  it('runs on an index, also behind a cursor, and refuses one that is none', async () => {
    const { next_cursor } = await listHeld(services(), admin(), { limit: 50 });
    for (const cursor of [undefined, next_cursor ?? undefined])
      for (const records of [ecgRecords, therapyRecords]) {
        const plan = await records(installation.organization_id).explain(heldFilter(cursor), {
          sort: QUEUE,
          limit: 51,
        });
        expect(plan.scanned).toBe(false);
        expect(plan.docs_examined).toBeLessThanOrEqual(HELD);
      }
    await expect(listHeld(services(), admin(), { limit: 5, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
      code: 'invalid_query',
    });
  });
});
