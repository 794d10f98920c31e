import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { withTransaction } from '@/models/transaction';
import { searchTokens } from './domain/search-tokens';
import { refreshPatientSummary } from './refresh-summary';

const BATCH = 100;

async function fillOne(organization_id: string, patient_ref: string): Promise<void> {
  await withTransaction(async (tx) => {
    const patient = await patients(organization_id).findOne({ _id: patient_ref }, { tx });
    if (!patient) return;
    const search_tokens = searchTokens(patient);
    await patients(organization_id).updateOne({ _id: patient_ref }, { $set: { search_tokens } }, { tx });
    await refreshPatientSummary(organization_id, patient, tx);
  });
}

/**
 * Gives patients stored before the list had facets what it needs: search tokens of today and the newest values. Safe to
 * run again and by several processes; a patient that has its facets is left alone.
 * @returns how many were filled
 */
export async function fillSummaries(): Promise<number> {
  let filled = 0;
  for (const { _id: organization_id } of await organizations.list()) {
    for (;;) {
      const found = await patients(organization_id).find({ facets: null }, { limit: BATCH, projection: { _id: 1 } });
      for (const { _id } of found) await fillOne(organization_id, _id);
      filled += found.length;
      if (found.length < BATCH) break;
    }
  }
  return filled;
}
