import Link from 'next/link';
import { FactTag, StateIcon, StatusChip } from '@/components/ui/status-chip';
import { formatName, formatSex } from '@/lib/client/format-person';
import { formatAge, formatPlainDate } from '@/lib/client/format-time';
import type { Patient, PatientFlag } from '@/lib/patients/contracts';
import classes from './patient-banner.module.css';
import { PatientTabs } from './patient-tabs';

/** A safety flag is yes, no or unknown; unknown never reads as no. */
function Flag({ name, flag }: { name: string; flag: PatientFlag }) {
  if (flag.value === 'yes') return <StatusChip state="caution" word={`${name}: yes`} />;
  return (
    <FactTag>
      {name}: {flag.value}
    </FactTag>
  );
}

interface PatientBannerProps {
  patient: Patient;
  /** The server's clock, ISO instant: ages count from it. */
  now: string;
  timeZone: string;
}

/** Whose page this is, always on screen: name, birth date with age, sex, patient id, safety flags. Wraps, never cut. */
export function PatientBanner({ patient, now, timeZone }: PatientBannerProps) {
  const born = patient.birth_date
    ? `${formatPlainDate(patient.birth_date)} (${formatAge(patient.birth_date, now, timeZone)})`
    : 'not sent';
  return (
    <section className={classes.banner} aria-label="Patient identity">
      <div className={classes.name}>
        <Link href={`/patients/${patient.patient_ref}`} prefetch={false}>
          {formatName(patient)}
        </Link>
      </div>
      <dl className={classes.facts}>
        <div>
          <dt>Born</dt>
          <dd>{born}</dd>
        </div>
        <div>
          <dt>Sex</dt>
          <dd>{formatSex(patient.sex)}</dd>
        </div>
        <div>
          <dt>MRN</dt>
          <dd>{patient.patient_id}</dd>
        </div>
      </dl>
      <div className={classes.chips}>
        <Flag name="Pacemaker" flag={patient.flags.pacemaker} />
        <Flag name="AF" flag={patient.flags.atrial_fibrillation} />
        {patient.flags.heart_failure.value === 'yes' && (
          <StatusChip state="caution" word="Heart failure, LVEF ≤ 45 %: yes" />
        )}
        {patient.flags.pregnancy.value === 'yes' && <StatusChip state="caution" word="Pregnancy: yes" />}
        {!patient.verified && <StatusChip state="caution" word="Unverified identity" />}
      </div>
      <PatientTabs patient={patient} />
    </section>
  );
}

/**
 * In place of an identity, for a recording that is attributed to nobody.
 * @param decideAt the page where it is decided; null for those who may not
 */
export function HeldBanner({ reasons, decideAt }: { reasons: readonly string[]; decideAt: string | null }) {
  return (
    <section className={`${classes.banner} ${classes.held}`} aria-label="Patient identity">
      <StateIcon state="held" />
      <div className={classes.name}>Held: belongs to no patient</div>
      <div>
        The trace is shown as sent. Whose it is, a person has to decide
        {reasons.length > 0 ? ` (${reasons.join(', ').replaceAll('_', ' ')})` : ''}.
        {decideAt && (
          <>
            {' '}
            <Link href={decideAt} prefetch={false}>
              Decide now
            </Link>
          </>
        )}
      </div>
    </section>
  );
}
