import card from '@/components/ui/card.module.css';
import { StateIcon } from '@/components/ui/status-chip';
import { formatSpan } from '@/lib/client/format-time';
import type { BaselineNumbers } from '@/lib/ecg/domain/qtc-cautions';
import type { Recording } from '@/lib/recordings/contracts';
import { BaselineChange } from './measurements/baseline-change';
import { MeasurementTable } from './measurements/measurement-table';
import { QtcPanel } from './measurements/qtc-panel';
import { RhythmLine } from './measurements/rhythm-line';
import classes from './read-panel.module.css';
import { ReadingSection, type ReadingSetting } from './reading/reading-section';
import { useReading } from './reading/use-reading';
import { ReadingChip } from './reading-chip';

function Statements({ recording }: { recording: Recording }) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>Device statement</h3>
        <span className={classes.waiting}>as sent, unconfirmed</span>
      </div>
      {recording.statements.length === 0 ? (
        <span className={classes.dim}>None sent</span>
      ) : (
        <ul className={classes.list}>
          {recording.statements.map((statement) => (
            <li key={statement}>{statement}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Warnings({ warnings }: { warnings: Recording['warnings'] }) {
  if (warnings.length === 0) return null;
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>Warnings</h3>
      </div>
      <ul className={classes.list}>
        {warnings.map((warning) => (
          <li key={`${warning.code}${warning.pointer}`} style={{ display: 'flex', gap: 6 }}>
            <StateIcon state="caution" size={14} />
            <span>{warning.detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string | null | undefined }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value ? value : <span className={classes.dim}>not sent</span>}</dd>
    </>
  );
}

function Order({ recording }: { recording: Recording }) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>Order</h3>
      </div>
      <dl className={classes.facts}>
        <Fact label="Indication" value={recording.order?.indication} />
        <Fact label="Ordering unit" value={recording.order?.ordering_unit} />
        <Fact label="Accession number" value={recording.order?.accession_number} />
        <Fact label="Recorded at" value={recording.site} />
      </dl>
    </section>
  );
}

/** What QTc is judged by beside the ECG itself. */
export interface QtcSetting {
  /** At the recording; null where no birth date is known. */
  age_years: number | null;
  /** The patient's own baseline ECG; null where none was chosen, or it is this one. */
  baseline: BaselineNumbers | null;
}

interface ReadPanelProps {
  recording: Recording;
  now: string;
  timeZone: string;
  reading: ReadingSetting;
  qtc: QtcSetting;
}

/** What is known of the ECG beside its trace: measurements of the device and computed, what the device and the reader say. */
export function ReadPanel({ recording, now, timeZone, reading: setting, qtc }: ReadPanelProps) {
  const reading = useReading(recording);
  const waitingMs = new Date(now).getTime() - new Date(recording.received_at).getTime();
  return (
    <aside className={`${card.card} ${classes.panel}`} aria-label="Measurements and reading">
      <header className={card.header}>
        <h2 className={card.title}>Read</h2>
        <ReadingChip state={reading.record.reading.state} />
        <span className={classes.waiting}>received {formatSpan(waitingMs)} ago</span>
      </header>
      <div className={classes.body}>
        <section className={`${classes.section} ${classes.measurements}`}>
          <div className={classes.head}>
            <h3>Measurements</h3>
            <span className={classes.waiting}>device: as sent, not recomputed</span>
          </div>
          <MeasurementTable recording={recording} age_years={qtc.age_years} />
          {recording.derived && <RhythmLine derived={recording.derived} />}
        </section>
        <QtcPanel recording={recording} age_years={qtc.age_years} />
        {qtc.baseline && (
          <BaselineChange recording={recording} baseline={qtc.baseline} age_years={qtc.age_years} timeZone={timeZone} />
        )}
        <Statements recording={recording} />
        <ReadingSection reading={reading} setting={setting} timeZone={timeZone} />
        <Warnings warnings={recording.warnings} />
        <Order recording={recording} />
      </div>
    </aside>
  );
}
