import type { Metadata } from 'next';
import { PatientSearch } from '@/components/patients/list/patient-search';
import { DataAsOf } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { selectionFromQuery } from '@/lib/patients/domain/facets';
import { searchPatients } from '@/lib/patients/search-patients';

export const metadata: Metadata = { title: 'Patients' };

const FIRST_ROWS = 50;

interface PatientsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PatientsPage({ searchParams }: PatientsPageProps) {
  const query = await searchParams;
  const facets = selectionFromQuery((group) => {
    const value = query[group];
    return typeof value === 'string' ? value : null;
  });
  const { services, actor, organization } = await portalContext();
  // the selection was just read from known groups and values; zod's type asks for arrays that may be changed
  const body = { text: '', facets: structuredClone(facets) as Record<string, string[]>, settled: false };
  const initial = await orNotFound(
    searchPatients(services, actor, { body: { ...body, sort: 'newest', descending: false, limit: FIRST_ROWS } }),
  );
  const now = services.clock.now().toISOString();
  return (
    <div className={card.page}>
      <DataAsOf at={now} />
      <h1 className={card.pageTitle}>Patients</h1>
      <PatientSearch initial={initial} facets={facets} now={now} timeZone={organization.time_zone} />
    </div>
  );
}
