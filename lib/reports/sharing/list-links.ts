import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import { shareLinks } from '@/models/share-link';
import type { ReportLinks } from '../link-contracts';
import type { PatientPage } from '../list-reports';
import { presentLink } from './present-link';

/**
 * The links made to reports of a patient, newest first, also those that are over; the look is audited once in ten minutes.
 * @throws AppError `not_found`
 */
export async function listLinks(services: Services, actor: Actor, input: PatientPage): Promise<ReportLinks> {
  authorize(actor, 'report:share');
  const { organization_id } = actor;
  const { patient_ref, limit, cursor } = input;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { projection: { _id: 1 } });
  if (!patient) throw new AppError('not_found');
  const found = await shareLinks(organization_id).find(
    { patient_ref, ...(cursor === undefined ? {} : { _id: { $lt: cursor } }) },
    { sort: { _id: -1 }, limit: limit + 1 },
  );
  const page = found.slice(0, limit);
  const subject = { kind: 'patient', id: patient_ref };
  await recordView(services, actor, { action: 'report.listed', patient_ref, subject });
  const now = services.clock.now();
  return {
    data: page.map((link) => presentLink(link, now)),
    next_cursor: found.length > limit ? (page.at(-1)?._id ?? null) : null,
  };
}
