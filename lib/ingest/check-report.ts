import { type Actor, authorize } from '@/lib/accounts/actor';
import { type ReportedRecord, reportAgreement } from '@/lib/ecg/domain/report/report-agreement';
import type { JobPayloads } from '@/lib/jobs/enqueue-job';
import type { Services } from '@/lib/platform/services';
import type { ReportCheck } from '@/lib/recordings/contracts';
import { changeContext, recordToChange, writeChange } from '@/lib/recordings/lifecycle/change-record';
import { holdRecord } from '@/lib/recordings/lifecycle/hold-record';
import { patients } from '@/models/patient';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { withTransaction } from '@/models/transaction';
import { readReportTextInThread } from './reader/read-in-thread';

/** Calendar date of the recording by the device's own clock. */
function localDate({ recording_date, utc_offset_minutes }: RecordDocument): string {
  return new Date(recording_date.getTime() + utc_offset_minutes * 60_000).toISOString().slice(0, 10);
}

async function asReported(document: RecordDocument): Promise<ReportedRecord> {
  const patient =
    document.patient_ref === null
      ? document.claimed?.patient
      : await patients(document.organization_id).findOne({ _id: document.patient_ref });
  return {
    patient_id: document.patient_id ?? document.claimed?.patient_id ?? null,
    family_name: patient?.family_name ?? null,
    given_name: patient?.given_name ?? null,
    birth_date: patient?.birth_date ?? null,
    local_date: localDate(document),
    heart_rate_bpm: document.measurements?.heart_rate_bpm ?? null,
    qtc_ms: document.measurements?.qtc_ms ?? null,
    qtc_formula: document.measurements?.qtc_formula ?? null,
  };
}

/**
 * Step: what a PDF's text says of a record (FMT-7). The caller's array is given away.
 * @throws AppError `too_busy`
 */
export async function compareReport(
  services: Services,
  document: RecordDocument,
  pdf: Uint8Array,
): Promise<ReportCheck> {
  const checked_at = services.clock.now().toISOString();
  const text = await readReportTextInThread(services, pdf);
  if (!text.ok) return { outcome: 'not_checkable', rows: [], pages: null, checked_at };
  return { ...reportAgreement(await asReported(document), text.lines), pages: text.pages, checked_at };
}

async function keepCheck(services: Services, actor: Actor, read: RecordDocument, check: ReportCheck): Promise<void> {
  await withTransaction(async (tx) => {
    const context = await changeContext(services, actor, tx);
    const document = await recordToChange(context, { id: read._id });
    // a newer version has a check of its own
    if (document.version !== read.version) return;
    const checked = await writeChange(context, document, {
      set: { report_check: check },
      action: 'report.checked',
      details: { outcome: check.outcome },
    });
    if (check.outcome === 'other_patient') await holdRecord(context, checked, 'identity_mismatch');
  });
}

/**
 * Job: compares the text of an ECG's PDF with its record (FMT-7). A PDF that names somebody else sends the record to
 * quarantine; other differences are shown beside it. Checking again changes nothing.
 */
export async function checkReport(
  services: Services,
  actor: Actor,
  { record_id, version }: JobPayloads['check-report'],
): Promise<void> {
  authorize(actor, 'ecg:ingest');
  const document = await ecgRecords(actor.organization_id).findOne({ _id: record_id, version });
  if (!document || document.report_check !== null) return;
  const file = document.files.find(({ role }) => role === 'report');
  if (!file) return;
  const check = await compareReport(services, document, await services.objects.get(file.key));
  await keepCheck(services, actor, document, check);
}
