import type { Actor } from '@/lib/accounts/actor';
import { type AuditFacts, recordEvent } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type DeviceAssignment, type DeviceDocument, devices } from '@/models/device';
import type { Transaction } from '@/models/transaction';
import { inOrder } from '../domain/assignment';

/**
 * Step: puts the assignments of a device in the place of its old ones, with the event that says so. Uploads and other
 * changes of the same device conflict with it and are repeated, so that what was checked still holds.
 */
export async function writeAssignments(
  services: Services,
  actor: Actor,
  device: DeviceDocument,
  assignments: readonly DeviceAssignment[],
  event: Pick<AuditFacts, 'action' | 'patient_ref' | 'details'>,
  tx: Transaction,
): Promise<DeviceDocument> {
  const after = { ...device, assignments: inOrder(assignments), revision: device.revision + 1 };
  await devices(actor.organization_id).updateOne(
    { _id: device._id },
    { $set: { assignments: after.assignments, revision: after.revision } },
    { tx },
  );
  await recordEvent(
    services,
    actor,
    {
      ...event,
      subject: { kind: 'device', id: device._id },
      before: device.assignments,
      after: after.assignments,
    },
    tx,
  );
  return after;
}
