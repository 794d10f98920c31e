import { AppError } from '@/lib/errors/app-error';
import { devices } from '@/models/device';
import { organizations } from '@/models/organization';
import type { KnownZones } from './domain/device-time';
import type { Registry, SaidZone } from './prepare-upload';

async function zonesOf(organizationId: string, deviceId: string, said: SaidZone): Promise<KnownZones> {
  const organization = await organizations.get(organizationId);
  if (!organization) throw new AppError('not_found');
  const device = await devices(organizationId).findOne({ device_id: deviceId });
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
async function deviceOfSerial(organizationId: string, serial: string): Promise<string | null> {
  const [only, second] = await devices(organizationId).find({ serial }, { limit: 2 });
  return only && !second ? only.device_id : null;
}

/** What an organisation's devices tell whoever reads an upload. */
export function registryOf(organizationId: string): Registry {
  return {
    zonesFor: (deviceId, said) => zonesOf(organizationId, deviceId, said),
    deviceOf: (serial) => deviceOfSerial(organizationId, serial),
  };
}
