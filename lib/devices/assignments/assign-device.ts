import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { DeviceAssignment } from '@/models/device';
import { patients } from '@/models/patient';
import { type Transaction, withTransaction } from '@/models/transaction';
import type { NewAssignment } from '../assignment-contracts';
import type { Device } from '../device-contracts';
import { findDevice } from '../registry/find-device';
import { presentDevice } from '../registry/present-devices';
import { refuseOverlap } from './refuse-overlap';
import { writeAssignments } from './write-assignments';

async function namedPatient(actor: Actor, body: NewAssignment, tx: Transaction) {
  const name = body.patient_ref === undefined ? { patient_id: body.patient_id } : { _id: body.patient_ref };
  const patient = await patients(actor.organization_id).findOne(name, { tx });
  if (!patient) throw new AppError('not_found');
  return patient;
}

/** The assignments with the open one ended at an instant; one that begins there or later is left alone. */
function endedAt(assignments: readonly DeviceAssignment[], instant: Date): DeviceAssignment[] {
  return assignments.map((one) => (one.to === null && one.from < instant ? { ...one, to: instant } : one));
}

/**
 * Assigns a device to a patient from an instant on. Recordings already filed stay where they are.
 * @throws AppError `not_found` for device or patient, `device_shared`, `assignment_overlap`
 */
export async function assignDevice(
  services: Services,
  actor: Actor,
  input: { device_ref: string; body: NewAssignment },
): Promise<Device> {
  authorize(actor, 'device:write');
  const { body } = input;
  const period = { from: new Date(body.from), to: body.to === null ? null : new Date(body.to) };
  const id = services.ids.id('asg');
  const changed = await withTransaction(async (tx) => {
    const device = await findDevice(actor, input.device_ref, tx);
    if (device.shared) throw new AppError('device_shared');
    const patient = await namedPatient(actor, body, tx);
    const others = body.end_current ? endedAt(device.assignments, period.from) : device.assignments;
    await refuseOverlap(actor, others, period, tx);
    const added = { id, patient_ref: patient._id, patient_id: patient.patient_id, ...period };
    const event = {
      action: 'device.assigned' as const,
      patient_ref: patient._id,
      details: { assignment: id, ended_current: body.end_current },
    };
    return writeAssignments(services, actor, device, [...others, added], event, tx);
  });
  return presentDevice(services, actor, changed);
}
