import type { Metadata } from 'next';
import { DeviceDetail } from '@/components/devices/detail/device-detail';
import { listKeys } from '@/lib/devices/list-keys';
import { getDevice } from '@/lib/devices/registry/get-device';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';

export const metadata: Metadata = { title: 'Device' };

export default async function DevicePage({ params }: { params: Promise<{ device_ref: string }> }) {
  const { device_ref } = await params;
  const { services, actor, organization } = await portalContext();
  const device = await orNotFound(getDevice(services, actor, { device_ref }));
  const keys = actor.permissions.has('key:write') ? await listKeys(services, actor, { device_ref }) : null;
  return (
    <DeviceDetail
      key={device_ref}
      initial={device}
      keys={keys?.data ?? null}
      now={services.clock.now().toISOString()}
      timeZone={organization.time_zone}
      mayWrite={actor.permissions.has('device:write')}
    />
  );
}
