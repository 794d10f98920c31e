import { type Actor, authorize } from '@/lib/accounts/actor';
import { type Author, authorOf } from '@/lib/accounts/author-of';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { NIGHT_BOUNDARY_HOURS } from '@/lib/therapy/domain/night';
import { rebuildAllNights } from '@/lib/therapy/rebuild-all-nights';
import { organizations } from '@/models/organization';
import { type FactOrigin, type PatientDocument, patients } from '@/models/patient';
import { type Transaction, withTransaction } from '@/models/transaction';
import { FLAG_NAMES, type Patient, type PatientEdit } from './contracts';
import { searchTokens } from './domain/search-tokens';
import { presentPatient } from './present-patient';
import { refreshPatientSummary } from './refresh-summary';

/** An empty text is no name. */
const orNull = (text: string | null) => (text === null || text === '' ? null : text);

/** Flags as edited; a flag that stays as it was keeps who entered it and when. */
function flagsOf(known: PatientDocument, edit: PatientEdit, author: Author) {
  const flags: PatientDocument['flags'] = {};
  const flag_origins: NonNullable<PatientDocument['flag_origins']> = {};
  for (const name of FLAG_NAMES) {
    const { value, date, source } = edit.flags[name];
    const origin = known.flag_origins?.[name];
    const now = { date, source: orNull(source) };
    const same =
      value === (known.flags[name] ?? 'unknown') &&
      now.date === (origin?.date ?? null) &&
      now.source === (origin?.source ?? null);
    flags[name] = value;
    if (!same) flag_origins[name] = { ...now, ...author };
    else if (origin) flag_origins[name] = origin;
  }
  return { flags, flag_origins };
}

/** A dated value as edited; unchanged it keeps who entered it and when. */
function factOf<Value>(
  known: ({ value: Value } & FactOrigin) | null | undefined,
  edit: { value: Value; date: string | null; source: string | null } | null,
  author: Author,
): ({ value: Value } & FactOrigin) | null {
  if (!edit) return null;
  const source = orNull(edit.source);
  const same = known?.value === edit.value && known.date === edit.date && known.source === source;
  return known && same ? known : { value: edit.value, date: edit.date, source, ...author };
}

/** Everything an edit sets, from what is known and what was sent. */
function changesOf(known: PatientDocument, edit: PatientEdit, author: Author) {
  const identity = {
    family_name: orNull(edit.family_name),
    given_name: orNull(edit.given_name),
    birth_date: edit.birth_date,
    sex: edit.sex,
    verified: edit.verified,
  };
  const start = edit.therapy_start;
  return {
    ...identity,
    ...flagsOf(known, edit, author),
    therapy_start: factOf(known.therapy_start, start ? { ...start, date: start.value } : null, author),
    diagnostic_ahi: factOf(known.diagnostic_ahi, edit.diagnostic_ahi, author),
    night_boundary_hour: edit.night_boundary_hour,
  };
}

type Changes = ReturnType<typeof changesOf>;

const boundaryOf = ({ night_boundary_hour = NIGHT_BOUNDARY_HOURS }: PatientDocument) => night_boundary_hour;

/** Step: nights follow another boundary hour. @returns what the trail says of it, nothing where it stays */
async function moveBoundary(
  services: Services,
  known: PatientDocument,
  changes: Changes,
  change: number,
  tx: Transaction,
): Promise<Record<string, number>> {
  const { night_boundary_hour } = changes;
  if (night_boundary_hour === boundaryOf(known)) return {};
  const setting = { organization_id: known.organization_id, change, now: services.clock.now() };
  return { night_boundary_hour, nights: await rebuildAllNights(setting, known._id, tx) };
}

/** The edited part of a patient as it stands, in the order of `changes`, for the trail's digests. */
function before(known: PatientDocument, changes: Changes) {
  const fields = Object.keys(changes) as (keyof Changes)[]; // of changes itself, all of them fields of a patient
  return {
    ...Object.fromEntries(fields.map((name) => [name, known[name] ?? null])),
    night_boundary_hour: boundaryOf(known),
  };
}

const changedNames = (earlier: Record<string, unknown>, changes: Changes) =>
  Object.entries(changes)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(earlier[name]))
    .map(([name]) => name);

async function writeEdit(
  services: Services,
  actor: Actor,
  input: { patient_ref: string; body: PatientEdit },
  author: Author,
  tx: Transaction,
): Promise<PatientDocument> {
  const { organization_id } = actor;
  const { patient_ref, body } = input;
  const scoped = patients(organization_id);
  const known = await scoped.findOne({ _id: patient_ref }, { tx });
  if (!known) throw new AppError('not_found');
  if (known.revision !== body.revision) throw new AppError('stale_revision');
  const change = await organizations.nextChange(organization_id, tx);
  const changes = changesOf(known, body, author);
  const search_tokens = searchTokens({ patient_id: known.patient_id, ...changes });
  await scoped.updateOne(
    { _id: patient_ref, revision: body.revision },
    { $set: { ...changes, search_tokens, change }, $inc: { revision: 1 } },
    { tx },
  );
  const moved = await moveBoundary(services, known, changes, change, tx);
  await refreshPatientSummary(organization_id, { ...known, ...changes }, tx);
  const earlier = before(known, changes);
  await recordEvent(
    services,
    actor,
    {
      action: 'patient.updated',
      patient_ref,
      subject: { kind: 'patient', id: patient_ref },
      before: earlier,
      after: changes,
      details: { fields: changedNames(earlier, changes).join(' '), revision: body.revision + 1, ...moved },
    },
    tx,
  );
  const updated = await scoped.findOne({ _id: patient_ref }, { tx });
  if (!updated) throw new AppError('not_found');
  return updated;
}

/**
 * Corrects what people know of a patient: identity, flags, therapy start, diagnostic AHI, boundary of nights. All of
 * it is sent; what stays the same keeps its author. The event of the change stands in the same transaction, and so do the
 * nights of another boundary.
 * @throws AppError `not_found`; `stale_revision` when somebody changed the patient since `revision` was read.
 */
export async function updatePatient(
  services: Services,
  actor: Actor,
  input: { patient_ref: string; body: PatientEdit },
): Promise<Patient> {
  authorize(actor, 'patient:write');
  const author = await authorOf(services, actor);
  return presentPatient(await withTransaction((tx) => writeEdit(services, actor, input, author, tx)));
}
