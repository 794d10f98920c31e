import type { Actor } from '@/lib/accounts/actor';
import type { Author } from '@/lib/accounts/author-of';
import { showsComputedNow } from '@/lib/computed-values/computed-values-of';
import { wholeReading } from '@/lib/ecg/domain/reading/reading';
import { AppError } from '@/lib/errors/app-error';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import { presentPatient } from '@/lib/patients/present-patient';
import { presentTimelineNight } from '@/lib/patients/present-timeline-night';
import { sentValuesOf } from '@/lib/recordings/sent-values';
import { ADHERENCE_RULE } from '@/lib/therapy/domain/adherence/adherence';
import { NIGHT_ALGORITHM } from '@/lib/therapy/domain/algorithm';
import { clockOffsets } from '@/models/clock-offset';
import { type OrganizationDocument, organizations } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { type NightDocument, therapyNights } from '@/models/therapy-night';
import type { Transaction } from '@/models/transaction';
import {
  REPORT_LAYOUT,
  REPORT_QTC_FORMULA,
  type ReportComputed,
  type ReportDevice,
  type ReportEcg,
  type ReportInputs,
  type ReportNight,
} from './domain/report-inputs';
import { isWithin, MOST_ECGS, nightsOver } from './domain/report-range';

const DAY_MS = 86_400_000;

/** What a report is asked for. */
export interface ReportRequest {
  patient_ref: string;
  /** Dates, both included. */
  range: ReportInputs['range'];
  by: Author;
}

function presentNight(document: NightDocument): ReportNight {
  return {
    ...presentTimelineNight(document),
    device_ids: document.devices.map(({ device_id }) => device_id),
    exclusions: document.sessions
      .filter(({ excluded }) => excluded)
      .map(({ exclusion }) => exclusion?.reason ?? document.exclusion?.reason ?? 'no reason is known'),
  };
}

function presentComputed({ derived }: RecordDocument): ReportComputed | null {
  if (!derived) return null;
  const { algorithm, version, heart_rate_bpm, qtc_ms, rhythm, fibrillation } = derived;
  return {
    ...{ algorithm, version, heart_rate_bpm },
    qtc_ms: qtc_ms?.[REPORT_QTC_FORMULA] ?? null,
    af_suspected: rhythm.af_suspected,
    ...(fibrillation
      ? { fibrillation: { suspected_ms: fibrillation.suspected_ms, judged_ms: fibrillation.judged_ms } }
      : {}),
  };
}

function presentEcg(document: RecordDocument, computed: boolean): ReportEcg {
  const { state, statement, author, recorded_at, earlier } = wholeReading(document.reading);
  return {
    id: document.record_id,
    version: document.version,
    recording_date: document.recording_date.toISOString(),
    device_id: document.device_id,
    link: document.link ?? null,
    ...sentValuesOf(document),
    reading: {
      ...{ state, statement, author },
      recorded_at: recorded_at?.toISOString() ?? null,
      confirmed_before: earlier?.version ?? null,
    },
    computed: computed ? presentComputed(document) : null,
  };
}

/** Every device of the recordings, once. */
function devicesOf(nights: readonly NightDocument[], ecgs: readonly RecordDocument[]): ReportDevice[] {
  const found = new Map<string, ReportDevice>();
  for (const { devices } of nights)
    for (const { device_id, make, model, serial, firmware } of devices)
      found.set(`therapy ${device_id}`, { device_id, kind: 'therapy', make, model, serial, firmware });
  for (const { device, device_id } of ecgs) {
    const { make = null, model = null, serial = null, firmware = null } = device ?? {};
    found.set(`ecg ${device_id}`, { device_id, kind: 'ecg', make, model, serial, firmware });
  }
  return [...found.values()];
}

function presentWhose(document: PatientDocument): ReportInputs['patient'] {
  const { flags, therapy_start, night_boundary_hour, patient_id, family_name, given_name, birth_date, sex, verified } =
    presentPatient(document);
  return {
    ...{ patient_id, family_name, given_name, birth_date, sex, verified, night_boundary_hour },
    pacemaker: flags.pacemaker.value,
    atrial_fibrillation: flags.atrial_fibrillation.value,
    therapy_start: therapy_start?.value ?? null,
  };
}

async function ecgsOf(
  organization: OrganizationDocument,
  { patient_ref, range }: ReportRequest,
  boundaryHour: number,
  tx: Transaction | undefined,
): Promise<RecordDocument[]> {
  const at = (date: string, days: number) => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
  const found = await ecgRecords(organization._id).find(
    // no zone is further from UTC than a day
    { patient_ref, status: 'stored', recording_date: { $gte: at(range.from, -1), $lt: at(range.to, 3) } },
    { sort: { recording_date: 1, _id: 1 }, ...(tx ? { tx } : {}) },
  );
  const ecgs = found.filter(({ recording_date }) =>
    isWithin(recording_date.toISOString(), range, organization.time_zone, boundaryHour),
  );
  if (ecgs.length <= MOST_ECGS) return ecgs;
  const detail = `More than ${MOST_ECGS} ECGs are in this range; one page cannot say what they say. Choose a shorter one.`;
  throw new AppError('invalid_body', { faults: [{ pointer: '/from', code: 'too_many_ecgs', detail }] });
}

/**
 * Step: everything a joint report is made from, read one after the other so that it may be read within a transaction.
 * @throws AppError `not_found` where there is no such patient; `invalid_body` for more ECGs than one page holds;
 *   `nothing_to_report` where there is neither a night nor an ECG
 */
export async function loadInputs(actor: Actor, request: ReportRequest, tx?: Transaction): Promise<ReportInputs> {
  const { organization_id } = actor;
  const { patient_ref, range, by } = request;
  const options = tx ? { tx } : {};
  const organization = await organizations.get(organization_id, tx);
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, options);
  if (!organization || !patient) throw new AppError('not_found');
  const whose = presentWhose(patient);
  const made_at = by.recorded_at.toISOString();
  const { last } = nightsOver(range, made_at, organization.time_zone);
  const nights = await therapyNights(organization_id).find(
    { patient_ref, night: { $gte: range.from, $lte: last } },
    { sort: { night: -1 }, ...options },
  );
  const ecgs = await ecgsOf(organization, request, whose.night_boundary_hour, tx);
  if (nights.length + ecgs.length === 0) throw new AppError('nothing_to_report');
  const devices = devicesOf(nights, ecgs);
  const known = new Set(devices.map(({ device_id }) => device_id));
  const clocks = await clockOffsets(organization_id).find({ patient_ref }, options);
  const computed = showsComputedNow(organization);
  return {
    layout: REPORT_LAYOUT,
    ...{ made_at, made_by: by.author, range },
    organization: { name: organization.name, time_zone: organization.time_zone },
    patient: whose,
    nights: nights.map(presentNight),
    ecgs: ecgs.map((ecg) => presentEcg(ecg, computed)),
    devices,
    clocks: clocks
      .filter((clock) => known.has(clock.ecg_device_id) && known.has(clock.therapy_device_id))
      .map(({ ecg_device_id, therapy_device_id, offset_ms, uncertainty_ms, method, night }) => ({
        ...{ ecg_device_id, therapy_device_id, offset_ms, uncertainty_ms, method, night },
      })),
    rules: {
      adherence: ADHERENCE_RULE,
      nights: NIGHT_ALGORITHM,
      ecg_algorithm: computed ? ECG_ALGORITHM : null,
    },
  };
}
