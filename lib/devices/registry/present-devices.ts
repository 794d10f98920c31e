import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { DeviceAssignment, DeviceDocument } from '@/models/device';
import { organizations } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, therapyRecords } from '@/models/record';
import type { Device, DeviceAssignmentView } from '../device-contracts';
import { inOrder } from '../domain/assignment';
import { initialsOf } from '../domain/initials';
import { deviceStatus } from '../domain/silence';

/** How many recordings of each device wait for a decision, by `device_id`; devices without any are left out. */
export async function heldByDevice(organizationId: string, deviceIds: readonly string[]): Promise<Map<string, number>> {
  const filter = { device_id: { $in: deviceIds }, status: 'quarantined' };
  const held = await Promise.all(
    [ecgRecords, therapyRecords].map((records) =>
      records(organizationId).find(filter, { projection: { device_id: 1 } }),
    ),
  );
  const counts = new Map<string, number>();
  for (const { device_id } of held.flat()) counts.set(device_id, (counts.get(device_id) ?? 0) + 1);
  return counts;
}

async function patientsOf(organizationId: string, documents: readonly DeviceDocument[]) {
  const refs = [...new Set(documents.flatMap(({ assignments }) => assignments.map(({ patient_ref }) => patient_ref)))];
  const found = refs.length > 0 ? await patients(organizationId).find({ _id: { $in: refs } }) : [];
  return new Map(found.map((patient) => [patient._id, patient]));
}

function presentAssignment(
  assignment: DeviceAssignment,
  patient: PatientDocument | undefined,
  maySeePatients: boolean,
): DeviceAssignmentView {
  const { family_name = null, given_name = null } = patient ?? {};
  return {
    id: assignment.id,
    patient_ref: assignment.patient_ref,
    initials: initialsOf({ family_name, given_name }),
    patient: maySeePatients && patient ? { patient_id: patient.patient_id, family_name, given_name } : null,
    from: assignment.from.toISOString(),
    to: assignment.to?.toISOString() ?? null,
  };
}

/**
 * Step: devices as they go over the wire. Whoever may not read patients gets their initials and nothing else.
 * @throws AppError `not_found` when the organisation is gone.
 */
export async function presentDevices(
  services: Services,
  actor: Actor,
  documents: readonly DeviceDocument[],
): Promise<Device[]> {
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_found');
  const [known, held] = await Promise.all([
    patientsOf(actor.organization_id, documents),
    heldByDevice(
      actor.organization_id,
      documents.map(({ device_id }) => device_id),
    ),
  ]);
  const now = services.clock.now();
  const maySeePatients = actor.permissions.has('patient:read');
  return documents.map(({ _id, organization_id: _organization, assignments, last_seen_at, created_at, ...device }) => ({
    device_ref: _id,
    ...device,
    assignments: inOrder(assignments).map((one) => presentAssignment(one, known.get(one.patient_ref), maySeePatients)),
    status: deviceStatus(
      { ...device, assignments, last_seen_at, created_at },
      now,
      device.time_zone ?? organization.time_zone,
    ),
    last_seen_at: last_seen_at?.toISOString() ?? null,
    quarantined: held.get(device.device_id) ?? 0,
    created_at: created_at.toISOString(),
  }));
}

/** Step: one device as it goes over the wire. */
export async function presentDevice(services: Services, actor: Actor, document: DeviceDocument): Promise<Device> {
  const [device] = await presentDevices(services, actor, [document]);
  if (!device) throw new Error('one device was given');
  return device;
}
