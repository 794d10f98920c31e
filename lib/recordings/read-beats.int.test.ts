import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveUpload } from '@/lib/ingest/receive-recording';
import { beatFacts } from '@/lib/measure/domain/beat-list/beat-facts';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { recordingFile } from '@/lib/testing/recording-files';
import { aLongEcgBody, anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';

type Operations = Awaited<ReturnType<typeof handlersByOperation>>;

let installation: TestInstallation;
let operation: Operations;
let clinician: Record<string, string>;
const ids = { long: '', short: '', file: '' };

async function send(body: ReturnType<typeof received>): Promise<string> {
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveUpload(installation.services, device, { modality: 'ecg', body })).id;
}

const ask = (id: string, query = '', headers = clinician) =>
  call(operation('readBeats'), { params: { modality: 'ecg', id }, query, headers });

beforeAll(async () => {
  installation = await createInstallation();
  operation = await handlersByOperation();
  clinician = await sessionHeaders(installation, 'clinician');
  ids.long = await send(received(aLongEcgBody()));
  ids.short = await send(received(anEcgBody()));
  const beside = { patient_id: 'P-100', device_id: 'HOLTER-1', recording_date: '2026-11-03T08:15:00+01:00' };
  ids.file = await send({ ...received(beside), files: [recordingFile('wfdb/100/100.zip')] });
});
afterAll(() => installation.close());

describe('beats of a long ECG', () => {
  it('are found where the JSON brings none: every beat, and the one that is late', async () => {
    const answer = await ask(ids.long);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/vnd.nightbeat.beats');
    const list = decodeBeats(new Uint8Array(await answer.arrayBuffer()));
    expect(list.source).toMatchObject({ kind: 'computed', leads: ['II'] });
    const facts = beatFacts(list);
    expect(facts).toMatchObject({ beats: 115, labelled: false });
    expect(Math.abs((facts.longest_rr?.ms ?? 0) - 1100)).toBeLessThan(12);
    expect(Math.abs((facts.mean_bpm ?? 0) - 75)).toBeLessThan(0.1);
  });

  it('are the file’s own where it has them, with its labels and rhythm', async () => {
    const list = decodeBeats(new Uint8Array(await (await ask(ids.file)).arrayBuffer()));
    expect(list.source).toEqual({ kind: 'file', track: 'atr' });
    // published counts of MIT-BIH record 100: 2239 normal, 33 atrial premature, 1 premature ventricular
    expect(beatFacts(list).labels).toMatchObject({ N: 2239, S: 33, V: 1 });
    expect(list.marks).toEqual([{ kind: 'rhythm', from_ms: 50, to_ms: 1_805_556, text: 'N' }]);
  });

  it('come as a span in JSON, in which no interval ends at the first', async () => {
    const json = { ...clinician, accept: 'application/json' };
    const span = await (await ask(ids.long, '?from_ms=1000&to_ms=4000', json)).json();
    expect(span.times_ms).toHaveLength(4);
    expect(span.rr_ms).toEqual([null, expect.any(Number), expect.any(Number), expect.any(Number)]);
    expect(span.labels).toEqual([null, null, null, null]);
    expect(span).toMatchObject({ source: 'computed', algorithm: 'nightbeat-beats', duration_ms: 93_000, gaps: [] });
  });

  it('are not there of a short ECG, of an unknown one, or of a night', async () => {
    expect((await ask(ids.short)).status).toBe(404);
    expect((await ask('rec_00000000000000000000000000')).status).toBe(404);
    const params = { modality: 'cpap', id: ids.long };
    expect((await call(operation('readBeats'), { params, headers: clinician })).status).toBe(404);
  });

  it('are shown to nobody who may not read records, and the look is in the trail', async () => {
    expect((await ask(ids.long, '', {})).status).toBe(401);
    expect((await ask(ids.long, '', await sessionHeaders(installation, 'auditor'))).status).toBe(403);
    expect((await ask(ids.long, '?from_ms=-5')).status).toBe(400);
    const views = await auditEvents(installation.organization_id).find({ action: 'record.viewed' });
    expect(views.map(({ subject }) => subject?.id)).toContain(ids.long);
  });
});
