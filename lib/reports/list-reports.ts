import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { refuseBoundKeys } from '@/lib/therapy/refuse-bound-keys';
import { jointReports } from '@/models/joint-report';
import { patients } from '@/models/patient';
import type { JointReports } from './contracts';
import { LISTED, presentReport } from './present-report';

/** One page of what belongs to a patient, newest first. */
export interface PatientPage {
  patient_ref: string;
  limit: number;
  /** The last id of the page before. */
  cursor?: string | undefined;
}

/**
 * The reports made of a patient, newest first; the look is audited once in ten minutes.
 * @throws AppError `not_found`
 */
export async function listReports(services: Services, actor: Actor, input: PatientPage): Promise<JointReports> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const { organization_id } = actor;
  const { patient_ref, limit, cursor } = input;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { projection: { _id: 1 } });
  if (!patient) throw new AppError('not_found');
  const found = await jointReports(organization_id).find(
    { patient_ref, ...(cursor === undefined ? {} : { _id: { $lt: cursor } }) },
    { sort: { _id: -1 }, limit: limit + 1, projection: LISTED },
  );
  const page = found.slice(0, limit);
  const subject = { kind: 'patient', id: patient_ref };
  await recordView(services, actor, { action: 'report.listed', patient_ref, subject });
  return {
    data: page.map(presentReport),
    next_cursor: found.length > limit ? (page.at(-1)?._id ?? null) : null,
  };
}
