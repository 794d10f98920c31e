import type { Metadata } from 'next';
import { PatientBanner } from '@/components/patients/patient-banner';
import { RecordList } from '@/components/patients/record-list';
import { DataAsOf } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getPatient } from '@/lib/patients/get-patient';
import { MODALITIES } from '@/lib/recordings/contracts';
import { listRecordings } from '@/lib/recordings/list-recordings';

export const metadata: Metadata = { title: 'Patient' };

const NEWEST = 100;

export default async function PatientPage({ params }: { params: Promise<{ patient_ref: string }> }) {
  const { patient_ref } = await params;
  const { services, actor, organization } = await portalContext();
  const patient = await orNotFound(getPatient(services, actor, { patient_ref }));
  const lists = await Promise.all(
    MODALITIES.map((modality) => listRecordings(services, actor, { modality, patient_ref, limit: NEWEST })),
  );
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <PatientBanner patient={patient} now={now} timeZone={organization.time_zone} />
      <div className={card.page}>
        <RecordList
          patientRef={patient_ref}
          records={lists.flatMap((list) => list.data)}
          older={MODALITIES.flatMap((modality, index) => {
            const cursor = lists[index]?.next_cursor;
            return cursor ? [{ modality, cursor }] : [];
          })}
          timeZone={organization.time_zone}
        />
      </div>
    </>
  );
}
