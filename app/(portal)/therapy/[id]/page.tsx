import type { Metadata } from 'next';
import { PatientBanner } from '@/components/patients/patient-banner';
import { DataAsOf } from '@/components/shell/data-age';
import { NightViewer } from '@/components/therapy/night-viewer';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';
import { getNight } from '@/lib/therapy/get-night';

export const metadata: Metadata = { title: 'Therapy night' };

interface NightPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ ecg?: string | string[]; at?: string | string[] }>;
}

export default async function NightPage({ params, searchParams }: NightPageProps) {
  const [{ id }, { ecg, at }] = await Promise.all([params, searchParams]);
  const asked = typeof ecg === 'string' && typeof at === 'string' ? { ecg, at } : null;
  const { services, actor, organization } = await portalContext();
  const { night, records, ecgs, previous_id, next_id } = await orNotFound(getNight(services, actor, { id }));
  const patient = await orNotFound(getPatient(services, actor, { patient_ref: night.patient_ref }));
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <PatientBanner patient={patient} now={now} timeZone={organization.time_zone} />
      {/* another night is another viewer: zoom, cursor and selection belong to one night */}
      <NightViewer
        key={`${night.id} ${asked?.ecg} ${asked?.at}`}
        asked={asked}
        night={night}
        records={records}
        ecgs={ecgs}
        previousId={previous_id}
        nextId={next_id}
        mayExclude={actor.permissions.has('night:exclude')}
        mayAlign={actor.permissions.has('clock:align')}
      />
    </>
  );
}
