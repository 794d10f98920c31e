import panel from '@/components/ecg/read-panel.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { QTC_FORMULAE } from '@/lib/ecg/domain/qtc';
import {
  defaultFormula,
  type JudgedQtc,
  judgeQtc,
  QTC_SOURCES,
  type QtcCaution,
  type QtcSource,
} from '@/lib/ecg/domain/qtc-cautions';
import type { Recording } from '@/lib/recordings/contracts';
import { cautionText, noQtcText } from './measurement-text';
import classes from './measurements.module.css';

const SOURCE_NAMES: Record<QtcSource, string> = { device: 'Device', computed: 'Computed' };

const ofBazett = (caution: QtcCaution) => caution === 'bazett_slow' || caution === 'bazett_fast';

function Values({ source, judged, formula }: { source: QtcSource; judged: JudgedQtc; formula: string }) {
  const doubtful = judged.ok && judged.cautions.some(ofBazett);
  return (
    <tr>
      <th scope="row">{SOURCE_NAMES[source]}</th>
      {judged.ok ? (
        QTC_FORMULAE.map((name) => (
          <td key={name} data-chosen={name === formula || undefined}>
            {formatWhole(judged.values[name])}
            {name === 'bazett' && doubtful && <StateIcon state="caution" size={12} />}
          </td>
        ))
      ) : (
        <td colSpan={QTC_FORMULAE.length} className={classes.withheld}>
          withheld: {noQtcText(judged.reason)}
        </td>
      )}
    </tr>
  );
}

interface QtcPanelProps {
  recording: Recording;
  /** At the recording; null where no birth date is known. */
  age_years: number | null;
}

/**
 * QT corrected for rate by four formulae, of the QT and heart rate the device sent and of those computed, with what asks for
 * care (MEA-2, MEA-3). The formula the patient's age asks for is marked.
 */
export function QtcPanel({ recording, age_years }: QtcPanelProps) {
  const sources = QTC_SOURCES.filter((source) => source === 'device' || recording.derived !== null);
  const rows = sources.map((source) => ({ source, judged: judgeQtc(recording, source, age_years) }));
  const formula = defaultFormula(age_years);
  const cautions = [...new Set(rows.flatMap(({ judged }) => (judged.ok ? judged.cautions : [])))];
  const jts = rows.flatMap(({ source, judged }) =>
    judged.ok && judged.jt_ms !== null ? [{ source, jt: judged.jt_ms }] : [],
  );
  return (
    <section className={panel.section} aria-label="QTc">
      <div className={panel.head}>
        <h3>QTc</h3>
        <span className={panel.waiting}>
          {qtcFormulaText(formula)} by {age_years === null ? 'default, age unknown' : 'age'}
        </span>
      </div>
      <table className={classes.qtc} aria-label="QTc in ms, computed from QT and heart rate of each source">
        <thead>
          <tr>
            <td>ms</td>
            {QTC_FORMULAE.map((name) => (
              <th key={name} scope="col" data-chosen={name === formula || undefined}>
                {qtcFormulaText(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Values key={row.source} {...row} formula={formula} />
          ))}
        </tbody>
      </table>
      {jts.map(({ source, jt }) => (
        <p key={source} className={classes.line}>
          JT {formatWhole(jt)} ms <span className={panel.waiting}>{SOURCE_NAMES[source]}, QT less QRS</span>
        </p>
      ))}
      {cautions.length > 0 && (
        <Note tone="caution" icon={<StateIcon state="caution" />}>
          {cautions.map(cautionText).join(' ')}
        </Note>
      )}
    </section>
  );
}
