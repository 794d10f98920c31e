import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import type { Device } from '../device-contracts';
import { periodAt } from '../domain/assignment';
import { findDevice } from './find-device';
import { presentDevice } from './present-devices';

/**
 * One device; the look is audited before it is answered, under the patient who has it.
 * @throws AppError `not_found`
 */
export async function getDevice(services: Services, actor: Actor, input: { device_ref: string }): Promise<Device> {
  authorize(actor, 'device:read');
  const document = await findDevice(actor, input.device_ref);
  await recordView(services, actor, {
    action: 'device.viewed',
    patient_ref: periodAt(document.assignments, services.clock.now())?.patient_ref ?? null,
    subject: { kind: 'device', id: document._id },
  });
  return presentDevice(services, actor, document);
}
