import { type Actor, authorize } from '@/lib/accounts/actor';
import { linkRecord } from '@/lib/correlation/link-records';
import { urgencyOf } from '@/lib/ecg/domain/urgency';
import { enqueueJobs, type JobPayloads, jobKey } from '@/lib/jobs/enqueue-job';
import { BEATS_CONTENT_TYPE } from '@/lib/measure/domain/beat-list/beat-wire';
import type { Services } from '@/lib/platform/services';
import { nightFields } from '@/lib/therapy/night-fields';
import { rebuildNights } from '@/lib/therapy/rebuild-nights';
import { jobs } from '@/models/job';
import { type OrganizationDocument, organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { ecgRecords, type RecordDocument, recordVersions, type StoredFile, therapyRecords } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import {
  DERIVED_VERSION,
  lacksDerived,
  lacksLink,
  needsBeats,
  needsDigest,
  needsMeasuring,
  withWidths,
} from '../domain/derived';
import { keyBeside } from '../domain/object-keys';
import { keepObjects } from '../keep-objects';
import { askForMeasuring } from '../measuring/measure-ecg';
import { readAgain } from './read-again';

/** Gone through one after the other. */
const COLLECTIONS = { ecgdata: ecgRecords, therapydata: therapyRecords, recordversions: recordVersions };
const ORDER = ['ecgdata', 'therapydata', 'recordversions'] as const;

/** Few enough that a worker that is told to stop has soon done them. */
const BATCH = 25;
const ABOUT = 'derived';

type Place = JobPayloads['backfill-records'];
type Derived = Pick<RecordDocument, 'urgency' | 'quality' | 'measuring' | 'therapy' | 'therapy_digest' | 'files'>;

function goOn(services: Services, organizationId: string, payload: Place, tx: Transaction): Promise<void> {
  return enqueueJobs(services, organizationId, [{ kind: 'backfill-records', about: ABOUT, payload }], tx);
}

/** Asks for the derived values of records that an older version stored without them; one that is under way goes on. */
export async function askForBackfill(services: Services): Promise<void> {
  for (const { _id, derived = 0 } of await organizations.list()) {
    if (derived >= DERIVED_VERSION) continue;
    await withTransaction(async (tx) => {
      const job = await jobs(_id).findOne({ key: jobKey('backfill-records', ABOUT) }, { tx });
      if (job && job.state !== 'dead') return;
      // written by goOn
      const from = job ? (job.payload as unknown as Place) : ({ collection: 'ecgdata', after: null } as const);
      await goOn(services, _id, from, tx);
    });
  }
}

/** The files of a record with its beats, which stand beside its signals; done again, they are the same bytes. */
async function withBeats(services: Services, document: RecordDocument, beats: Uint8Array): Promise<StoredFile[]> {
  const signals = document.files.find(({ role }) => role === 'signals');
  if (!signals) return document.files;
  const made = keyBeside(signals.key, 'beats.nbb');
  if (!made.ok) throw new Error(`no object key: ${made.reason}`);
  const { key } = made;
  const kept = { role: 'beats', key, content_type: BEATS_CONTENT_TYPE, content: beats } as const;
  // from a batch that was broken off: no record names it yet
  await services.objects.delete(key);
  return [...document.files, ...(await keepObjects(services, [kept]))];
}

/** The derived values of a record; those it has and that are still right stay. */
async function derive(
  services: Services,
  organization: OrganizationDocument,
  document: RecordDocument,
): Promise<Derived> {
  const { priority, statements, therapy, therapy_digest } = document;
  // absent in documents of older versions, whatever their type says
  const quality: RecordDocument['quality'] | undefined = document.quality;
  const unread = needsDigest(document) || needsBeats(document);
  const again = unread ? await readAgain(services, organization, document) : null;
  return {
    urgency: urgencyOf(priority, statements),
    quality: quality ?? null,
    // its job takes the signals that are kept: what they were read from may be a file of any format
    ...(needsMeasuring(document) ? { measuring: 'waiting' as const } : {}),
    therapy: needsDigest(document) ? (again?.facts.therapy ?? therapy) : therapy,
    files: again?.beats && needsBeats(document) ? await withBeats(services, document, again.beats) : document.files,
    therapy_digest: again?.digest ?? (therapy_digest ? withWidths(therapy_digest) : null),
  };
}

/** The nights that a record has a part in, by the boundary of the patient it belongs to. */
async function placeInNights(document: RecordDocument, { therapy, therapy_digest }: Derived, tx: Transaction) {
  const { organization_id, patient_ref: _id, recording_date } = document;
  const patient = _id === null ? null : await patients(organization_id).findOne({ _id }, { tx });
  return nightFields({ therapy, therapy_digest, recording_date }, patient?.night_boundary_hour);
}

/** Nights, and links of ECGs to them, where the record stands in a patient's list. */
async function backfillPlace(
  services: Services,
  collection: Place['collection'],
  before: RecordDocument,
  after: RecordDocument,
  tx: Transaction,
): Promise<void> {
  const { organization_id, status } = before;
  const [remade, unlinked] = [needsDigest(before), lacksLink(before)];
  if (collection === 'recordversions' || status !== 'stored' || !(remade || unlinked)) return;
  const change = await organizations.nextChange(organization_id, tx);
  const setting = { organization_id, change, now: services.clock.now() };
  if (remade) await rebuildNights(setting, [before, after], tx);
  // whoever shows the ECG must read it again
  if (unlinked) await ecgRecords(organization_id).updateOne({ _id: before._id }, { $set: { change } }, { tx });
  if (unlinked) await linkRecord(setting, after, tx);
}

async function backfillRecord(
  services: Services,
  organization: OrganizationDocument,
  collection: Place['collection'],
  document: RecordDocument,
): Promise<void> {
  const derived = await derive(services, organization, document);
  const remade = needsDigest(document);
  await withTransaction(async (tx) => {
    const placed = remade ? await placeInNights(document, derived, tx) : {};
    // a version that was stored, or a move that was made, meanwhile has another revision
    const same = { _id: document._id, revision: document.revision };
    const set = { ...derived, ...placed };
    const changed = await COLLECTIONS[collection](organization._id).updateOne(same, { $set: set }, { tx });
    if (changed === 0) throw new Error('a record changed while its values were derived');
    if (derived.measuring) await askForMeasuring(services, organization._id, document, tx);
    await backfillPlace(services, collection, document, { ...document, ...set }, tx);
  });
}

/** What comes after a batch: the rest of its collection, the next collection, or nothing. */
function nextPlace({ collection }: Place, batch: readonly RecordDocument[]): Place | null {
  const last = batch.at(-1);
  if (last && batch.length === BATCH) return { collection, after: last._id };
  const next = ORDER[ORDER.indexOf(collection) + 1];
  return next ? { collection: next, after: null } : null;
}

/**
 * Job: gives the records of an older version the derived values they lack, a batch at a time. No clinical statement
 * changes, so nothing is audited. A record is done for itself, so that a batch that was broken off is simply done again.
 */
export async function backfillRecords(services: Services, worker: Actor, place: Place): Promise<void> {
  authorize(worker, 'ecg:ingest');
  authorize(worker, 'therapy:ingest');
  const organization = await organizations.get(worker.organization_id);
  if (!organization) return;
  const { collection, after } = place;
  const batch = await COLLECTIONS[collection](organization._id).find(after === null ? {} : { _id: { $gt: after } }, {
    sort: { _id: 1 },
    limit: BATCH,
  });
  for (const document of batch)
    if (lacksDerived(document) || (collection === 'ecgdata' && lacksLink(document)))
      await backfillRecord(services, organization, collection, document);
  const next = nextPlace(place, batch);
  await withTransaction((tx) =>
    next ? goOn(services, organization._id, next, tx) : organizations.setDerived(organization._id, DERIVED_VERSION, tx),
  );
}
