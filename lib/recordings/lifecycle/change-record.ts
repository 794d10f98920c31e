import type { Actor } from '@/lib/accounts/actor';
import { type AuditAction, recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type OrganizationDocument, organizations } from '@/models/organization';
import { ecgRecords, type RecordDocument, recordsOf, therapyRecords } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import { followRecord } from './follow-record';

/** What a change of a record is given: all read within its transaction. */
export interface ChangeContext {
  services: Services;
  actor: Actor;
  organization: OrganizationDocument;
  change: number;
  now: Date;
  tx: Transaction;
}

/** What a change of a record does. */
export interface RecordChange {
  set: Partial<Omit<RecordDocument, '_id' | 'organization_id' | 'record_id' | 'version' | 'revision' | 'change'>>;
  /** Fields that are to be gone. */
  unset?: (keyof RecordDocument)[];
  action: AuditAction;
  reason?: string;
  details?: Record<string, string | number | boolean | null>;
  /** What the event keeps digests of. */
  before?: unknown;
  after?: unknown;
}

/** Step: the context of a change, with the organisation's next change number taken. */
export async function changeContext(services: Services, actor: Actor, tx: Transaction): Promise<ChangeContext> {
  const organization = await organizations.takeChange(actor.organization_id, tx);
  return { services, actor, organization, change: organization.change, now: services.clock.now(), tx };
}

/**
 * Step: the latest version of a record of either family, within the change.
 * @throws AppError `not_found`; `stale_revision` where another revision was meant
 */
export async function recordToChange(
  { organization, tx }: ChangeContext,
  name: { id: string; revision?: number | undefined; modality?: RecordDocument['modality'] | undefined },
): Promise<RecordDocument> {
  const document =
    (await ecgRecords(organization._id).findOne({ _id: name.id }, { tx })) ??
    (await therapyRecords(organization._id).findOne({ _id: name.id }, { tx }));
  if (!document || (name.modality !== undefined && document.modality !== name.modality))
    throw new AppError('not_found');
  if (document.deleted?.erasing_at) throw new AppError('not_found');
  if (name.revision !== undefined && name.revision !== document.revision) throw new AppError('stale_revision');
  return document;
}

/** Step: writes a change of a record, its event, and everything that follows from its place. @returns the record after */
export async function writeChange(
  context: ChangeContext,
  before: RecordDocument,
  { set, unset = [], action, reason, details = {}, ...digested }: RecordChange,
): Promise<RecordDocument> {
  const { services, actor, organization, change, now, tx } = context;
  const after = await recordsOf(before.modality)(organization._id).findOneAndUpdate(
    { _id: before._id, version: before.version, revision: before.revision },
    {
      $set: { ...set, change, updated_at: now },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, 1])) } : {}),
      $inc: { revision: 1 },
    },
    { tx },
  );
  if (!after) throw new AppError('stale_revision');
  const followed = await followRecord(context, before, after, tx);
  await recordEvent(
    services,
    actor,
    {
      action,
      // of the chart it leaves, or else of the one it comes to: both charts' trails must show it
      patient_ref: before.patient_ref ?? after.patient_ref,
      subject: { kind: 'record', id: before.record_id },
      ...(reason === undefined ? {} : { reason }),
      ...digested,
      details: { modality: before.modality, version: before.version, ...details },
    },
    tx,
  );
  return followed ?? after;
}

/**
 * Changes one record by a person or program in one transaction.
 * @param decide what the change is, from the record as it stands; throws where it may not be
 * @throws AppError `not_found`, `stale_revision`, and what `decide` throws
 */
export function changeRecord(
  services: Services,
  actor: Actor,
  name: { id: string; revision: number; modality?: RecordDocument['modality'] },
  decide: (document: RecordDocument, context: ChangeContext) => Promise<RecordChange>,
): Promise<RecordDocument> {
  return withTransaction(async (tx) => {
    const context = await changeContext(services, actor, tx);
    const document = await recordToChange(context, name);
    return writeChange(context, document, await decide(document, context));
  });
}
