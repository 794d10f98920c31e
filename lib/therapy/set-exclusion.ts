import { type Actor, authorize } from '@/lib/accounts/actor';
import { type Author, authorOf } from '@/lib/accounts/author-of';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { changeContext, recordToChange, writeChange } from '@/lib/recordings/lifecycle/change-record';
import type { RecordDocument } from '@/models/record';
import { type NightDocument, therapyNights } from '@/models/therapy-night';
import { withTransaction } from '@/models/transaction';
import type { Night } from './contracts';
import { withExcluded, withIncluded } from './domain/assembly/exclusions';
import type { ExclusionChange } from './exclusion-contracts';
import { presentNight } from './present-night';

/** What of a record changes: these sessions, or its day where it has none in the night. */
interface Target {
  record_id: string;
  sessions: { start: Date; end: Date }[];
}

/**
 * The sessions or days of a night that are to change: those that are not yet what they shall be. Mask-fit runs count for
 * nothing as it is.
 * @throws AppError `not_found` where there is no such session, `not_in_this_state` where nothing would change
 */
function targetsOf(night: NightDocument, { excluded, session }: ExclusionChange): Target[] {
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  const meant = session
    ? therapy.filter((one) => one.record_id === session.record_id && one.start.getTime() === Date.parse(session.start))
    : therapy;
  if (session && meant.length === 0) throw new AppError('not_found');
  const changing = meant.filter((one) => one.excluded !== excluded);
  const records = [...new Set(changing.map(({ record_id }) => record_id))];
  const targets = records.map((record_id) => ({
    record_id,
    sessions: changing.filter((one) => one.record_id === record_id),
  }));
  const silent = night.record_ids.filter((id) => !night.sessions.some(({ record_id }) => record_id === id));
  const days = session ? [] : silent.map((record_id) => ({ record_id, sessions: [] }));
  if (targets.length + days.length === 0) throw new AppError('not_in_this_state');
  return [...targets, ...days];
}

/** What a record's exclusions become; null where they stay. */
function exclusionsOf(document: RecordDocument, target: Target, body: ExclusionChange, by: Author) {
  const known = document.excluded_sessions ?? [];
  const day = target.sessions.length === 0;
  if (day && known.some(({ start }) => start === null) === body.excluded) return null;
  if (!body.excluded) return withIncluded(known, document.therapy_digest?.sessions ?? [], target.sessions);
  const { author, author_id, recorded_at } = by;
  return withExcluded(known, target.sessions, { reason: body.reason, author, author_id, excluded_at: recorded_at });
}

/**
 * Takes a session or a whole night out of every figure, or back into them (PAP-7): nights, lists and trends follow in the
 * same transaction, and each record's event says why. Sessions stay where they are, marked.
 * @throws AppError `not_found`; `stale_revision` where the night changed since it was read; `not_in_this_state` where it
 *   is so already
 */
export async function setExclusion(
  services: Services,
  actor: Actor,
  input: { id: string; body: ExclusionChange },
): Promise<Night> {
  authorize(actor, 'night:exclude');
  const { id, body } = input;
  const nights = therapyNights(actor.organization_id);
  const by = await authorOf(services, actor);
  return withTransaction(async (tx) => {
    const context = await changeContext(services, actor, tx);
    const night = await nights.findOne({ _id: id }, { tx });
    if (!night) throw new AppError('not_found');
    if (night.change !== body.change) throw new AppError('stale_revision');
    let changed = 0;
    for (const target of targetsOf(night, body)) {
      const document = await recordToChange(context, { id: target.record_id });
      const excluded_sessions = exclusionsOf(document, target, body, by);
      if (!excluded_sessions) continue;
      changed++;
      await writeChange(context, document, {
        set: { excluded_sessions },
        action: body.excluded ? 'therapy.excluded' : 'therapy.included',
        reason: body.reason,
        details: { night_id: id, sessions: target.sessions.length },
      });
    }
    if (changed === 0) throw new AppError('not_in_this_state');
    const after = await nights.findOne({ _id: id }, { tx });
    if (!after) throw new AppError('not_found');
    return presentNight(after);
  });
}
