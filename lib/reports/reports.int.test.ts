import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '@/lib/accounts/system-actor';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { restoreRecording } from '@/lib/recordings/lifecycle/restore-recording';
import { eraseRecord } from '@/lib/retention/erase-record';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { jointReports } from '@/models/joint-report';
import { ecgRecords } from '@/models/record';
import { withTransaction } from '@/models/transaction';
import { createReport } from './create-report';
import { sha256 } from './domain/canonical-json';
import { drawJointReport } from './drawing/draw-joint-report';
import { listReports } from './list-reports';
import { getReportInputs, getReportPdf } from './read-report';
import { withdrawReports } from './withdraw-reports';

let installation: TestInstallation;
let now = new Date('2026-11-20T09:00:00Z');
let ecg: string;
let patient_ref: string;

const reader = () => installation.keyActor(['read']);
const make = (from = '2026-11-01', to = '2026-11-10', actor = reader()) =>
  createReport(installation.services, actor, { patient_ref, body: { from, to } });
const send = (modality: 'ecg' | 'cpap', body: unknown) =>
  receiveRecording(installation.services, installation.keyActor(['ingest:ecg', 'ingest:therapy']), {
    modality,
    body: received(body),
  });
const trailOf = async (id: string) =>
  (await auditEvents(installation.organization_id).find({ 'subject.id': id } as never)).map(
    ({ action, actor, patient_ref: of, details }) => ({ action, by: actor.kind, of, details }),
  );

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  await send('cpap', aTherapyBody());
  ({ id: ecg } = await send('ecg', anEcgBody()));
  patient_ref = (await ecgRecords(installation.organization_id).findOne({ _id: ecg }))?.patient_ref ?? '';
});
afterAll(() => installation.close());

