import type { Actor } from '@/lib/accounts/actor';
import { linkRecord } from '@/lib/correlation/link-records';
import { refreshPatientSummary } from '@/lib/patients/refresh-summary';
import type { Services } from '@/lib/platform/services';
import { withdrawReports } from '@/lib/reports/withdraw-reports';
import { rebuildNights } from '@/lib/therapy/rebuild-nights';
import type { OrganizationDocument } from '@/models/organization';
import { type PatientDocument, patients } from '@/models/patient';
import type { RecordDocument } from '@/models/record';
import type { Transaction } from '@/models/transaction';

/** The change that makes patients and nights follow, and whose it is. */
export interface FollowedChange {
  services: Services;
  actor: Actor;
  organization: OrganizationDocument;
  change: number;
  now: Date;
}

/** What whoever makes the change knows already, so that it need not be asked again. */
interface KnownToFollow {
  /** The patient the record comes to, as it is within the transaction. */
  owner?: PatientDocument | null;
  /** The record stands there with its link. */
  linked?: boolean;
}

/** The patient a record counts for: nobody's where it is held, deleted or not there. */
function ownerOf(document: RecordDocument | null): string | null {
  return document?.status === 'stored' ? document.patient_ref : null;
}

/**
 * Step: makes everything that is kept of a patient's records follow the change of one: counts, nights, links, the summary
 * of the list, reports that are withdrawn where it leaves the patient. Run in the transaction of the change.
 * @param before the record as it was, null where it is new
 * @param after the record as it is, null where it is gone
 * @returns the record as it is then: an ECG with its link
 */
export async function followRecord(
  { services, actor, organization, change, now }: FollowedChange,
  before: RecordDocument | null,
  after: RecordDocument | null,
  tx: Transaction,
  { owner = null, linked = false }: KnownToFollow = {},
): Promise<RecordDocument | null> {
  const [from, to] = [ownerOf(before), ownerOf(after)];
  const counted = (after ?? before)?.modality === 'ecg' ? 'ecg_count' : 'therapy_count';
  if (from !== to && before) await withdrawReports({ services, actor, now }, before.record_id, tx);
  const setting = { organization_id: organization._id, change, now };
  await rebuildNights(
    setting,
    [before, after].filter((place) => place !== null),
    tx,
  );
  const following = linked ? after : after && (await linkRecord(setting, after, tx));
  for (const patient_ref of new Set([from, to])) {
    if (patient_ref === null) continue;
    const known = owner?._id === patient_ref ? owner : null;
    const patient = known ?? (await patients(organization._id).findOne({ _id: patient_ref }, { tx }));
    const by = patient_ref === to ? 1 : -1;
    const count = from === to ? undefined : ({ counted, by, change, now } as const);
    if (patient) await refreshPatientSummary(organization._id, patient, tx, count);
  }
  return following;
}
