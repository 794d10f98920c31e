import { systemActor } from '@/lib/accounts/system-actor';
import { measureEcg } from '@/lib/ingest/measuring/measure-ecg';
import type { JobPayloads } from '@/lib/jobs/enqueue-job';
import { jobs } from '@/models/job';
import type { TestInstallation } from './installation';

/** Measures every ECG that waits for it, as a worker would; other jobs stay. */
export async function measureWaiting({
  services,
  organization_id,
}: Pick<TestInstallation, 'services' | 'organization_id'>): Promise<void> {
  const scoped = jobs(organization_id);
  for (const { _id, kind, payload } of await scoped.find({ kind: 'measure-ecg' })) {
    // written by askForMeasuring
    await measureEcg(services, systemActor(services, organization_id, kind), payload as JobPayloads['measure-ecg']);
    await scoped.deleteOne({ _id });
  }
}
