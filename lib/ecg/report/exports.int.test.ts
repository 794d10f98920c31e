import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/accounts/actor';
import { changeReading } from '@/lib/ecg/reading/change-reading';
import { ecgUploadSchema } from '@/lib/ingest/envelope/ecg';
import { readReportText } from '@/lib/ingest/reader/read-report-text';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getRecording } from '@/lib/recordings/get-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { getComparisonReport } from './comparison/get-comparison-report';
import { exportJson } from './export-json';
import { exportSamples } from './export-samples';
import { getReport } from './get-report';

let installation: TestInstallation;
let clinician: Actor;
let id: string;
const PATIENT = { family_name: '=Formula', given_name: 'Ćiril', birth_date: '1957-03-02', sex: 'male' };

async function send(change: Record<string, unknown> = {}) {
  const body = received(anEcgBody({ patient_id: '=E-1', patient: PATIENT, source_id: 's-1', ...change }));
  const device = installation.keyActor(['ingest:ecg']);
  return receiveRecording(installation.services, device, { modality: 'ecg', body });
}

beforeAll(async () => {
  installation = await createInstallation();
  clinician = await personActor(installation, 'clinician');
  id = (await send()).id;
});
afterAll(() => installation.close());

const services = () => installation.services;
const textOf = async (pdf: Uint8Array<ArrayBuffer>) => {
  // a copy: the reader takes the bytes over
  const found = await readReportText({ kind: 'report-text', pdf: pdf.slice() } as never);
  return 'lines' in found ? found.lines.map((line) => line.replaceAll(/\s+/g, ' ')) : [];
};
const formats = async () =>
  (await auditEvents(installation.organization_id).find({ action: 'ecg.exported' })).map(
    ({ details }) => details.format,
  );

describe('the report', () => {
  it('is the same to the byte for the same inputs, and another once the reading is another', async () => {
    const first = await getReport(services(), clinician, { id });
    const again = await getReport(services(), clinician, { id });
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true);
    const lines = await textOf(first);
    expect(lines.filter((line) => line === 'UNCONFIRMED.')).toHaveLength(2);
    expect(lines.some((line) => line.startsWith('=FORMULA, Ćiril'))).toBe(true);
    const { version, revision } = await getRecording(services(), clinician, { modality: 'ecg', id });
    await changeReading(services(), clinician, {
      id,
      body: { action: 'confirm', statement: 'Sinus rhythm of the reader', version, revision },
    });
    const read = await textOf(await getReport(services(), clinician, { id }));
    expect(read.filter((line) => /^Confirmed by clinician, \d+ \w+ \d{4}/.test(line))).toHaveLength(2);
    expect(read).toContain('Sinus rhythm of the reader');
    expect(read.some((line) => line.includes('UNCONFIRMED'))).toBe(false);
    const digest = (all: string[]) => all.find((line) => line.includes('SHA-256'));
    expect(digest(read)).not.toBe(digest(lines));
  });

  it('of an older version says that it is not the latest, and of the new one what was confirmed before', async () => {
    await send({ statements: ['Corrected'] });
    const older = (await textOf(await getReport(services(), clinician, { id, version: 1 }))).join(' ');
    expect(older).toContain('Not the latest version: that is version 2.');
    const latest = (await textOf(await getReport(services(), clinician, { id }))).join(' ');
    expect(latest).toContain('UNCONFIRMED. Confirmed on version 1 only.');
  });

  it('answers as a PDF; 404 for what is not there, 409 for what is held, 403 for who may not', async () => {
    const handler = (await handlersByOperation())('getEcgReport');
    const get = async (of: string, role: 'clinician' | 'auditor', query = '') =>
      call(handler, { params: { id: of }, query, headers: await sessionHeaders(installation, role) });
    const answer = await get(id, 'clinician', '?from_ms=0');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await get(id, 'auditor')).status).toBe(403);
    expect((await get('rec_00000000000000000000000000', 'clinician')).status).toBe(404);
    // of another device, so that the record of this one is not brought into doubt
    const stranger = { ...PATIENT, family_name: 'Other' };
    const held = await send({ device_id: 'ECG-Z', source_id: 's-2', seed: 9, patient: stranger });
    expect(held.status).toBe('quarantined');
    expect((await get(held.id, 'clinician')).status).toBe(409);
  });
});

