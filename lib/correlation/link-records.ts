import { clockOffsets } from '@/models/clock-offset';
import type { PatientDocument } from '@/models/patient';
import { ecgRecords, type RecordDocument } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { Transaction } from '@/models/transaction';
import { type EcgLink, type LinkableNight, linkEcg, type OffsetOf } from './domain/links/link-ecg';

/** The change that nights and links follow. */
export interface FollowedSetting {
  organization_id: string;
  /** The change number of the change that makes this necessary. */
  change: number;
  now: Date;
}

const DAY_MS = 86_400_000;

/**
 * A night's date lies less than this many days from anything that links to it: up to a day each of its boundary, its own
 * length, a session's length and a clock's error, and half a day each of zones and of what is still its morning after.
 */
const NIGHT_WITHIN_DAYS = 6;

/** No recorder worn on the skin records longer. */
const LONGEST_ECG_DAYS = 62;

/** ECGs read at a time where all of a patient's are linked. */
const AT_A_TIME = 200;

const ECG_FIELDS = { recording_date: 1, duration_ms: 1, utc_offset_minutes: 1, device_id: 1, link: 1 } as const;

const NIGHT_FIELDS = {
  night: 1,
  boundary_hour: 1,
  excluded: 1,
  'sessions.device_id': 1,
  'sessions.start': 1,
  'sessions.end': 1,
  'sessions.kind': 1,
  'sessions.excluded': 1,
  'devices.device_id': 1,
} as const;

type Ecg = Pick<RecordDocument, '_id' | keyof typeof ECG_FIELDS>;

interface Therapy {
  nights: LinkableNight[];
  offsetsOf: (ecg_device_id: string) => OffsetOf;
}

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** From when to when the dates of nights lie that an ECG may link to, in ms. */
function reachOf({ recording_date, duration_ms }: Ecg): { from: number; to: number } {
  const start = recording_date.getTime();
  return { from: start - NIGHT_WITHIN_DAYS * DAY_MS, to: start + duration_ms + NIGHT_WITHIN_DAYS * DAY_MS };
}

async function readOffsets(organization_id: string, patient_ref: string, tx: Transaction) {
  const known = await clockOffsets(organization_id).find({ patient_ref }, { tx });
  return (ecg_device_id: string): OffsetOf => {
    const of = new Map(
      known.filter((one) => one.ecg_device_id === ecg_device_id).map((one) => [one.therapy_device_id, one.offset_ms]),
    );
    return (therapy_device_id) => of.get(therapy_device_id) ?? 0;
  };
}

/** The patient's nights of a span, all where there is none, and how clocks stand to each other. */
async function readTherapy(
  { organization_id }: FollowedSetting,
  patient_ref: string,
  span: { from: number; to: number } | null,
  tx: Transaction,
): Promise<Therapy> {
  const dates = span ? { night: { $gte: dateOf(span.from), $lte: dateOf(span.to) } } : {};
  const [nights, offsetsOf] = [
    await therapyNights(organization_id).find({ patient_ref, ...dates }, { projection: NIGHT_FIELDS, tx }),
    await readOffsets(organization_id, patient_ref, tx),
  ];
  return { nights, offsetsOf };
}

function linkOf(ecg: Ecg, { nights, offsetsOf }: Therapy): EcgLink {
  const { from, to } = reachOf(ecg);
  const [first, last] = [dateOf(from), dateOf(to)];
  const near = nights.filter(({ night }) => night >= first && night <= last);
  return linkEcg({ ...ecg, start: ecg.recording_date }, near, offsetsOf(ecg.device_id));
}

const isSame = (a: EcgLink | null | undefined, b: EcgLink) =>
  a?.kind === b.kind && a.night_id === b.night_id && a.night === b.night;

const NO_THERAPY: Therapy = { nights: [], offsetsOf: () => () => 0 };

/**
 * Step: the link of an ECG as it stands to the nights there are; null where it belongs to nobody.
 * @param owner the patient it belongs to, where that is known: one without therapy records has no nights
 */