describe('a joint report', () => {
  it('is made from what is stored, kept, and noted in the trail', async () => {
    const report = await make();
    expect(report).toMatchObject({ night_count: 1, ecg_count: 1, unconfirmed_count: 1, withdrawn_at: null });
    const { bytes, inputs_sha256 } = await getReportInputs(installation.services, reader(), { id: report.id });
    expect([inputs_sha256, sha256(bytes)]).toEqual([report.inputs_sha256, report.inputs_sha256]);
    const pdf = await getReportPdf(installation.services, reader(), { id: report.id });
    expect(sha256(pdf.bytes)).toBe(report.pdf_sha256);
    // drawn anew from what was kept, it is the same to the byte
    const again = await drawJointReport(new TextDecoder().decode(bytes));
    expect(Buffer.from(again).equals(Buffer.from(pdf.bytes))).toBe(true);
    const events = await auditEvents(installation.organization_id).find({ 'subject.id': report.id } as never);
    expect(events.map(({ action, patient_ref: of, details }) => [action, of, details.format ?? null])).toEqual(
      expect.arrayContaining([
        ['report.created', patient_ref, null],
        ['report.viewed', patient_ref, 'json'],
        ['report.viewed', patient_ref, 'pdf'],
      ]),
    );
  });

  it('made again at the same time from the same is the same, and another one once an input has changed', async () => {
    const [first, again] = [await make(), await make()];
    expect(again).toMatchObject({ inputs_sha256: first.inputs_sha256, pdf_sha256: first.pdf_sha256 });
    await send('ecg', anEcgBody({ seed: 2, recording_date: '2026-11-05T08:15:00+01:00' }));
    const other = await make();
    expect(other.ecg_count).toBe(2);
    expect(other.inputs_sha256).not.toBe(first.inputs_sha256);
    const kept = await getReportPdf(installation.services, reader(), { id: first.id });
    expect(sha256(kept.bytes)).toBe(first.pdf_sha256);
  });

  it('is refused where there is nothing to report, and for days that have not come', async () => {
    await expect(make('2026-08-01', '2026-08-10')).rejects.toMatchObject({ code: 'nothing_to_report' });
    await expect(make('2026-11-01', '2026-11-21')).rejects.toMatchObject({
      code: 'invalid_body',
      faults: [{ pointer: '/to', code: 'in_the_future' }],
    });
    const handler = (await handlersByOperation())('createJointReport');
    const headers = { ...(await sessionHeaders(installation, 'clinician')), 'content-type': 'application/json' };
    for (const body of [
      { from: '2026-11-10', to: '2026-11-01' },
      { from: '2024-11-10', to: '2026-11-01' },
    ]) {
      const response = await call(handler, { params: { patient_ref }, headers, body: JSON.stringify(body) });
      expect([response.status, (await response.json()).code]).toEqual([422, 'invalid_body']);
    }
  });

  it('comes with its digest in a header, to be kept nowhere', async () => {
    const { id, inputs_sha256 } = await make();
    const handler = (await handlersByOperation())('getJointReport');
    const headers = await sessionHeaders(installation, 'clinician');
    const response = await call(handler, { params: { id }, headers });
    expect(response.headers.get('x-inputs-sha256')).toBe(inputs_sha256);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('is nobody else’s: not another organisation’s, not a bound key’s, not an analyst’s', async () => {
    const { id } = await make();
    const stranger = inOrganization(reader(), installation.services.ids.id('org'));
    const { services } = installation;
    await expect(getReportPdf(services, stranger, { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listReports(services, stranger, { patient_ref, limit: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(make('2026-11-01', '2026-11-10', stranger)).rejects.toMatchObject({ code: 'not_found' });
    const bound = installation.keyActor(['read'], { device_id: 'ECG-7F-01' });
    await expect(getReportPdf(services, bound, { id })).rejects.toMatchObject({ code: 'not_permitted' });
    const analyst = await personActor(installation, 'analyst');
    await expect(getReportPdf(services, analyst, { id })).rejects.toMatchObject({ code: 'not_permitted' });
  });

  it('stands in the list of its patient, newest first, page by page', async () => {
    const { data, next_cursor } = await listReports(installation.services, reader(), { patient_ref, limit: 2 });
    expect(data).toHaveLength(2);
    expect((data[0]?.id ?? '') > (data[1]?.id ?? '')).toBe(true);
    const rest = await listReports(installation.services, reader(), {
      ...{ patient_ref, limit: 100 },
      cursor: next_cursor ?? '',
    });
    expect(rest.data.map(({ id }) => id)).not.toContain(data[1]?.id);
    expect(rest.next_cursor).toBeNull();
  });

  it('is withdrawn together with its event, or not at all', async () => {
    const { services, organization_id } = installation;
    const { id } = await make();
    const cutOff = withTransaction(async (tx) => {
      await withdrawReports({ services, actor: reader(), now }, ecg, tx);
      throw new Error('cut off');
    });
    await expect(cutOff).rejects.toThrow('cut off');
    expect(await jointReports(organization_id).findOne({ _id: id })).toMatchObject({ withdrawn_at: null });
    expect((await trailOf(id)).map(({ action }) => action)).not.toContain('report.withdrawn');
  });

  it('is withdrawn when a recording it was made from is deleted, and erased with it', async () => {
    const { services, organization_id } = installation;
    const admin = installation.keyActor(['admin']);
    const record = () => ecgRecords(organization_id).findOne({ _id: ecg });
    const { id } = await make();
    const body = { revision: (await record())?.revision ?? 0, reason: 'misfiled' };
    await deleteRecording(services, admin, { modality: 'ecg', id: ecg, body });
    await expect(getReportPdf(services, reader(), { id })).rejects.toMatchObject({ code: 'report_withdrawn' });
    const noted = { by: 'key', of: patient_ref, details: { record: ecg, links_ended: 0 } };
    expect(await trailOf(id)).toContainEqual({ action: 'report.withdrawn', ...noted });
    const back = { revision: (await record())?.revision ?? 0, reason: 'it was right' };
    await restoreRecording(services, admin, { modality: 'ecg', id: ecg, body: back });
    await expect(getReportPdf(services, reader(), { id })).rejects.toMatchObject({ code: 'report_withdrawn' });
    const anew = await make();
    expect(anew.withdrawn_at).toBeNull();
    const gone = { revision: (await record())?.revision ?? 0, reason: 'asked for by the patient' };
    await deleteRecording(services, admin, { modality: 'ecg', id: ecg, body: gone });
    const document = await record();
    if (!document) throw new Error('it is deleted, not erased');
    now = new Date('2027-02-20T09:00:00Z');
    expect(await eraseRecord(services, systemActor(services, organization_id, 'retention'), document)).toBe(true);
    expect(await jointReports(organization_id).find({ record_ids: ecg })).toEqual([]);
    await expect(getReportInputs(services, reader(), { id: anew.id })).rejects.toMatchObject({ code: 'not_found' });
    const trail = await trailOf(anew.id);
    expect(trail.filter(({ action }) => action === 'report.withdrawn')).toHaveLength(1);
    expect(trail).toContainEqual({ action: 'report.erased', ...noted, by: 'system' });
  });
});
