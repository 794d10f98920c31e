import { VisuallyHidden } from '@mantine/core';
import type { Metadata } from 'next';
import { PatientOverview } from '@/components/patients/overview/patient-overview';
import { PatientBanner } from '@/components/patients/patient-banner';
import { DataAsOf } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';
import { getTimeline } from '@/lib/patients/get-timeline';

export const metadata: Metadata = { title: 'Patient' };

export default async function PatientPage({ params }: { params: Promise<{ patient_ref: string }> }) {
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
      <div className={card.page}>
        <VisuallyHidden component="h1">Overview of this patient</VisuallyHidden>
        <PatientOverview
          patient={patient}
          timeline={timeline}
          now={now}
          timeZone={organization.time_zone}
          mayEdit={actor.permissions.has('patient:write')}
          rights={{ move: actor.permissions.has('record:move'), delete: actor.permissions.has('record:delete') }}
        />
      </div>
    </>
  );
}