export async function linkFor(
  setting: FollowedSetting,
  document: RecordDocument,
  owner: Pick<PatientDocument, 'therapy_count'> | null,
  tx: Transaction,
): Promise<EcgLink | null> {
  const { patient_ref, status } = document;
  if (patient_ref === null || status !== 'stored') return null;
  if (owner?.therapy_count === 0) return linkOf(document, NO_THERAPY);
  return linkOf(document, await readTherapy(setting, patient_ref, reachOf(document), tx));
}

/** Step: links an ECG that was stored or changed; one that belongs to nobody has no link. @returns it with its link */
export async function linkRecord(
  setting: FollowedSetting,
  document: RecordDocument,
  tx: Transaction,
): Promise<RecordDocument> {
  if (document.modality !== 'ecg') return document;
  const link = await linkFor(setting, document, null, tx);
  if (link === null ? !document.link : isSame(document.link, link)) return document;
  await ecgRecords(setting.organization_id).updateOne({ _id: document._id }, { $set: { link } }, { tx });
  return { ...document, link };
}

async function relink(
  setting: FollowedSetting,
  ecgs: readonly Ecg[],
  therapy: Therapy,
  tx: Transaction,
): Promise<number> {
  const { organization_id, change, now } = setting;
  let changed = 0;
  for (const ecg of ecgs) {
    const link = linkOf(ecg, therapy);
    if (isSame(ecg.link, link)) continue;
    changed++;
    const set = { link, change, updated_at: now };
    await ecgRecords(organization_id).updateOne({ _id: ecg._id }, { $set: set }, { tx });
  }
  return changed;
}

/** The times of start, as a filter, of all ECGs that may link to nights of these dates. */
export function datesOfLinked(nights: readonly string[]): { $gte: Date; $lte: Date } {
  const times = nights.map((night) => Date.parse(night));
  return {
    $gte: new Date(Math.min(...times) - (LONGEST_ECG_DAYS + NIGHT_WITHIN_DAYS) * DAY_MS),
    $lte: new Date(Math.max(...times) + (NIGHT_WITHIN_DAYS + 1) * DAY_MS),
  };
}

/**
 * Step: links again, in the transaction that changed nights, the patient's ECGs that may link to any of these dates.
 * @returns how many links changed
 */
export async function relinkNear(
  setting: FollowedSetting,
  patient_ref: string,
  nights: readonly string[],
  tx: Transaction,
): Promise<number> {
  const first = Math.min(...nights.map((night) => Date.parse(night)));
  const recording_date = datesOfLinked(nights);
  const ecgs: Ecg[] = await ecgRecords(setting.organization_id).find(
    { patient_ref, status: 'stored', recording_date },
    { projection: ECG_FIELDS, tx },
  );
  const near = ecgs.filter(({ recording_date: start, duration_ms }) => {
    const end = start.getTime() + duration_ms;
    return end >= first - NIGHT_WITHIN_DAYS * DAY_MS;
  });
  if (near.length === 0) return 0;
  const reach = near.map(reachOf);
  const span = { from: Math.min(...reach.map(({ from }) => from)), to: Math.max(...reach.map(({ to }) => to)) };
  return relink(setting, near, await readTherapy(setting, patient_ref, span, tx), tx);
}

/** Step: links all ECGs of a patient again, where nights have another boundary or a clock another offset. */
export async function relinkAll(setting: FollowedSetting, patient_ref: string, tx: Transaction): Promise<number> {
  const records = ecgRecords(setting.organization_id);
  const ids = await records.find({ patient_ref, status: 'stored' }, { projection: { _id: 1 }, tx });
  if (ids.length === 0) return 0;
  const therapy = await readTherapy(setting, patient_ref, null, tx);
  let changed = 0;
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME).map(({ _id }) => _id);
    const ecgs: Ecg[] = await records.find({ _id: { $in: some } }, { projection: ECG_FIELDS, tx });
    changed += await relink(setting, ecgs, therapy, tx);
  }
  return changed;
}
