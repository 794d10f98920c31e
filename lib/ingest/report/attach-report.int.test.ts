import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/accounts/actor';
import { changeReading } from '@/lib/ecg/reading/change-reading';
import { runJobs } from '@/lib/jobs/run-jobs';
import type { Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';
import { getRecordingFile } from '@/lib/recordings/get-recording-file';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation, testedStores } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { ingests } from '@/models/ingest';
import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { recordVersions } from '@/models/record';
import { checkReport } from '../check-report';
import { MAX_PDF_BYTES } from '../domain/pdf';
import { measureEcg } from '../measuring/measure-ecg';
import { receiveRecording } from '../receive-recording';
import { attachReport } from './attach-report';

/** A real PDF with these lines as text. */
function aReport(...lines: string[]): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    for (const line of lines) document.text(line);
    document.end();
  });
}

describe.each(testedStores())('a report that is attached later, kept on %s', (store) => {
  let installation: TestInstallation;
  let device: Actor;
  let seed = 0;

  beforeAll(async () => {
    installation = await createInstallation({ store });
    device = installation.keyActor(['ingest:ecg']);
  });
  afterAll(() => installation.close());

  const services = () => installation.services;
  const reader = () => installation.keyActor(['read']);
  const look = (id: string, version?: number): Promise<Recording> =>
    getRecording(services(), reader(), { modality: 'ecg', id, version });
  const bodyOf = (change: Record<string, unknown> = {}) =>
    anEcgBody({ patient_id: `A-${seed}`, seed, seconds: 1, ...change });
  const receive = (body: Record<string, unknown>, report: Uint8Array | null = null) =>
    receiveRecording(services(), device, { modality: 'ecg', body: received(body, report) });

  async function stored(change: Record<string, unknown> = {}, report: Uint8Array | null = null): Promise<Recording> {
    seed += 1;
    return look((await receive(bodyOf(change), report)).id);
  }
  const attach = (id: string, body: Uint8Array, version?: number, actor = device) =>
    attachReport(services(), actor, { id, version, body });
  const reportOf = ({ files }: Recording) => files.find(({ role }) => role === 'report');
  const changeNumber = async () => (await organizations.get(installation.organization_id))?.change ?? 0;
  const claims = () => ingests(installation.organization_id).find({ state: 'claimed' });
  const ofCurrent = () => [`Name: EXAMPLE, Ada`, `Patient ID: A-${seed}`, 'Recorded 2026-11-03', 'HR: 72 /min'];

  it('makes the next version with it, checked, and leaves what was recorded as it is', async () => {
    const before = await stored();
    const number = await changeNumber();
    const pdf = await aReport(...ofCurrent(), 'QTc: 470 ms');
    const answer = await attach(before.id, pdf, 1);
    expect(answer).toMatchObject({ id: before.id, status: 'stored', version: 2 });
    const after = await look(before.id);
    expect(after).toMatchObject({ version: 2, revision: before.revision + 1, patient_ref: before.patient_ref });
    expect(after.report_check).toMatchObject({ outcome: 'differs', pages: 1 });
    expect(reportOf(after)).toMatchObject({ content_type: 'application/pdf', bytes: pdf.byteLength });
    const { files, version, revision, report_check, received_at, links, latest_version, reading, ...same } = before;
    expect(after).toMatchObject(same);
    for (const file of files) expect(after.files).toContainEqual(file);
    const link = await getRecordingFile(services(), reader(), { modality: 'ecg', id: before.id, role: 'report' });
    expect(link).toMatchObject({ bytes: pdf.byteLength, content_type: 'application/pdf' });
    const signals = await getRecordingFile(services(), reader(), { modality: 'ecg', id: before.id, role: 'signals' });
    expect(signals.bytes).toBeGreaterThan(0);

    expect(await changeNumber()).toBe(number + 1);
    expect(await claims()).toEqual([]);
    const [event] = await auditEvents(installation.organization_id).find({ action: 'report.attached' });
    expect(event).toMatchObject({
      subject: { id: before.id },
      patient_ref: before.patient_ref,
      details: { version: 2, outcome: 'differs' },
    });
    const older = await look(before.id, 1);
    expect(reportOf(older)).toBeUndefined();
    const patient = await patients(installation.organization_id).findOne({ _id: before.patient_ref });
    expect(patient).toMatchObject({ ecg_count: 1, last_ecg: new Date(before.recording_date) });
  });

  it('returns the record to unconfirmed, naming the reading of the version before', async () => {
    const { id, version, revision } = await stored();
    const clinician = await personActor(installation, 'clinician');
    await changeReading(services(), clinician, {
      id,
      body: { action: 'confirm', statement: 'Normal ECG', version, revision },
    });
    await attach(id, await aReport(...ofCurrent()));
    const { reading } = await look(id);
    expect(reading).toMatchObject({ state: 'unconfirmed', version: 2, statement: null });
    expect(reading.earlier).toMatchObject({ state: 'confirmed', version: 1, author: 'clinician' });
    expect((await look(id, 1)).reading).toMatchObject({ state: 'confirmed', statement: 'Normal ECG' });
  });

  it('adds nothing when it comes twice, one after the other or both at once', async () => {
    const { id } = await stored();
    const pdf = await aReport(...ofCurrent());
    const answers = await Promise.all([attach(id, pdf), attach(id, pdf)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['duplicate', 'stored']);
    const number = await changeNumber();
    // a retry that names the version it was sent for is one as well
    expect(await attach(id, pdf, 1)).toMatchObject({ status: 'duplicate', version: 2 });
    expect(await changeNumber()).toBe(number);
    expect(await look(id)).toMatchObject({ version: 2 });
    expect(await recordVersions(installation.organization_id).find({ record_id: id })).toHaveLength(1);
  });

  it('gives way to another one; a late retry of the first does not bring it back, who names the latest does', async () => {
    const { id } = await stored();
    const [first, second] = [await aReport(...ofCurrent(), 'first'), await aReport(...ofCurrent(), 'second')];
    await attach(id, first);
    await attach(id, second);
    expect((await look(id)).files.filter(({ role }) => role === 'report')).toHaveLength(1);
    expect(await attach(id, first)).toMatchObject({ status: 'duplicate', version: 2 });
    expect(reportOf(await look(id))?.bytes).toBe(second.byteLength);
    expect(await attach(id, first, 3)).toMatchObject({ status: 'stored', version: 4 });
    expect(reportOf(await look(id))?.bytes).toBe(first.byteLength);
  });

  it('is refused when it names somebody else, and nothing changes', async () => {
    const before = await stored();
    const number = await changeNumber();
    const theirs = await aReport('Name: OTHER, Bertha', 'Patient ID: Q99887');
    await expect(attach(before.id, theirs)).rejects.toMatchObject({
      code: 'invalid_upload',
      faults: [{ pointer: '', code: 'other_patient' }],
    });
    const { links: _links, ...same } = before;
    expect(await look(before.id)).toMatchObject(same);
    expect(await changeNumber()).toBe(number);
    expect(await claims()).toEqual([]);
  });

  it('without text is attached as not checkable', async () => {
    const { id } = await stored();
    await attach(id, aPdf('no text'));
    expect((await look(id)).report_check).toMatchObject({ outcome: 'not_checkable', pages: null });
  });

  it('is refused when it is no PDF, or one that was cut off', async () => {
    const { id } = await stored();
    const whole = await aReport(...ofCurrent());
    for (const [bytes, code] of [
      [Buffer.from('PK no pdf at all'), 'not_a_pdf'],
      [whole.slice(0, whole.length - 100), 'incomplete_pdf'],
      [Buffer.alloc(0), 'not_a_pdf'],
    ] as const)
      await expect(attach(id, bytes)).rejects.toMatchObject({ code: 'invalid_upload', faults: [{ code }] });
    expect(await look(id)).toMatchObject({ version: 1 });
  });

  it('meets a version that was corrected meanwhile with 409, and a correction meets it as the version before', async () => {
    const source = { source_id: 'cart/7' };
    const { id } = await stored(source);
    const pdf = await aReport(...ofCurrent());
    await receive(bodyOf({ ...source, statements: ['Corrected'] }));
    await expect(attach(id, pdf, 1)).rejects.toMatchObject({ code: 'stale_revision' });
    await attach(id, pdf, 2);
    // the retry of either upload is one still
    expect(await receive(bodyOf(source))).toMatchObject({ status: 'duplicate', id });
    expect(await receive(bodyOf({ ...source, statements: ['Corrected'] }))).toMatchObject({ status: 'duplicate', id });
    expect(await receive(bodyOf({ ...source, statements: ['Again'] }))).toMatchObject({ status: 'stored', version: 4 });
  });

  it('and a correction of the same moment take turns: both are versions', async () => {
    const source = { source_id: 'cart/8' };
    const { id } = await stored(source);
    const pdf = await aReport(...ofCurrent());
    const [attached, corrected] = await Promise.allSettled([
      attach(id, pdf),
      receive(bodyOf({ ...source, statements: ['Corrected'] })),
    ]);
    expect(corrected).toMatchObject({ status: 'fulfilled', value: { status: 'stored' } });
    // whoever compared the report with a version that is the latest no more has to look again
    if (attached.status === 'rejected') expect(attached.reason).toMatchObject({ code: 'stale_revision' });
    expect((await look(id)).version).toBe(attached.status === 'fulfilled' ? 3 : 2);
    expect(await claims()).toEqual([]);
  });

  it('takes the place of one whose check is still to come, without a second check', async () => {
    const { id } = await stored({}, await aReport('Name: OTHER, Bertha', 'Patient ID: Q99887'));
    await attach(id, await aReport(...ofCurrent()));
    const checked = await look(id);
    expect(checked.measuring).toBe('waiting');
    await runJobs(services(), jobHandlers({ 'check-report': checkReport, 'measure-ecg': measureEcg }));
    // both versions are measured; of checks there was none to come
    expect(await look(id)).toMatchObject({
      ...checked,
      measuring: 'done',
      derived: expect.anything(),
      quality: expect.anything(),
    });
    expect(checked).toMatchObject({ status: 'stored', report_check: { outcome: 'agrees' } });
  });

  it('is not for who may not send, not for other devices, and not there for other organisations', async () => {
    const { id, device_id } = await stored();
    const pdf = await aReport(...ofCurrent());
    const refusals: [Actor, string][] = [
      [await personActor(installation, 'clinician'), 'not_permitted'],
      [installation.keyActor(['read']), 'not_permitted'],
      [installation.keyActor(['ingest:ecg'], { device_id: 'ANOTHER' }), 'not_found'],
      [installation.keyActor(['ingest:ecg'], { site: 'Another site' }), 'not_found'],
    ];
    for (const [actor, code] of refusals) await expect(attach(id, pdf, 1, actor)).rejects.toMatchObject({ code });
    const own = await organizations.get(installation.organization_id);
    if (!own) throw new Error('no organisation');
    const elsewhere = inOrganization(device, services().ids.id('org'));
    await organizations.insert({ ...own, _id: elsewhere.organization_id });
    await expect(attach(id, pdf, 1, elsewhere)).rejects.toMatchObject({ code: 'not_found' });
    const bound = installation.keyActor(['ingest:ecg'], { device_id });
    expect(await attach(id, pdf, 1, bound)).toMatchObject({ status: 'stored' });
  });

  it('cannot be attached to what is held or deleted', async () => {
    const one = await stored({ patient_id: 'A-same' });
    const held = await stored({
      patient_id: 'A-same',
      patient: { family_name: 'Otherwise', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' },
    });
    expect(held.status).toBe('quarantined');
    await expect(attach(held.id, aPdf())).rejects.toMatchObject({ code: 'not_in_this_state' });
    const { id, revision } = await look(one.id);
    const admin = await personActor(installation, 'admin');
    await deleteRecording(services(), admin, { id, modality: 'ecg', body: { reason: 'test transmission', revision } });
    await expect(attach(id, aPdf())).rejects.toMatchObject({ code: 'not_in_this_state' });
  });

  // the process's own services are those of the first installation, whatever is tested after it
  if (store === 'disk')
    describe('over the wire', () => {
      const put = async (
        id: string,
        body: Uint8Array,
        role: 'admin' | 'technician' | 'clinician' | null,
        change: object = {},
      ) => {
        const handler = (await handlersByOperation())('attachReport');
        const session = role === null ? {} : await sessionHeaders(installation, role);
        const headers = { ...session, 'content-type': 'application/pdf', ...change };
        return call(handler, { params: { id }, query: '?version=1', headers, body: Buffer.from(body) });
      };

      it('answers 201, and 200 for the same again', async () => {
        const { id } = await stored();
        const pdf = await aReport(...ofCurrent());
        const first = await put(id, pdf, 'technician');
        expect([first.status, (await first.json()).version]).toEqual([201, 2]);
        expect((await put(id, pdf, 'admin')).status).toBe(200);
        expect((await put(id, aPdf(), 'admin')).status).toBe(409);
      });

      it('answers 401, 403, 404, 413, 415 and 422', async () => {
        const { id } = await stored();
        expect((await put(id, aPdf(), null)).status).toBe(401);
        expect((await put(id, aPdf(), 'clinician')).status).toBe(403);
        expect((await put('rec_00000000000000000000000000', aPdf(), 'admin')).status).toBe(404);
        expect((await put(id, new Uint8Array(MAX_PDF_BYTES + 1), 'admin')).status).toBe(413);
        expect((await put(id, aPdf(), 'admin', { 'content-type': 'application/json' })).status).toBe(415);
        const theirs = await put(id, await aReport('Patient ID: Q99887', 'Name: OTHER, Bertha'), 'admin');
        expect(theirs.status).toBe(422);
        expect(await theirs.text()).not.toMatch(/bertha|99887/i);
      });
    });
});
