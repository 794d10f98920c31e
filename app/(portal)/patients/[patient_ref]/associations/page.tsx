import type { Metadata } from 'next';
import { AssociationsView } from '@/components/correlation/associations/associations-view';
import { PatientBanner } from '@/components/patients/patient-banner';
import { DataAsOf } from '@/components/shell/data-age';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';
import { getTimeline } from '@/lib/patients/get-timeline';

export const metadata: Metadata = { title: 'ECG and therapy' };

export default async function AssociationsPage({ params }: { params: Promise<{ patient_ref: string }> }) {
  const { patient_ref } = await params;
  const { services, actor, organization } = await portalContext();
  const [patient, timeline] = await orNotFound(
    Promise.all([getPatient(services, actor, { patient_ref }), getTimeline(services, actor, { patient_ref })]),
  );
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <PatientBanner patient={patient} now={now} timeZone={organization.time_zone} />
      <AssociationsView
        timeline={timeline}
        therapyStart={patient.therapy_start?.value ?? null}
        boundaryHour={patient.night_boundary_hour}
      />
    </>
  );
}
