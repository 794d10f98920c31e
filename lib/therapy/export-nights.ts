import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import { therapyNights } from '@/models/therapy-night';
import { nightsCsv } from './domain/nights-csv';
import { presentNight } from './present-night';
import { refuseBoundKeys } from './refuse-bound-keys';

/** Five years of nights: more are asked for in parts, never cut off silently. */
const MOST_NIGHTS = 1830;

/**
 * A patient's nights as CSV, oldest first, `from` in and `to` out. The export is audited before it is given.
 * @throws AppError `not_found` when there is no such patient in the actor's organisation; `invalid_query` for more nights
 *   than one file holds
 */
export async function exportNights(
  services: Services,
  actor: Actor,
  input: { patient_ref: string; from: string; to: string },
): Promise<string> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const { patient_ref, from, to } = input;
  if (!(await patients(actor.organization_id).findOne({ _id: patient_ref }))) throw new AppError('not_found');
  const documents = await therapyNights(actor.organization_id).find(
    { patient_ref, night: { $gte: from, $lt: to } },
    { sort: { night: -1 }, limit: MOST_NIGHTS + 1 },
  );
  if (documents.length > MOST_NIGHTS) {
    const detail = `More than ${MOST_NIGHTS} nights: ask for them in parts.`;
    throw new AppError('invalid_query', { faults: [{ pointer: '/from', code: 'too_many_nights', detail }] });
  }
  await recordAct(services, actor, { action: 'night.exported', patient_ref, details: { nights: documents.length } });
  return nightsCsv(documents.reverse().map(presentNight));
}
