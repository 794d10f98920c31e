import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import { invalidCursor } from '@/lib/http/invalid-cursor';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import { therapyNights } from '@/models/therapy-night';
import type { NightPage } from './contracts';
import { presentNight } from './present-night';
import { refuseBoundKeys } from './refuse-bound-keys';

/** What nights are asked for; `from` is inclusive, `to` exclusive, both dates of nights. */
export interface NightQuery {
  patient_ref: string;
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A page ends at a night of which there is one, so its date is its place; opaque to the caller all the same. */
function decodeCursor(cursor: string): string {
  const night = Buffer.from(cursor, 'base64url').toString('utf8');
  if (DATE.test(night)) return night;
  throw invalidCursor();
}

function rangeOf({ from, to, cursor }: NightQuery): Record<string, string> {
  const before = cursor === undefined ? undefined : decodeCursor(cursor);
  const ends = [to, before].filter((night) => night !== undefined).sort((a, b) => (a < b ? -1 : 1));
  const [end] = ends;
  return { ...(from === undefined ? {} : { $gte: from }), ...(end === undefined ? {} : { $lt: end }) };
}

/**
 * A patient's nights, newest first, page by page. One audit event a page, before it is answered.
 * @throws AppError `not_found` when there is no such patient in the actor's organisation, `invalid_query`
 */
export async function listNights(services: Services, actor: Actor, input: NightQuery): Promise<NightPage> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const { patient_ref, limit } = input;
  const range = rangeOf(input);
  if (!(await patients(actor.organization_id).findOne({ _id: patient_ref }))) throw new AppError('not_found');
  const documents = await therapyNights(actor.organization_id).find(
    { patient_ref, ...(Object.keys(range).length > 0 ? { night: range } : {}) },
    { sort: { night: -1 }, limit: limit + 1 },
  );
  const page = documents.slice(0, limit);
  const last = documents.length > limit ? page.at(-1) : undefined;
  await recordAct(services, actor, { action: 'night.searched', patient_ref, details: { found: page.length } });
  return {
    data: page.map(presentNight),
    next_cursor: last ? Buffer.from(last.night).toString('base64url') : null,
  };
}
