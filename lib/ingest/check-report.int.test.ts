import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJobs } from '@/lib/jobs/run-jobs';
import type { Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';
import { getRecordingFile } from '@/lib/recordings/get-recording-file';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { checkReport } from './check-report';
import { receiveRecording } from './receive-recording';

let installation: TestInstallation;

beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

/** A real PDF with these lines as text. */
function aReport(lines: string[]): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    for (const line of lines) document.text(line);
    document.end();
  });
}

async function uploaded(seed: number, report: Uint8Array | null): Promise<string> {
  const device = installation.keyActor(['ingest:ecg']);
  const body = received(anEcgBody({ seed }), report);
  const answer = await receiveRecording(installation.services, device, { modality: 'ecg', body });
  expect(answer.status).toBe('stored');
  return answer.id;
}

const read = (id: string): Promise<Recording> =>
  getRecording(installation.services, installation.keyActor(['read']), { modality: 'ecg', id });

const checked = async (id: string) => {
  await runJobs(installation.services, jobHandlers({ 'check-report': checkReport }));
  return read(id);
};

const thePatient = () => patients(installation.organization_id).findOne({ patient_id: 'P12345' });

describe('the text of a report', () => {
  it('is compared with the record after the upload was answered', async () => {
    const lines = ['Name: EXAMPLE, Ada', 'Patient ID: P12345', 'Recorded 2026-11-03', 'HR: 72 /min', 'QTc: 470 ms'];
    const id = await uploaded(1, await aReport(lines));
    expect((await read(id)).report_check).toBeNull();
    const { report_check, status } = await checked(id);
    expect(status).toBe('stored');
    expect(report_check).toMatchObject({ outcome: 'differs', pages: 1 });
    expect(report_check?.rows.map(({ field, verdict }) => `${field} ${verdict}`)).toEqual([
      'patient_id agrees',
      'name agrees',
      'birth_date not_stated',
      'date agrees',
      'heart_rate_bpm agrees',
      'qtc_ms differs',
    ]);
  });

  it('that names somebody else holds the record, takes it from the patient, and is not shown', async () => {
    const before = await thePatient();
    const id = await uploaded(2, await aReport(['Name: OTHER, Bertha', 'Patient ID: Q99887']));
    const record = await checked(id);
    expect(record).toMatchObject({
      status: 'quarantined',
      patient_id: null,
      patient_ref: null,
      reasons: ['identity_mismatch'],
      claimed: { patient_id: 'P12345', patient: { family_name: 'Example' } },
      report_check: { outcome: 'other_patient' },
    });
    expect(JSON.stringify(record)).not.toMatch(/bertha|99887/i);
    const reader = installation.keyActor(['read']);
    const link = getRecordingFile(installation.services, reader, { modality: 'ecg', id, role: 'report' });
    await expect(link).rejects.toMatchObject({ code: 'report_withheld' });
    expect(await thePatient()).toMatchObject({ ecg_count: before?.ecg_count, last_ecg: before?.last_ecg });
    const events = await auditEvents(installation.organization_id).find({ action: 'record.quarantined' });
    expect(events.map(({ subject, actor }) => [subject?.id, actor.kind])).toEqual([[id, 'system']]);
  });

  it('that is not there, or cannot be opened, is not checkable', async () => {
    expect((await checked(await uploaded(3, await aReport([])))).report_check).toMatchObject({
      outcome: 'not_checkable',
      pages: 1,
    });
    expect((await checked(await uploaded(4, aPdf()))).report_check).toMatchObject({
      outcome: 'not_checkable',
      pages: null,
    });
    expect((await checked(await uploaded(5, null))).report_check).toBeNull();
  });

  it('is checked once: doing the job again changes nothing', async () => {
    const id = await uploaded(6, await aReport(['Patient ID: P12345']));
    const first = await checked(id);
    const { services, organization_id } = installation;
    const worker = installation.keyActor(['admin'], { organization_id });
    await checkReport(services, worker, { record_id: id, version: 1 });
    expect(await read(id)).toEqual(first);
  });
});
