import type { ReactNode } from 'react';
import { EditPatient } from '@/components/patients/edit/edit-patient';
import { FLAG_WORDS } from '@/components/patients/flag-words';
import { boundaryText } from '@/components/therapy/night-text';
import card from '@/components/ui/card.module.css';
import { StatusChip } from '@/components/ui/status-chip';
import { formatDate, formatPlainDate } from '@/lib/client/format-time';
import { FLAG_NAMES, type Patient, type PatientFlag } from '@/lib/patients/contracts';
import classes from './patient-facts.module.css';

type Origin = Omit<PatientFlag, 'value'>;

/** Date, source and author of a fact, as far as they are known. */
function originText({ date, source, author, recorded_at }: Origin, timeZone: string): string {
  const entered = recorded_at ? `entered ${formatDate(recorded_at, timeZone)}${author ? ` by ${author}` : ''}` : null;
  return [date && formatPlainDate(date), source, entered].filter(Boolean).join(' · ');
}

function Fact({
  name,
  value,
  origin,
  timeZone,
}: {
  name: string;
  value: ReactNode;
  origin: Origin | null;
  timeZone: string;
}) {
  const text = origin ? originText(origin, timeZone) : '';
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        {value}
        {text !== '' && <span className={classes.origin}>{text}</span>}
      </dd>
    </div>
  );
}

function FlagValue({ flag }: { flag: PatientFlag }) {
  if (flag.value === 'yes') return <StatusChip state="caution" word="yes" />;
  return flag.value === 'no' ? 'no' : <span className={classes.unknown}>unknown</span>;
}

const unknown = <span className={classes.unknown}>unknown</span>;

interface PatientFactsProps {
  patient: Patient;
  timeZone: string;
  mayEdit: boolean;
}

/** What is known of the patient beside the recordings: yes, no or unknown, with date, source and author. */
export function PatientFacts({ patient, timeZone, mayEdit }: PatientFactsProps) {
  const { therapy_start: start, diagnostic_ahi: ahi } = patient;
  return (
    <section className={card.card} aria-label="Patient facts">
      <header className={card.header}>
        <h2 className={card.title}>Patient facts</h2>
        {mayEdit && <EditPatient patient={patient} />}
      </header>
      <dl className={classes.facts}>
        {FLAG_NAMES.map((name) => (
          <Fact
            key={name}
            name={FLAG_WORDS[name]}
            value={<FlagValue flag={patient.flags[name]} />}
            origin={patient.flags[name]}
            timeZone={timeZone}
          />
        ))}
        <Fact
          name="Therapy start"
          value={start ? formatPlainDate(start.value) : unknown}
          origin={start ? { ...start, date: null } : null}
          timeZone={timeZone}
        />
        <Fact
          name="Diagnostic AHI"
          value={ahi ? `${ahi.value.toFixed(1)} /h` : unknown}
          origin={ahi}
          timeZone={timeZone}
        />
        <Fact name="Nights" value={boundaryText(patient.night_boundary_hour)} origin={null} timeZone={timeZone} />
      </dl>
    </section>
  );
}
