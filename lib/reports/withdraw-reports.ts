import type { Actor } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type JointReportDocument, jointReports } from '@/models/joint-report';
import { shareLinks } from '@/models/share-link';
import type { Transaction } from '@/models/transaction';

const LINK_FIELDS = { _id: 1 } as const;
const REPORT_FIELDS = { _id: 1, patient_ref: 1 } as const;

/** The change that takes a record away from its reports, and whose it is. */
interface RecordLeaves {
  services: Services;
  actor: Actor;
  now: Date;
}

/** @returns how many links it ended; those that had been ended with their report before are not counted again */
async function endLinks(organizationId: string, report_id: string, now: Date, tx: Transaction): Promise<number> {
  const links = shareLinks(organizationId);
  const found = await links.find({ report_id, withdrawn_at: null }, { projection: LINK_FIELDS, tx });
  for (const { _id } of found) await links.updateOne({ _id }, { $set: { withdrawn_at: now } }, { tx });
  return found.length;
}

/** Ends the links of a report and notes on its patient's trail what became of it, and by which record. */
async function endReport(
  { services, actor, now }: RecordLeaves,
  action: 'report.withdrawn' | 'report.erased',
  { _id: id, patient_ref }: Pick<JointReportDocument, keyof typeof REPORT_FIELDS>,
  record_id: string,
  tx: Transaction,
): Promise<void> {
  const links_ended = await endLinks(actor.organization_id, id, now, tx);
  const details = { record: record_id, links_ended };
  await recordEvent(services, actor, { action, patient_ref, subject: { kind: 'report', id }, details }, tx);
}

/**
 * Step: withdraws every report a record has a part in, and ends its links: the record is no longer this patient's, or not to
 * be shown. Each leaves an event of its own. Run in the transaction of the change; bringing the record back brings no
 * report back.
 */
export async function withdrawReports(leaves: RecordLeaves, record_id: string, tx: Transaction): Promise<void> {
  const reports = jointReports(leaves.actor.organization_id);
  const made = { record_ids: record_id, withdrawn_at: null };
  for (const report of await reports.find(made, { projection: REPORT_FIELDS, tx })) {
    await reports.updateOne({ _id: report._id }, { $set: { withdrawn_at: leaves.now } }, { tx });
    await endReport(leaves, 'report.withdrawn', report, record_id, tx);
  }
}

/**
 * Step: erases every report a record has a part in, as it holds what the record said. Each leaves an event of its own. Links
 * stay, over and without anything to open: they are the account of who was given what. Run in the transaction that erases
 * the record.
 */
export async function eraseReports(leaves: RecordLeaves, record_id: string, tx: Transaction): Promise<void> {
  const reports = jointReports(leaves.actor.organization_id);
  for (const report of await reports.find({ record_ids: record_id }, { projection: REPORT_FIELDS, tx })) {
    await endReport(leaves, 'report.erased', report, record_id, tx);
    await reports.deleteOne({ _id: report._id }, { tx });
  }
}
