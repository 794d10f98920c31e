import { jointReports } from '@/models/joint-report';
import { shareLinks } from '@/models/share-link';
import type { Transaction } from '@/models/transaction';

const ID = { _id: 1 } as const;

async function endLinks(organizationId: string, report_id: string, now: Date, tx: Transaction): Promise<void> {
  const links = shareLinks(organizationId);
  for (const { _id } of await links.find({ report_id, withdrawn_at: null }, { projection: ID, tx }))
    await links.updateOne({ _id }, { $set: { withdrawn_at: now } }, { tx });
}

/**
 * Step: withdraws every report a record has a part in, and ends its links: the record is no longer this patient's, or not to
 * be shown. Run in the transaction of the change; bringing the record back brings no report back.
 */
export async function withdrawReports(
  { organization_id, now }: { organization_id: string; now: Date },
  record_id: string,
  tx: Transaction,
): Promise<void> {
  const reports = jointReports(organization_id);
  for (const { _id } of await reports.find({ record_ids: record_id, withdrawn_at: null }, { projection: ID, tx })) {
    await reports.updateOne({ _id }, { $set: { withdrawn_at: now } }, { tx });
    await endLinks(organization_id, _id, now, tx);
  }
}

/**
 * Step: erases every report a record has a part in, as it holds what the record said. Links stay, over and without anything
 * to open: they are the account of who was given what. Run in the transaction that erases the record.
 */
export async function eraseReports(
  { organization_id, now }: { organization_id: string; now: Date },
  record_id: string,
  tx: Transaction,
): Promise<void> {
  const reports = jointReports(organization_id);
  for (const { _id } of await reports.find({ record_ids: record_id }, { projection: ID, tx })) {
    await endLinks(organization_id, _id, now, tx);
    await reports.deleteOne({ _id }, { tx });
  }
}
