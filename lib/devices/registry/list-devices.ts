import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type DeviceDocument, devices } from '@/models/device';
import type { Filter } from '@/models/plugins/queries';
import type { Device, DeviceQuery } from '../device-contracts';
import { presentDevices } from './present-devices';

/** What the store can tell; what depends on the time of day is looked at afterwards. */
function filterOf(query: DeviceQuery, after: string | undefined): Filter<DeviceDocument> {
  return {
    ...(query.kind === undefined ? {} : { kind: query.kind }),
    ...(query.device_id === undefined ? {} : { device_id: query.device_id }),
    ...(query.patient_ref === undefined ? {} : { 'assignments.patient_ref': query.patient_ref }),
    ...(after === undefined ? {} : { _id: { $gt: after } }),
  };
}

function fits(device: Device, query: DeviceQuery, now: string): boolean {
  const current = device.assignments.some(({ from, to }) => from <= now && (to === null || now < to));
  if (query.unassigned !== undefined && query.unassigned !== (!device.shared && !current)) return false;
  return query.silent === undefined || query.silent === (device.status.kind === 'silent');
}

/**
 * Devices that fit, in the order they became known, page by page. Looking at the list is audited once in ten minutes.
 */
export async function listDevices(
  services: Services,
  actor: Actor,
  input: DeviceQuery,
): Promise<{ data: Device[]; next_cursor: string | null }> {
  authorize(actor, 'device:read');
  const now = services.clock.now().toISOString();
  const data: Device[] = [];
  let after = input.cursor;
  for (;;) {
    const documents = await devices(actor.organization_id).find(filterOf(input, after), {
      sort: { _id: 1 },
      limit: input.limit + 1,
    });
    const found = await presentDevices(services, actor, documents);
    data.push(...found.filter((device) => fits(device, input, now)));
    after = documents.at(-1)?._id;
    if (documents.length <= input.limit || data.length > input.limit) break;
  }
  await recordView(services, actor, {
    action: 'device.viewed',
    subject: { kind: 'organization', id: actor.organization_id },
    details: { found: Math.min(data.length, input.limit) },
  });
  const page = data.slice(0, input.limit);
  return { data: page, next_cursor: data.length > input.limit ? (page.at(-1)?.device_ref ?? null) : null };
}
