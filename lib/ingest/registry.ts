import { devices } from '@/models/device';
import type { OrganizationDocument } from '@/models/organization';
import type { KnownZones } from './domain/device-time';
import type { Registry, SaidZone } from './prepare-upload';

async function zonesOf(organization: OrganizationDocument, deviceId: string, said: SaidZone): Promise<KnownZones> {
  const device = await devices(organization._id).findOne({ device_id: deviceId });
  // where the registry does not know the device's site, the upload that brings the device along may name it
  const site = device ? device.site : said.site;
  return {
    request: said.timezone,
    device: device?.time_zone ?? undefined,
    site: organization.sites?.sites.find(({ name }) => name === site)?.time_zone,
    organization: organization.time_zone,
  };
}

/** The one device with a serial number; a number that several have tells nothing. */
async function deviceOfSerial(organization: OrganizationDocument, serial: string): Promise<string | null> {
  const [only, second] = await devices(organization._id).find({ serial }, { limit: 2 });
  return only && !second ? only.device_id : null;
}

/** What an organisation's devices tell whoever reads an upload. */
export function registryOf(organization: OrganizationDocument): Registry {
  return {
    zonesFor: (deviceId, said) => zonesOf(organization, deviceId, said),
    deviceOf: (serial) => deviceOfSerial(organization, serial),
  };
}
