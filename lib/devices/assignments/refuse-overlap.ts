import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { DeviceAssignment } from '@/models/device';
import { patients } from '@/models/patient';
import type { Transaction } from '@/models/transaction';
import { overlapping, type Period } from '../domain/assignment';
import { initialsOf } from '../domain/initials';

/**
 * Step: makes sure that nobody else has the device in the wanted time. The refusal tells the other patient's initials
 * and nothing more of them.
 * @throws AppError `assignment_overlap`
 */
export async function refuseOverlap(
  actor: Actor,
  others: readonly DeviceAssignment[],
  wanted: Period,
  tx: Transaction,
): Promise<void> {
  const other = overlapping(others, wanted);
  if (!other) return;
  const patient = await patients(actor.organization_id).findOne({ _id: other.patient_ref }, { tx });
  const initials = patient && initialsOf(patient);
  const detail = initials ? `${initials} has the device in that time.` : 'Another patient has the device in that time.';
  throw new AppError('assignment_overlap', { faults: [{ pointer: '/from', code: 'overlap', detail }] });
}
