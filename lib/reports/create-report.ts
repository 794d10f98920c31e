import { type Actor, authorize } from '@/lib/accounts/actor';
import { authorOf } from '@/lib/accounts/author-of';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { refuseBoundKeys } from '@/lib/therapy/refuse-bound-keys';
import { type JointReportDocument, jointReports } from '@/models/joint-report';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import type { JointReport, NewReport } from './contracts';
import { canonicalInputs, parseInputs, sha256 } from './domain/canonical-json';
import { jointContent } from './domain/joint-content';
import type { ReportInputs } from './domain/report-inputs';
import { dateAt } from './domain/report-range';
import { drawJointReport } from './drawing/draw-joint-report';
import { loadInputs, type ReportRequest } from './load-inputs';
import { presentReport } from './present-report';

/** What was read may change while the page is drawn: then it is read and drawn again, this often at most. */
const MOST_ATTEMPTS = 3;

type Kept = Omit<JointReportDocument, 'organization_id' | 'change'>;

/** @throws AppError `invalid_body` for a range that has not come yet */
function refuseFuture({ range, made_at, organization }: ReportInputs): void {
  if (range.to <= dateAt(made_at, organization.time_zone)) return;
  const detail = 'The range ends after today. A report says what was, not what is to come.';
  throw new AppError('invalid_body', { faults: [{ pointer: '/to', code: 'in_the_future', detail }] });
}

/** The records a report was made from, each once. */
function recordsOf({ nights, ecgs }: ReportInputs): string[] {
  const ids = [...nights.flatMap(({ records }) => records.map(({ id }) => id)), ...ecgs.map(({ id }) => id)];
  return [...new Set(ids)];
}

async function make(services: Services, request: ReportRequest, canonical: string): Promise<Kept> {
  const inputs = parseInputs(canonical);
  refuseFuture(inputs);
  const pdf = await drawJointReport(canonical);
  const { author, author_id, recorded_at } = request.by;
  return {
    _id: services.ids.id('rep'),
    patient_ref: request.patient_ref,
    ...request.range,
    inputs: canonical,
    inputs_sha256: sha256(canonical),
    pdf_base64: Buffer.from(pdf).toString('base64'),
    pdf_sha256: sha256(pdf),
    record_ids: recordsOf(inputs),
    night_count: inputs.nights.length,
    ecg_count: inputs.ecgs.length,
    unconfirmed_count: jointContent(inputs).ecg.unconfirmed,
    made_at: recorded_at,
    ...{ author, author_id },
    withdrawn_at: null,
  };
}

/**
 * Keeps the report where its inputs are still what they were. Taking a change number orders it with every change of a
 * record: a record that leaves the patient either finds the report and withdraws it, or is not in it.
 * @returns null where an input has changed since it was read
 */
function keep(services: Services, actor: Actor, request: ReportRequest, report: Kept): Promise<JointReport | null> {
  return withTransaction(async (tx) => {
    const change = await organizations.nextChange(actor.organization_id, tx);
    if (canonicalInputs(await loadInputs(actor, request, tx)) !== report.inputs) return null;
    await jointReports(actor.organization_id).insert({ ...report, change }, { tx });
    const { _id: id, patient_ref, night_count: nights, ecg_count: ecgs } = report;
    await recordEvent(
      services,
      actor,
      {
        action: 'report.created',
        patient_ref,
        subject: { kind: 'report', id },
        details: { ...request.range, nights, ecgs, inputs_sha256: report.inputs_sha256 },
      },
      tx,
    );
    return presentReport(report);
  });
}

/**
 * Makes the one-page report of a patient's ECGs and therapy (COR-7) and keeps it: what it was made from as canonical JSON,
 * and the page. The time of making is one of its inputs.
 * @throws AppError `not_found`; `nothing_to_report`; `invalid_body` for a range that has not come yet or holds more ECGs than
 *   one page does; `stale_revision` where records change faster than the page is drawn
 */
export async function createReport(
  services: Services,
  actor: Actor,
  { patient_ref, body }: { patient_ref: string; body: NewReport },
): Promise<JointReport> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const request = { patient_ref, range: { from: body.from, to: body.to }, by: await authorOf(services, actor) };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const canonical = canonicalInputs(await loadInputs(actor, request));
    const kept = await keep(services, actor, request, await make(services, request, canonical));
    if (kept) return kept;
  }
  throw new AppError('stale_revision');
}
