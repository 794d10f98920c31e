import type { Metadata } from 'next';
import { PatientBanner } from '@/components/patients/patient-banner';
import { REPORTS_PAGE } from '@/components/reports/page-size';
import { ReportsView } from '@/components/reports/reports-view';
import { DataAsOf } from '@/components/shell/data-age';
import { orNotFound, type PortalContext, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';
import { dateAt } from '@/lib/reports/domain/report-range';
import { listReports } from '@/lib/reports/list-reports';
import { listLinks } from '@/lib/reports/sharing/list-links';
import { getReportSharing } from '@/lib/reports/sharing/report-sharing';

export const metadata: Metadata = { title: 'Report' };

/** Links and whether they are allowed, for who may share. */
async function sharingOf({ services, actor }: PortalContext, patient_ref: string) {
  if (!actor.permissions.has('report:share')) return null;
  const [{ allowed }, links] = await Promise.all([
    getReportSharing(services, actor),
    listLinks(services, actor, { patient_ref, limit: REPORTS_PAGE }),
  ]);
  return { allowed, links };
}

export default async function ReportsPage({ params }: { params: Promise<{ patient_ref: string }> }) {
  const { patient_ref } = await params;
  const context = await portalContext();
  const { services, actor, organization } = context;
  const [patient, reports, sharing] = await orNotFound(
    Promise.all([
      getPatient(services, actor, { patient_ref }),
      listReports(services, actor, { patient_ref, limit: REPORTS_PAGE }),
      sharingOf(context, patient_ref),
    ]),
  );
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <PatientBanner patient={patient} now={now} timeZone={organization.time_zone} />
      <ReportsView
        patientRef={patient_ref}
        reports={reports}
        sharing={sharing}
        readAt={now}
        today={dateAt(now, organization.time_zone)}
        timeZone={organization.time_zone}
      />
    </>
  );
}
