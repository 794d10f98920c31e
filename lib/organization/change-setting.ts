import type { Actor } from '@/lib/accounts/actor';
import { type AuditAction, recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type OrganizationDocument, organizations, type SettingName } from '@/models/organization';
import { withTransaction } from '@/models/transaction';

type Setting<Name extends SettingName> = NonNullable<OrganizationDocument[Name]>;

interface SettingChange<Name extends SettingName> {
  name: Name;
  /** What holds now, also where nobody has decided. */
  current: (organization: OrganizationDocument) => Setting<Name>;
  /** What is to hold, on the revision that was read. */
  next: Setting<Name>;
  action: AuditAction;
  details: Record<string, string | number | boolean | null>;
}

/**
 * Step: replaces a setting of the actor's organisation on the revision that was read, with its event.
 * @returns the setting with its new revision
 * @throws AppError `stale_revision`
 */
export async function changeSetting<Name extends SettingName>(
  services: Services,
  actor: Actor,
  { name, current, next, action, details }: SettingChange<Name>,
): Promise<Setting<Name>> {
  const id = actor.organization_id;
  return withTransaction(async (tx) => {
    const organization = await organizations.get(id, tx);
    if (!organization) throw new AppError('not_permitted');
    const before = current(organization);
    if (before.revision !== next.revision) throw new AppError('stale_revision');
    const after = { ...next, revision: next.revision + 1 };
    await organizations.set(id, name, after, tx);
    await recordEvent(services, actor, { action, subject: { kind: 'organization', id }, before, after, details }, tx);
    return after;
  });
}
