import type { ReactNode } from 'react';
import { DevicesView } from '@/components/devices/devices-view';
import { DataAsOf } from '@/components/shell/data-age';
import type { Device } from '@/lib/devices/device-contracts';
import { listDevices } from '@/lib/devices/registry/list-devices';
import { orNotFound, type PortalContext, portalContext } from '@/lib/http/next/portal-context';

const PAGE = 500;

async function allDevices({ services, actor }: PortalContext): Promise<Device[]> {
  const devices: Device[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDevices(services, actor, { limit: PAGE, cursor });
    devices.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return devices;
}

/** The list stays while one device after the other is opened beside it. */
export default async function DevicesLayout({ children }: { children: ReactNode }) {
  const context = await portalContext();
  const devices = await orNotFound(allDevices(context));
  const now = context.services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <DevicesView
        initial={devices}
        now={now}
        timeZone={context.organization.time_zone}
        mayWrite={context.actor.permissions.has('device:write')}
      >
        {children}
      </DevicesView>
    </>
  );
}
