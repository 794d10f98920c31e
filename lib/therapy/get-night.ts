import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { readNightEcgs } from '@/lib/correlation/read-night-ecgs';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { presentRecord } from '@/lib/recordings/present-record';
import { therapyRecords } from '@/models/record';
import { type NightDocument, therapyNights } from '@/models/therapy-night';
import type { Night } from './contracts';
import { presentNight } from './present-night';
import { refuseBoundKeys } from './refuse-bound-keys';

/** A night with the records it is made of, the ECGs that link to it, and the patient's nights before and after it. */
export interface NightPageData {
  night: Night;
  records: Recording[];
  ecgs: NightEcg[];
  previous_id: string | null;
  next_id: string | null;
}

async function neighbour(night: NightDocument, direction: '$lt' | '$gt'): Promise<string | null> {
  const found = await therapyNights(night.organization_id).find(
    { patient_ref: night.patient_ref, night: { [direction]: night.night } },
    { sort: { night: direction === '$lt' ? -1 : 1 }, limit: 1, projection: { _id: 1 } },
  );
  return found[0]?._id ?? null;
}

/**
 * One night; the look is audited before it is answered.
 * @throws AppError `not_found` when it is not there, or of another organisation: they look alike
 */
export async function getNight(services: Services, actor: Actor, input: { id: string }): Promise<NightPageData> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const night = await therapyNights(actor.organization_id).findOne({ _id: input.id });
  if (!night) throw new AppError('not_found');
  const [records, ecgs, previous_id, next_id] = await Promise.all([
    therapyRecords(actor.organization_id).find({ _id: { $in: night.record_ids }, patient_ref: night.patient_ref }),
    readNightEcgs(night),
    neighbour(night, '$lt'),
    neighbour(night, '$gt'),
  ]);
  await recordView(services, actor, {
    action: 'night.viewed',
    patient_ref: night.patient_ref,
    subject: { kind: 'night', id: night._id },
  });
  const ordered = [...records].sort((a, b) => a.recording_date.getTime() - b.recording_date.getTime());
  return {
    night: presentNight(night),
    records: ordered.map((record) => presentRecord(record)),
    ...{ ecgs, previous_id, next_id },
  };
}
