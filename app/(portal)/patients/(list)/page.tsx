import type { Metadata } from 'next';
import { PatientSearch } from '@/components/patients/patient-search';
import { DataAsOf } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { searchPatients } from '@/lib/patients/search-patients';

export const metadata: Metadata = { title: 'Patients' };

const NEWEST = 50;

export default async function PatientsPage() {
  const { services, actor, organization } = await portalContext();
  const { data } = await orNotFound(
    searchPatients(services, actor, { body: { text: '', limit: NEWEST, settled: false } }),
  );
  const now = services.clock.now().toISOString();
  return (
    <div className={card.page}>
      <DataAsOf at={now} />
      <h1 className={card.pageTitle}>Patients</h1>
      <PatientSearch newest={data} now={now} timeZone={organization.time_zone} />
    </div>
  );
}
