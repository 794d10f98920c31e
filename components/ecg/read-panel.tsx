import card from '@/components/ui/card.module.css';
import { Measure } from '@/components/ui/measure';
import { StateIcon } from '@/components/ui/status-chip';
import { formatSpan } from '@/lib/client/format-time';
import { formatWhole } from '@/lib/client/format-value';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './read-panel.module.css';
import { ReadingSection, type ReadingSetting } from './reading/reading-section';
import { useReading } from './reading/use-reading';
import { ReadingChip } from './reading-chip';
import { qtcFormulaText } from './recording-text';

type Measurements = NonNullable<Recording['measurements']>;
const ROWS: { label: string; unit: string; value: (measured: Measurements) => number | null }[] = [
  { label: 'HR', unit: 'bpm', value: (measured) => measured.heart_rate_bpm },
  { label: 'PR', unit: 'ms', value: (measured) => measured.pr_ms },
  { label: 'QRS', unit: 'ms', value: (measured) => measured.qrs_ms },
  { label: 'QT', unit: 'ms', value: (measured) => measured.qt_ms },
  { label: 'QTc', unit: 'ms', value: (measured) => measured.qtc_ms },
  { label: 'P axis', unit: '°', value: (measured) => measured.p_axis_deg },
  { label: 'QRS axis', unit: '°', value: (measured) => measured.qrs_axis_deg },
  { label: 'T axis', unit: '°', value: (measured) => measured.t_axis_deg },
];

function MeasurementTable({ measurements }: { measurements: Recording['measurements'] }) {
  return (
    <table className={classes.table} aria-label="Measurements as the device sent them">
      <thead>
        <tr>
          <td />
          <th scope="col">Device</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ label, unit, value }) => (
          <tr key={label}>
            <th scope="row">
              {label}
              {label === 'QTc' && measurements?.qtc_ms != null && (
                <span className={classes.formula}>{qtcFormulaText(measurements.qtc_formula)}</span>
              )}
            </th>
            <td>
              <Measure value={measurements ? formatWhole(value(measurements)) : null} unit={unit} missing="not sent" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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

interface ReadPanelProps {
  recording: Recording;
  now: string;
  timeZone: string;
  reading: ReadingSetting;
}

/** What is known of the ECG beside its trace: measurements and statement of the device, the reader's, warnings, order. */
export function ReadPanel({ recording, now, timeZone, reading: setting }: ReadPanelProps) {
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
            <span className={classes.waiting}>as sent, not recomputed</span>
          </div>
          <MeasurementTable measurements={recording.measurements} />
        </section>
        <Statements recording={recording} />
        <ReadingSection reading={reading} setting={setting} timeZone={timeZone} />
        <Warnings warnings={recording.warnings} />
        <Order recording={recording} />
      </div>
    </aside>
  );
}
