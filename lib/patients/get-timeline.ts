import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { showsComputed } from '@/lib/computed-values/computed-values-of';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { sentValuesOf } from '@/lib/recordings/sent-values';
import { patients } from '@/models/patient';
import type { Filter } from '@/models/plugins/queries';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';
import { type NightDocument, therapyNights } from '@/models/therapy-night';
import { presentTimelineNight, TIMELINE_VALUES } from './present-timeline-night';
import type { Timeline, TimelineEcg } from './timeline-contracts';

/** Five years and a half of nights; twice what one would read of ECGs. */
const MAX_NIGHTS = 2000;
const MAX_ECGS = 1000;

const ECG_FIELDS = {
  recording_date: 1,
  status: 1,
  priority: 1,
  'reading.state': 1,
  'reading.statement': 1,
  'measurements.heart_rate_bpm': 1,
  utc_offset_minutes: 1,
  duration_ms: 1,
  'measurements.qt_ms': 1,
  'measurements.qtc_ms': 1,
  'measurements.qtc_formula': 1,
  'channels.name': 1,
  'channels.kind': 1,
  statements: 1,
  'derived.heart_rate_bpm': 1,
  'derived.qtc_ms': 1,
  'derived.rhythm.af_suspected': 1,
  'derived.measured_ms': 1,
  'derived.fibrillation.suspected_ms': 1,
  'derived.fibrillation.judged_ms': 1,
  'device.model': 1,
  device_id: 1,
  link: 1,
} as const;

const NIGHT_FIELDS = {
  night: 1,
  start: 1,
  end: 1,
  'sessions.record_id': 1,
  'sessions.modality': 1,
  'sessions.device_id': 1,
  mode: 1,
  settings: 1,
  mask: 1,
  leak_type: 1,
  excluded: 1,
  'sessions.excluded': 1,
  with_excluded: 1,
  'devices.device_id': 1,
  'devices.model': 1,
  'devices.firmware': 1,
  ...Object.fromEntries(
    TIMELINE_VALUES.flatMap((name) => [[name, 1 as const] as const, [`device_reported.${name}`, 1 as const] as const]),
  ),
} as const;

function computedOf({ derived }: RecordDocument): TimelineEcg['computed'] {
  if (!derived) return null;
  const { heart_rate_bpm, qtc_ms, rhythm, measured_ms } = derived;
  // an ECG measured by an older version has none
  const { suspected_ms, judged_ms } = derived.fibrillation ?? {};
  return {
    ...{ heart_rate_bpm, qtc_ms, af_suspected: rhythm.af_suspected, measured_ms: measured_ms ?? 0 },
    fibrillation: suspected_ms === undefined || judged_ms === undefined ? null : { suspected_ms, judged_ms },
  };
}

/**
 * @param linked whether the reader may know of nights
 * @param computed whether the organisation shows computed values
 */
function presentEcg(document: RecordDocument, linked: boolean, computed: boolean): TimelineEcg {
  const leads = document.channels.filter((channel) => channel.kind === 'rhythm').map((channel) => channel.name);
  return {
    id: document._id,
    recording_date: document.recording_date.toISOString(),
    status: document.status,
    priority: document.priority,
    reading_state: document.reading.state,
    utc_offset_minutes: document.utc_offset_minutes,
    duration_ms: document.duration_ms,
    ...sentValuesOf(document),
    lead_count: new Set(leads).size,
    reader_statement: isFinal(document.reading.state) ? (document.reading.statement ?? null) : null,
    computed: computed ? computedOf(document) : null,
    device: document.device?.model ?? document.device_id,
    link: linked ? (document.link ?? null) : null,
  };
}

function within(field: 'recording_date' | 'start', from: Date | undefined, to: Date | undefined) {
  if (!from && !to) return {};
  return { [field]: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } };
}

const DAY_MS = 86_400_000;
const dateOf = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** Nights by the index of their dates; a night's date is within two days of its start, whatever zone and boundary. */
function nightFilter(patient_ref: string, from: Date | undefined, to: Date | undefined): Filter<NightDocument> {
  const dates = { ...(from ? { $gte: dateOf(from, -2) } : {}), ...(to ? { $lte: dateOf(to, 2) } : {}) };
  return { patient_ref, ...(from || to ? { night: dates } : {}), ...within('start', from, to) };
}

/** What a key bound to one device may see: nights made by that device alone. */
const ofDevice = (nights: NightDocument[], device_id: string | null) =>
  device_id === null ? nights : nights.filter((night) => night.devices.every((one) => one.device_id === device_id));

/** How many records were this patient's and are another's now; of whom, is not for this chart to say. */
async function countMovedAway(organizationId: string, patient_ref: string, ofOneDevice: object): Promise<number> {
  const moved = { 'moves.from_patient_ref': patient_ref, moves: { $exists: true }, ...ofOneDevice };
  const found = await Promise.all(
    [ecgRecords, therapyRecords].map((records) =>
      records(organizationId).find(moved, { limit: MAX_NIGHTS, projection: { patient_ref: 1 } }),
    ),
  );
  return found.flat().filter((document) => document.patient_ref !== patient_ref).length;
}

/**
 * A patient's ECGs and nights of a range (`from` inclusive, `to` exclusive, by start), oldest first: one lean entry
 * each. The look is audited as a view of the patient before it is answered.
 * @throws AppError `not_found` when there is no such patient in the actor's organisation.
 */
export async function getTimeline(
  services: Services,
  actor: Actor,
  input: { patient_ref: string; from?: Date | undefined; to?: Date | undefined },
): Promise<Timeline> {
  authorize(actor, 'record:read');
  const { organization_id } = actor;
  const { patient_ref, from, to } = input;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { projection: { _id: 1 } });
  if (!patient) throw new AppError('not_found');
  const device_id = actor.kind === 'key' ? actor.device_id : null;
  const ofOneDevice = device_id === null ? {} : { device_id };
  const view = { action: 'patient.viewed', patient_ref, subject: { kind: 'patient', id: patient_ref } } as const;
  const [ecgs, nights, moved_away, computed] = await Promise.all([
    ecgRecords(organization_id).find(
      {
        patient_ref,
        status: { $ne: 'deleted' },
        ...ofOneDevice,
        ...within('recording_date', from, to),
      },
      { sort: { recording_date: -1, _id: -1 }, limit: MAX_ECGS + 1, projection: ECG_FIELDS },
    ),
    therapyNights(organization_id).find(nightFilter(patient_ref, from, to), {
      sort: { night: -1 },
      limit: MAX_NIGHTS + 1,
      projection: NIGHT_FIELDS,
    }),
    countMovedAway(organization_id, patient_ref, ofOneDevice),
    showsComputed(organization_id),
    recordView(services, actor, view),
  ]);
  return {
    ecgs: ecgs
      .slice(0, MAX_ECGS)
      .map((ecg) => presentEcg(ecg, device_id === null, computed))
      .reverse(),
    nights: ofDevice(nights.slice(0, MAX_NIGHTS), device_id).map(presentTimelineNight).reverse(),
    moved_away,
    truncated: ecgs.length > MAX_ECGS || nights.length > MAX_NIGHTS,
  };
}
