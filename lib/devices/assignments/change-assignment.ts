import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { withTransaction } from '@/models/transaction';
import type { AssignmentChange } from '../assignment-contracts';
import type { Device } from '../device-contracts';
import { presentDevice } from '../registry/present-devices';
import { findAssignment } from './find-assignment';
import { refuseOverlap } from './refuse-overlap';
import { writeAssignments } from './write-assignments';

/**
 * Ends an assignment or corrects its times. Recordings already filed stay where they are.
 * @throws AppError `not_found`, `stale_revision`, `assignment_overlap`
 */
export async function changeAssignment(
  services: Services,
  actor: Actor,
  input: { device_ref: string; assignment_id: string; body: AssignmentChange },
): Promise<Device> {
  authorize(actor, 'device:write');
  const { from, to, revision } = input.body;
  const period = { from: new Date(from), to: to === null ? null : new Date(to) };
  const changed = await withTransaction(async (tx) => {
    const { device, assignment, others } = await findAssignment(actor, { ...input, revision }, tx);
    await refuseOverlap(actor, others, period, tx);
    const event = {
      action: 'device.assignment_changed' as const,
      patient_ref: assignment.patient_ref,
      details: { assignment: assignment.id },
    };
    return writeAssignments(services, actor, device, [...others, { ...assignment, ...period }], event, tx);
  });
  return presentDevice(services, actor, changed);
}
