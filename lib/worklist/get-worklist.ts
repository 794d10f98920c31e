import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { zoneOffsetMinutes } from '@/lib/client/format-time';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import type { Worklist } from './contracts';
import { nightWindow } from './domain/night-window';
import { listQuarantine } from './list-quarantine';
import { listRepeats } from './list-repeats';
import { listSilentDevices } from './list-silent-devices';
import { listUnread } from './list-unread';
import { rankTherapy } from './rank-therapy';

/**
 * What waits for somebody: unread ECGs, therapy to review, held recordings without identity, and silent devices for
 * those who may see devices. The change number is read first: everything up to it is in the lists. Looking at it leaves
 * one event per person in ten minutes, however often the page asks again.
 */
export async function getWorklist(services: Services, actor: Actor): Promise<Worklist> {
  authorize(actor, 'record:read');
  authorize(actor, 'patient:read');
  const { organization_id, permissions } = actor;
  const organization = await organizations.get(organization_id);
  if (!organization) throw new AppError('not_found');
  await recordView(services, actor, {
    action: 'worklist.viewed',
    subject: { kind: 'worklist', id: organization_id },
  });
  const now = services.clock.now();
  const window = nightWindow(now, zoneOffsetMinutes(now.toISOString(), organization.time_zone));
  const [unread, therapy, quarantine, repeats, silent_devices] = await Promise.all([
    listUnread(organization_id),
    rankTherapy(organization_id, window, now),
    listQuarantine(organization_id),
    listRepeats(organization_id),
    permissions.has('device:read') ? listSilentDevices(organization_id, now, organization.time_zone) : null,
  ]);
  return {
    change: organization.change,
    as_of: now.toISOString(),
    unread,
    therapy,
    quarantine,
    repeats,
    silent_devices,
  };
}
