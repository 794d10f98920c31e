import { type PatientDocument, patients } from '@/models/patient';
import { ecgRecords, type RecordDocument, therapyRecords } from '@/models/record';
import { type NightDocument, type NightValues, therapyNights } from '@/models/therapy-night';
import type { Transaction } from '@/models/transaction';
import type { Figure } from './contracts';
import { storedFacets } from './domain/facets';

const SHOWN_NIGHTS = 14;
const DAY_MS = 86_400_000;
const NEWEST = { recording_date: -1, _id: -1 } as const;
const NIGHT_FIELDS = {
  night: 1,
  end: 1,
  mode: 1,
  leak_type: 1,
  usage_minutes: 1,
  ahi: 1,
  leak_p95_l_min: 1,
  device_reported: 1,
  excluded: 1,
} as const;

/** The device's own figure where it reported one, ours otherwise, each under its name; null where there is neither. */
function figureOf(night: NightDocument, name: keyof NightValues): Figure {
  const reported = night.device_reported?.[name] ?? null;
  if (reported !== null) return { value: reported, source: 'device' };
  const computed = night[name];
  return computed === null || computed === undefined ? null : { value: computed, source: 'computed' };
}

function ecgFields(ecg: RecordDocument | undefined): Pick<PatientDocument, 'last_ecg' | 'last_ecg_facts'> {
  if (!ecg) return { last_ecg: null, last_ecg_facts: null };
  const { heart_rate_bpm = null, qtc_ms = null, qtc_formula = null } = ecg.measurements ?? {};
  return {
    last_ecg: ecg.recording_date,
    last_ecg_facts: { id: ecg._id, reading_state: ecg.reading.state, heart_rate_bpm, qtc_ms, qtc_formula },
  };
}

const dateBefore = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

/** Usage by date up to the newest night; a date without a night has none. */
function recentUsage(nights: NightDocument[], last_night: string): PatientDocument['recent_usage'] {
  const dates = Array.from({ length: SHOWN_NIGHTS }, (_, index) => dateBefore(last_night, SHOWN_NIGHTS - 1 - index));
  const usage = new Map(nights.map((night) => [night.night, figureOf(night, 'usage_minutes')]));
  const shown = dates.map((date) => usage.get(date) ?? null);
  const excluded = nights.filter((night) => night.excluded && dates.includes(night.night)).length;
  return {
    ...(excluded > 0 ? { excluded_nights: excluded } : {}),
    last_night,
    minutes: shown.map((figure) => figure?.value ?? null),
    computed_nights: shown.filter((figure) => figure?.source === 'computed').length,
  };
}

function nightFields(nights: NightDocument[]): Pick<PatientDocument, 'last_night' | 'recent_usage'> {
  const [newest] = nights;
  if (!newest) return { last_night: null, recent_usage: null };
  // a night of which nothing counts has no figures to show
  const last = nights.find(({ excluded }) => !excluded) ?? newest;
  return {
    last_night: {
      id: last._id,
      night: last.night,
      mode: last.mode,
      leak_type: last.leak_type,
      ahi: figureOf(last, 'ahi'),
      leak_p95_l_min: figureOf(last, 'leak_p95_l_min'),
    },
    recent_usage: recentUsage(nights, newest.night),
  };
}

/** The mode of the newest therapy: of the newest night, or of the newest therapy record while it has none. */
function therapyModeOf(nights: NightDocument[], record: RecordDocument | undefined): string | null | undefined {
  const [night] = nights;
  if (night) return night.mode;
  if (!record) return undefined;
  const mode: unknown = record.therapy?.mode;
  return typeof mode === 'string' ? mode : null;
}

function newestOf(...dates: (Date | null | undefined)[]): Date | null {
  return dates.reduce<Date | null>((newest, date) => (date && (!newest || date > newest) ? date : newest), null);
}

/** The newest nights and the newest therapy record of a patient; neither where no therapy record is counted. */
async function newestTherapy(
  organization_id: string,
  { _id: patient_ref, therapy_count }: PatientDocument,
  tx: Transaction,
): Promise<{ nights: NightDocument[]; therapy?: RecordDocument | undefined }> {
  if (therapy_count === 0) return { nights: [] };
  const nights = await therapyNights(organization_id).find(
    { patient_ref },
    { sort: { night: -1 }, limit: SHOWN_NIGHTS, projection: NIGHT_FIELDS, tx },
  );
  const [therapy] = await therapyRecords(organization_id).find(
    { patient_ref, status: 'stored' },
    { sort: NEWEST, limit: 1, projection: { recording_date: 1, 'therapy.mode': 1 }, tx },
  );
  return { nights, therapy };
}

/** What a change of a record changes of its patient beside the summary. */
interface CountedChange {
  counted: 'ecg_count' | 'therapy_count';
  by: 1 | -1;
  change: number;
  now: Date;
}

/**
 * Step: what the patient list shows and filters by (newest ECG, newest nights, facets), read anew from the records and
 * kept on the patient. Run in the transaction of every change it depends on: a record, a reading, a night, a flag.
 * @param patient as it is within the transaction, but for the record that is counted here
 * @param count a record that came to the patient or left
 */
export async function refreshPatientSummary(
  organization_id: string,
  patient: PatientDocument,
  tx: Transaction,
  count?: CountedChange,
): Promise<void> {
  const patient_ref = patient._id;
  const [ecg] = await ecgRecords(organization_id).find(
    { patient_ref, status: 'stored' },
    { sort: NEWEST, limit: 1, projection: { recording_date: 1, reading: 1, measurements: 1 }, tx },
  );
  const counted = count ? { ...patient, [count.counted]: patient[count.counted] + count.by } : patient;
  const { nights, therapy } = await newestTherapy(organization_id, counted, tx);
  const ecgPart = ecgFields(ecg);
  const facets = storedFacets({
    sex: patient.sex,
    verified: patient.verified,
    flags: patient.flags,
    last_ecg: ecgPart.last_ecg_facts ?? null,
    therapy_mode: therapyModeOf(nights, therapy),
  });
  const last_record_at = newestOf(ecg?.recording_date, therapy?.recording_date, nights[0]?.end);
  await patients(organization_id).updateOne(
    { _id: patient_ref },
    {
      $set: {
        ...ecgPart,
        ...nightFields(nights),
        facets,
        last_record_at,
        ...(count && { change: count.change, updated_at: count.now }),
      },
      ...(count && { $inc: { [count.counted]: count.by } }),
    },
    { tx },
  );
}
