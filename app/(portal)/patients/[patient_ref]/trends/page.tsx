import type { Metadata } from 'next';
import { PatientBanner } from '@/components/patients/patient-banner';
import { TrendsView } from '@/components/patients/trends/trends-view';
import { DataAsOf } from '@/components/shell/data-age';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { dateOfDay, dayPosition } from '@/lib/patients/domain/timeline';
import { getPatient } from '@/lib/patients/get-patient';
import { getTimeline } from '@/lib/patients/get-timeline';

export const metadata: Metadata = { title: 'Therapy trends' };

export default async function TrendsPage({ params }: { params: Promise<{ patient_ref: string }> }) {
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
      <TrendsView
        patientRef={patient.patient_ref}
        timeline={timeline}
        therapyStart={patient.therapy_start?.value ?? null}
        lastNight={dateOfDay(Math.floor(dayPosition(now, organization.time_zone)) - 1)}
        now={now}
        timeZone={organization.time_zone}
      />
    </>
  );
}
