import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { withTransaction } from '@/models/transaction';
import type { Device } from '../device-contracts';
import { presentDevice } from '../registry/present-devices';
import { type AssignmentName, findAssignment } from './find-assignment';
import { writeAssignments } from './write-assignments';

/**
 * Removes an assignment that was made by mistake; the trail keeps it. Recordings already filed stay where they are.
 * @throws AppError `not_found`, `stale_revision`
 */
export async function removeAssignment(services: Services, actor: Actor, input: AssignmentName): Promise<Device> {
  authorize(actor, 'device:write');
  const changed = await withTransaction(async (tx) => {
    const { device, assignment, others } = await findAssignment(actor, input, tx);
    const event = {
      action: 'device.assignment_removed' as const,
      patient_ref: assignment.patient_ref,
      details: { assignment: assignment.id },
    };
    return writeAssignments(services, actor, device, others, event, tx);
  });
  return presentDevice(services, actor, changed);
}
