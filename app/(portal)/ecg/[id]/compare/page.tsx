import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CompareView } from '@/components/ecg/compare/compare-view';
import { NothingToCompare } from '@/components/ecg/compare/nothing-to-compare';
import { PatientBanner } from '@/components/patients/patient-banner';
import { DataAsOf } from '@/components/shell/data-age';
import { type ComparisonQuery, compareEcgs } from '@/lib/ecg/compare-ecgs';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';

export const metadata: Metadata = { title: 'ECG comparison' };

interface ComparePageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ with?: string | string[] }>;
}

function withOf(value: string | string[] | undefined): ComparisonQuery['with'] {
  if (value === undefined || value === 'previous') return 'previous';
  if (value === 'baseline') return 'baseline';
  if (typeof value !== 'string' || !/^rec_[0-9A-Z]{26}$/.test(value)) notFound();
  return { id: value };
}

export default async function ComparePage({ params, searchParams }: ComparePageProps) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const { services, actor, organization } = await portalContext();
  const comparison = await orNotFound(compareEcgs(services, actor, { id, with: withOf(query.with) }));
  const { recording, other } = comparison;
  // a comparison is of a patient's ECGs, so there is one
  if (recording.patient_ref === null) notFound();
  const patient = await orNotFound(getPatient(services, actor, { patient_ref: recording.patient_ref }));
  const now = services.clock.now().toISOString();
  const timeZone = organization.time_zone;
  const [earlier, later] =
    other && other.recording_date > recording.recording_date ? [recording, other] : [other, recording];
  return (
    <>
      <DataAsOf at={now} />
      <PatientBanner patient={patient} now={now} timeZone={timeZone} />
      {earlier ? (
        // another pair is another comparison: place and layout belong to one
        <CompareView
          key={`${earlier.id} ${later.id}`}
          comparison={comparison}
          earlier={earlier}
          later={later}
          timeZone={timeZone}
          birthDate={patient.birth_date}
          mayChoose={actor.permissions.has('patient:write')}
        />
      ) : (
        <NothingToCompare comparison={comparison} timeZone={timeZone} />
      )}
    </>
  );
}
