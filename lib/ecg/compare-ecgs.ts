import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { loadRecord } from '@/lib/recordings/load-record';
import { presenterFor } from '@/lib/recordings/present-record';
import { patients } from '@/models/patient';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { presentBaseline } from './baseline';
import type { ComparedWith, EcgChoice, EcgComparison } from './comparison-contracts';

/** Names what to compare: one ECG, and another by id, or the previous one, or the baseline. */
export interface ComparisonQuery {
  id: string;
  with: Exclude<ComparedWith, 'named'> | { id: string };
}

/** More than one would choose from; older ones are reached by their own page. */
const MAX_CHOICES = 500;
const NEWEST_FIRST = { recording_date: -1, _id: -1 } as const;
const CHOICE_FIELDS = {
  recording_date: 1,
  'reading.state': 1,
  'measurements.heart_rate_bpm': 1,
  'channels.name': 1,
  'channels.kind': 1,
} as const;

type Attributed = RecordDocument & { patient_ref: string };

/** A stored ECG that belongs to a patient; one that is held or deleted is not compared with anybody's. */
async function loadEcg(actor: Actor, id: string): Promise<Attributed> {
  const { document } = await loadRecord(actor, { modality: 'ecg', id });
  const { patient_ref } = document;
  if (document.status !== 'stored' || patient_ref === null) throw new AppError('not_found');
  return { ...document, patient_ref };
}

function ecgsOf(actor: Actor, patient_ref: string) {
  const ofOneDevice = actor.kind === 'key' && actor.device_id !== null ? { device_id: actor.device_id } : {};
  return { patient_ref, status: 'stored' as const, ...ofOneDevice };
}

/**
 * The ECG before this one that can be laid over it: the latest with all of its leads. Where no earlier one has them
 * (a strip between two 12-lead ECGs has not), simply the latest before it.
 */
async function previousOf(actor: Actor, { _id, patient_ref, recording_date, channels }: Attributed) {
  const before = { $or: [{ recording_date: { $lt: recording_date } }, { recording_date, _id: { $lt: _id } }] };
  const leads = channels.filter(({ kind }) => kind === 'rhythm').map(({ name }) => name);
  const latest = async (like: object) => {
    const filter = { ...ecgsOf(actor, patient_ref), ...before, ...like };
    const [found] = await ecgRecords(actor.organization_id).find(filter, { sort: NEWEST_FIRST, limit: 1 });
    return found ?? null;
  };
  return (leads.length > 0 ? await latest({ 'channels.name': { $all: leads } }) : null) ?? (await latest({}));
}

async function choicesOf(actor: Actor, patient_ref: string): Promise<EcgChoice[]> {
  const found = await ecgRecords(actor.organization_id).find(ecgsOf(actor, patient_ref), {
    sort: NEWEST_FIRST,
    limit: MAX_CHOICES,
    projection: CHOICE_FIELDS,
  });
  return found.map((document) => ({
    id: document._id,
    recording_date: document.recording_date.toISOString(),
    reading_state: document.reading.state,
    heart_rate_bpm: document.measurements?.heart_rate_bpm ?? null,
    lead_count: new Set(document.channels.filter(({ kind }) => kind === 'rhythm').map(({ name }) => name)).size,
  }));
}

/** The baseline's record; null where it is the ECG itself, was deleted or belongs to another patient now. */
async function baselineOf(actor: Actor, recording: Attributed, baseline_id: string | undefined) {
  if (baseline_id === undefined || baseline_id === recording._id) return null;
  const [found] = await ecgRecords(actor.organization_id).find(
    { _id: baseline_id, ...ecgsOf(actor, recording.patient_ref) },
    { limit: 1 },
  );
  return found ?? null;
}

async function namedOther(actor: Actor, recording: Attributed, id: string): Promise<RecordDocument> {
  const other = await loadEcg(actor, id);
  // another patient's ECG looks like none at all, and an ECG is not compared with itself
  if (other.patient_ref !== recording.patient_ref || other._id === recording._id) throw new AppError('not_found');
  return other;
}

/**
 * Two ECGs of one patient at their latest versions, with the patient's others to choose from. Looking at each of the two is
 * audited before they are answered.
 * @throws AppError `not_found` where one of them is missing, held, deleted, not for this actor, or of another patient
 */
export async function compareEcgs(services: Services, actor: Actor, input: ComparisonQuery): Promise<EcgComparison> {
  authorize(actor, 'record:read');
  const recording = await loadEcg(actor, input.id);
  const patient = await patients(actor.organization_id).findOne({ _id: recording.patient_ref });
  if (!patient) throw new AppError('not_found');
  const [other, choices] = await Promise.all([
    typeof input.with === 'object'
      ? namedOther(actor, recording, input.with.id)
      : input.with === 'baseline'
        ? baselineOf(actor, recording, patient.baseline_ecg?.value)
        : previousOf(actor, recording),
    choicesOf(actor, recording.patient_ref),
  ]);
  for (const seen of other ? [recording, other] : [recording])
    await recordView(services, actor, {
      action: 'record.viewed',
      patient_ref: recording.patient_ref,
      subject: { kind: 'record', id: seen.record_id },
      details: { version: seen.version },
    });
  const present = await presenterFor(actor);
  return {
    recording: present(recording),
    other: other && present(other),
    with: typeof input.with === 'object' ? 'named' : input.with,
    baseline: presentBaseline(patient),
    patient_revision: patient.revision,
    choices,
  };
}
