import { devices } from '@/models/device';
import type { OrganizationDocument } from '@/models/organization';
import type { KnownZones } from './domain/device-time';
import type { Registry } from './prepare-upload';

async function zonesOf(
  organization: OrganizationDocument,
  deviceId: string,
  requestZone: string | undefined,
): Promise<KnownZones> {
  const device = await devices(organization._id).findOne({ device_id: deviceId });
  return { request: requestZone, device: device?.time_zone ?? undefined, organization: organization.time_zone };
}

/** The one device with a serial number; a number that several have tells nothing. */
async function deviceOfSerial(organization: OrganizationDocument, serial: string): Promise<string | null> {
  const [only, second] = await devices(organization._id).find({ serial }, { limit: 2 });
  return only && !second ? only.device_id : null;
}

/** What an organisation's devices tell whoever reads an upload. */
export function registryOf(organization: OrganizationDocument): Registry {
  return {
    zonesFor: (deviceId, zone) => zonesOf(organization, deviceId, zone),
    deviceOf: (serial) => deviceOfSerial(organization, serial),
  };
}