describe('the report of a comparison', () => {
  it('is of two ECGs of one patient, the earlier first, whichever is asked for', async () => {
    const other = await send({ source_id: 's-later', seed: 5, recording_date: '2026-11-04T08:15:00+01:00' });
    const [one, two] = [id, other.id];
    const text = (await textOf(await getComparisonReport(services(), clinician, { id: two, with: one }))).join(' ');
    expect(text).toMatch(/Earlier: Recorded 3 Nov 2026 .*Later: Recorded 4 Nov 2026/);
    expect(text).toContain('=FORMULA, Ćiril');
    const [first, again] = await Promise.all([
      getComparisonReport(services(), clinician, { id: one, with: two }),
      getComparisonReport(services(), clinician, { id: two, with: one }),
    ]);
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true);
    const events = await auditEvents(installation.organization_id).find({ action: 'ecg.exported' });
    const taken = events.filter(({ details }) => details.format === 'comparison pdf');
    expect(new Set(taken.map(({ subject }) => subject?.id))).toEqual(new Set([one, two]));
  });

  it('is not there of two patients, of one ECG with itself, or for who may not read', async () => {
    const stranger = await send({ patient_id: 'OTHER-1', device_id: 'ECG-Y', source_id: 's-9', seed: 11 });
    const handler = (await handlersByOperation())('getEcgComparisonReport');
    const status = async (other: string, role: 'clinician' | 'auditor') => {
      const headers = await sessionHeaders(installation, role);
      return (await call(handler, { params: { id }, query: `?with=${other}`, headers })).status;
    };
    expect(await status(stranger.id, 'clinician')).toBe(404);
    expect(await status(id, 'clinician')).toBe(404);
    expect(await status('rec_00000000000000000000000000', 'clinician')).toBe(404);
    expect(await status('nonsense', 'clinician')).toBe(400);
    expect(await status(stranger.id, 'auditor')).toBe(403);
  });
});

describe('the samples', () => {
  it('come with units, times and source, and no cell is a formula', async () => {
    const csv = await exportSamples(services(), clinician, { id, from_ms: 100, to_ms: 104 });
    const lines = csv.split('\r\n');
    expect(lines.some((line) => /^[=+\-@]|,[=+@]/.test(line))).toBe(false);
    expect(lines).toContain("patient id,'=E-1");
    const head = lines.findIndex((line) => line.startsWith('time from start [ms]'));
    expect(lines[head]).toMatch(/^time from start \[ms\],time \[UTC\],I \[uV\],II \[uV\],/);
    const body = anEcgBody().recording as { leads: Record<string, number[]> };
    const expected = (at: number) => Object.values(body.leads).map((samples) => samples[at]);
    expect(lines[head + 1]).toBe(['100', '2026-11-03T07:15:00.100Z', ...expected(50)].join(','));
    expect(lines[head + 2]).toBe(['102', '2026-11-03T07:15:00.102Z', ...expected(51)].join(','));
    expect(lines.slice(head + 3).filter(Boolean)).toEqual([]);
  });
});

describe('our own JSON', () => {
  it('is taken back as it stands, sample by sample', async () => {
    const json = await exportJson(services(), clinician, { id, version: 1 });
    const parsed = ecgUploadSchema.parse(JSON.parse(JSON.stringify(json)));
    const body = anEcgBody().recording as { leads: Record<string, number[]> };
    if (!('blocks' in parsed.recording)) throw new Error('no blocks');
    const [block] = parsed.recording.blocks;
    expect(Object.fromEntries(block?.channels.map(({ name, samples }) => [name, [...samples]]) ?? [])).toEqual(
      body.leads,
    );
    expect(json).toMatchObject({
      ...{ patient_id: '=E-1', recording_date: '2026-11-03T08:15:00.000+01:00', statements: ['Sinus rhythm'] },
      ...{ measurements: { heart_rate_bpm: 72, qtc_ms: 438, qtc_formula: 'bazett' } },
      vendor: { nightbeat: { reading: { state: 'confirmed', statement: 'Sinus rhythm of the reader' } } },
    });
  });

  it('leaves an audit event in each form', async () => {
    expect(new Set(await formats())).toEqual(new Set(['pdf', 'comparison pdf', 'csv', 'json']));
  });
});
