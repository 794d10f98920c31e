import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { DeviceAssignment, DeviceDocument } from '@/models/device';
import type { Transaction } from '@/models/transaction';
import { findDevice } from '../registry/find-device';

/** Names one assignment of a device, at the revision of the device that the caller has read. */
export interface AssignmentName {
  device_ref: string;
  assignment_id: string;
  revision: number;
}

/**
 * Step: an assignment, its device and the other assignments of the device.
 * @throws AppError `not_found`, `stale_revision`
 */
export async function findAssignment(
  actor: Actor,
  name: AssignmentName,
  tx: Transaction,
): Promise<{ device: DeviceDocument; assignment: DeviceAssignment; others: DeviceAssignment[] }> {
  const device = await findDevice(actor, name.device_ref, tx);
  const assignment = device.assignments.find(({ id }) => id === name.assignment_id);
  if (!assignment) throw new AppError('not_found');
  if (device.revision !== name.revision) throw new AppError('stale_revision');
  return { device, assignment, others: device.assignments.filter((one) => one !== assignment) };
}
