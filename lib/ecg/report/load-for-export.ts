import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { PatientIdentity } from '@/lib/patients/identify-contracts';
import { presentIdentity } from '@/lib/patients/present-patient';
import type { Services } from '@/lib/platform/services';
import { loadRecord } from '@/lib/recordings/load-record';
import { loadWindow } from '@/lib/recordings/read-signals';
import type { SignalWindow, WindowQuery } from '@/lib/signals/window';
import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import type { RecordDocument } from '@/models/record';

/** Names what is taken out: an ECG, a version of it, from when on. */
export interface ExportName {
  id: string;
  version?: number | undefined;
  from_ms?: number | undefined;
}

/** A stored ECG with whose it is. */
export interface ExportedEcg {
  document: RecordDocument;
  latest_version: number;
  patient: PatientIdentity;
  time_zone: string;
}

/**
 * Step: an ECG that leaves the portal, with whose it is. What is held is nobody's and does not leave under a name.
 * @throws AppError `not_found`; `not_in_this_state` where it is held
 */
export async function loadForExport(actor: Actor, { id, version }: ExportName): Promise<ExportedEcg> {
  authorize(actor, 'record:read');
  const { document, latest_version } = await loadRecord(actor, { modality: 'ecg', id, version });
  if (document.status === 'deleted') throw new AppError('not_found');
  if (document.status !== 'stored' || document.patient_ref === null) throw new AppError('not_in_this_state');
  const [patient, organization] = await Promise.all([
    patients(actor.organization_id).findOne({ _id: document.patient_ref }),
    organizations.get(actor.organization_id),
  ]);
  if (!patient || !organization) throw new AppError('not_found');
  return { document, latest_version, patient: presentIdentity(patient), time_zone: organization.time_zone };
}

/**
 * Step: samples of the rhythm of an exported ECG, unfiltered.
 * @throws AppError `not_found` where it has no signals; `invalid_query`; `window_too_large`
 */
export async function loadSamples(
  services: Services,
  { files }: RecordDocument,
  query: WindowQuery,
): Promise<SignalWindow> {
  const file = files.find(({ role }) => role === 'signals');
  if (!file) throw new AppError('not_found');
  const read = await loadWindow(services, file.key, query);
  if (read.ok) return read.window;
  if (read.reason === 'too_many_values') throw new AppError('window_too_large');
  const faults = [{ pointer: '/from_ms', code: 'invalid_range', detail: 'There is nothing of this recording there.' }];
  throw new AppError('invalid_query', { faults });
}
