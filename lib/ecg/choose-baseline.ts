import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import { users } from '@/models/user';
import { presentBaseline } from './baseline';
import type { BaselineEdit, ChosenBaseline } from './comparison-contracts';

interface Choice {
  patient_ref: string;
  body: BaselineEdit;
}

async function checkEcg(actor: Actor, patient_ref: string, record_id: string, tx: Transaction): Promise<void> {
  const ecg = await ecgRecords(actor.organization_id).findOne(
    { _id: record_id, patient_ref, status: 'stored' },
    { tx },
  );
  if (ecg) return;
  throw new AppError('invalid_body', {
    faults: [{ pointer: '/record_id', code: 'unknown_ecg', detail: 'This is no stored ECG of this patient.' }],
  });
}

async function writeChoice(
  services: Services,
  actor: Actor,
  { patient_ref, body: { record_id, revision } }: Choice,
  baseline_ecg: PatientDocument['baseline_ecg'],
  tx: Transaction,
): Promise<ChosenBaseline> {
  const scoped = patients(actor.organization_id);
  const known = await scoped.findOne({ _id: patient_ref }, { tx });
  if (!known) throw new AppError('not_found');
  if (known.revision !== revision) throw new AppError('stale_revision');
  if (record_id !== null) await checkEcg(actor, patient_ref, record_id, tx);
  const change = await organizations.nextChange(actor.organization_id, tx);
  await scoped.updateOne(
    { _id: patient_ref, revision },
    { $set: { baseline_ecg, change }, $inc: { revision: 1 } },
    { tx },
  );
  await recordEvent(
    services,
    actor,
    {
      action: 'patient.baseline_chosen',
      patient_ref,
      subject: { kind: 'patient', id: patient_ref },
      before: { baseline_ecg: known.baseline_ecg?.value ?? null },
      after: { baseline_ecg: record_id },
      details: { record_id, revision: revision + 1 },
    },
    tx,
  );
  return { baseline: presentBaseline({ baseline_ecg }), revision: revision + 1 };
}

/**
 * Chooses the ECG a patient's others are compared with, or none; who and when is kept beside it. The event stands in the
 * same transaction.
 * @throws AppError `not_found`; `stale_revision` when somebody changed the patient since; `invalid_body` where the ECG is
 * not a stored one of this patient
 */
export async function chooseBaseline(services: Services, actor: Actor, input: Choice): Promise<ChosenBaseline> {
  authorize(actor, 'patient:write');
  const { record_id } = input.body;
  const user = actor.kind === 'user' ? await users.byId(actor.user_id) : null;
  const baseline =
    record_id === null
      ? null
      : {
          value: record_id,
          date: null,
          source: null,
          author: user?.name ?? (actor.kind === 'key' ? 'API key' : null),
          author_id: actorId(actor),
          recorded_at: services.clock.now(),
        };
  return withTransaction((tx) => writeChoice(services, actor, input, baseline, tx));
}
