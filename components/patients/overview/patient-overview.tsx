import { PatientTimeline } from '@/components/patients/timeline/patient-timeline';
import type { RecordRights } from '@/components/recordings/record-menu';
import { CardImport } from '@/components/therapy/import/card-import';
import type { Patient } from '@/lib/patients/contracts';
import { dateOfDay, dayPosition } from '@/lib/patients/domain/timeline';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import classes from './overview.module.css';
import { OverviewKeys } from './overview-keys';
import { PatientFacts } from './patient-facts';
import { RecordTable } from './record-table';
import { TrendCards } from './trend-cards';

interface PatientOverviewProps {
  patient: Patient;
  timeline: Timeline;
  /** The server's clock, ISO instant. */
  now: string;
  timeZone: string;
  mayEdit: boolean;
  rights: RecordRights;
  mayImport: boolean;
}

/** One patient at a glance: six trends, the timeline, every record, what is known beside them. */
export function PatientOverview({
  patient,
  timeline,
  now,
  timeZone,
  mayEdit,
  rights,
  mayImport,
}: PatientOverviewProps) {
  const lastNight = dateOfDay(Math.floor(dayPosition(now, timeZone)) - 1);
  return (
    <>
      <OverviewKeys last_ecg_id={patient.last_ecg_id} last_night_id={patient.last_night_id} />
      <TrendCards ecgs={timeline.ecgs} nights={timeline.nights} lastNight={lastNight} timeZone={timeZone} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <PatientTimeline timeline={timeline} now={now} timeZone={timeZone} />
          <RecordTable timeline={timeline} now={now} timeZone={timeZone} rights={rights} />
        </div>
        <div className={classes.main}>
          <PatientFacts patient={patient} timeZone={timeZone} mayEdit={mayEdit} />
          {mayImport && <CardImport patient_id={patient.patient_id} />}
        </div>
      </div>
    </>
  );
}
