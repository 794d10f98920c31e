import { type Actor, authorize } from '@/lib/accounts/actor';
import { type Author, authorOf } from '@/lib/accounts/author-of';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type ClockOffsetDocument, clockOffsets } from '@/models/clock-offset';
import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { type Transaction, withTransaction } from '@/models/transaction';
import type { ClockChange, ClockOffsets } from './clock-contracts';
import { relinkAll } from './link-records';
import { presentOffset } from './present-offset';

interface AlignSetting {
  services: Services;
  actor: Actor;
  patient_ref: string;
  body: ClockChange;
  by: Author;
  tx: Transaction;
}

/**
 * The night an alignment was determined on.
 * @throws AppError `not_found` where patient, night or a record of either device is not there
 */
async function nightOf({ actor, patient_ref, body, tx }: AlignSetting): Promise<string> {
  const { organization_id } = actor;
  const { night_id, ecg_device_id, therapy_device_id } = body;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { projection: { _id: 1 }, tx });
  const night = await therapyNights(organization_id).findOne({ _id: night_id, patient_ref }, { tx });
  const of = { patient_ref, device_id: ecg_device_id, status: 'stored' };
  const ecg = await ecgRecords(organization_id).findOne(of, { projection: { _id: 1 }, tx });
  const known = night?.devices.some(({ device_id }) => device_id === therapy_device_id);
  if (!patient || !night || !ecg || !known) throw new AppError('not_found');
  return night.night;
}

/** @throws AppError `stale_revision` where another revision was meant, `not_in_this_state` where there is nothing to take back */
async function writeOffset(
  { services, actor, patient_ref, body, by, tx }: AlignSetting,
  night: string,
  change: number,
): Promise<{ before: ClockOffsetDocument | null; id: string; revision: number }> {
  const { ecg_device_id, therapy_device_id, alignment, reason } = body;
  const scoped = clockOffsets(actor.organization_id);
  const before = await scoped.findOne({ patient_ref, ecg_device_id, therapy_device_id }, { tx });
  if (body.revision !== (before?.revision ?? 0)) throw new AppError('stale_revision');
  const revision = body.revision + 1;
  if (alignment === null) {
    if (!before) throw new AppError('not_in_this_state');
    await scoped.deleteOne({ _id: before._id }, { tx });
    return { before, id: before._id, revision };
  }
  const { author, author_id, recorded_at: set_at } = by;
  const document = {
    _id: before?._id ?? services.ids.id('clk'),
    ...{ patient_ref, ecg_device_id, therapy_device_id, ...alignment, night },
    ...{ reason, author, author_id, set_at, revision, change },
  };
  if (before) await scoped.replaceOne({ _id: before._id, revision: before.revision }, document, { tx });
  else await scoped.insert(document, { tx });
  return { before, id: document._id, revision };
}

async function align(setting: AlignSetting): Promise<ClockOffsets> {
  const { services, actor, patient_ref, body, by, tx } = setting;
  const { organization_id } = actor;
  const night = await nightOf(setting);
  const change = await organizations.nextChange(organization_id, tx);
  const { before, id, revision } = await writeOffset(setting, night, change);
  const links = await relinkAll({ organization_id, change, now: by.recorded_at }, patient_ref, tx);
  const { alignment, night_id, reason } = body;
  await recordEvent(
    services,
    actor,
    {
      action: alignment ? 'clock.aligned' : 'clock.unaligned',
      patient_ref,
      subject: { kind: 'night', id: night_id },
      reason,
      before: before && presentOffset(before),
      after: alignment,
      details: {
        offset_ms: alignment?.offset_ms ?? null,
        uncertainty_ms: alignment?.uncertainty_ms ?? null,
        method: alignment?.method ?? null,
        offset_ms_before: before?.offset_ms ?? null,
        ...{ alignment_id: id, links, revision },
      },
    },
    tx,
  );
  const all = await clockOffsets(organization_id).find({ patient_ref }, { tx });
  return { data: all.map(presentOffset), next_cursor: null };
}

/**
 * Aligns the clocks of an ECG device and a therapy device for one patient, or takes it back (COR-3). The patient's ECGs
 * are linked again by it, and the event says what was set and how many links changed, all in one transaction.
 * @throws AppError `not_found`; `stale_revision`; `not_in_this_state` where there is no alignment to take back
 */
export async function alignClocks(
  services: Services,
  actor: Actor,
  input: { patient_ref: string; body: ClockChange },
): Promise<ClockOffsets> {
  authorize(actor, 'clock:align');
  const by = await authorOf(services, actor);
  const { patient_ref, body } = input;
  return withTransaction((tx) => align({ services, actor, patient_ref, body, by, tx }));
}
