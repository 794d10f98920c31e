import panel from '@/components/ecg/read-panel.module.css';
import { Measure } from '@/components/ui/measure';
import { formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText, unmeasuredText } from '@/lib/client/measured-text';
import { measuredOf } from '@/lib/ecg/domain/derived-ecg';
import { defaultFormula, judgeQtc } from '@/lib/ecg/domain/qtc-cautions';
import type { Measured, MeasuredName } from '@/lib/measure/domain/ecg-measurement';
import type { Recording } from '@/lib/recordings/contracts';
import { confidenceText, noQtcText } from './measurement-text';
import classes from './measurements.module.css';

const ROWS: { name: Exclude<MeasuredName, 'p_ms'> | 'qtc_ms'; label: string; unit: string }[] = [
  { name: 'heart_rate_bpm', label: 'HR', unit: 'bpm' },
  { name: 'pr_ms', label: 'PR', unit: 'ms' },
  { name: 'qrs_ms', label: 'QRS', unit: 'ms' },
  { name: 'qt_ms', label: 'QT', unit: 'ms' },
  { name: 'qtc_ms', label: 'QTc', unit: 'ms' },
  { name: 'p_axis_deg', label: 'P axis', unit: '°' },
  { name: 'qrs_axis_deg', label: 'QRS axis', unit: '°' },
  { name: 't_axis_deg', label: 'T axis', unit: '°' },
];

function ComputedValue({ measured, unit }: { measured: Measured; unit: string }) {
  if (measured.value === null) return <Measure value={null} unit={unit} missing={unmeasuredText(measured.reason)} />;
  const confidence = confidenceText(measured.confidence);
  return (
    <span title={`Confidence ${measured.confidence.toFixed(2)}: how well leads and beats agree`}>
      <Measure value={formatWhole(measured.value)} unit={unit} missing="" />
      {confidence !== 'high' && <span className={classes.confidence}>{confidence} confidence</span>}
    </span>
  );
}

function ComputedQtc({ recording, age_years }: { recording: Recording; age_years: number | null }) {
  const judged = judgeQtc(recording, 'computed', age_years);
  const formula = defaultFormula(age_years);
  if (!judged.ok) return <Measure value={null} unit="ms" missing={noQtcText(judged.reason)} />;
  return (
    <>
      <span className={panel.formula}>{qtcFormulaText(formula)}</span>{' '}
      <Measure value={formatWhole(judged.values[formula])} unit="ms" missing="" />
    </>
  );
}

interface MeasurementTableProps {
  recording: Recording;
  /** At the recording; null where no birth date is known. */
  age_years: number | null;
}

/** The device's measurements, and beside them those computed from the samples where the organisation shows them. */
export function MeasurementTable({ recording, age_years }: MeasurementTableProps) {
  const { measurements, derived } = recording;
  return (
    <table
      className={panel.table}
      aria-label={derived ? 'Measurements of the device and computed' : 'Measurements as the device sent them'}
    >
      <thead>
        <tr>
          <td />
          <th scope="col" className={derived ? classes.first : undefined}>
            Device
          </th>
          {derived && (
            <th scope="col" title={`${derived.algorithm} ${derived.version}`}>
              Computed
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ name, label, unit }) => (
          <tr key={name}>
            <th scope="row">
              {label}
              {name === 'qtc_ms' && measurements?.qtc_ms != null && (
                <span className={panel.formula}>{qtcFormulaText(measurements.qtc_formula)}</span>
              )}
            </th>
            <td>
              <Measure value={measurements ? formatWhole(measurements[name]) : null} unit={unit} missing="not sent" />
            </td>
            {derived && (
              <td>
                {name === 'qtc_ms' ? (
                  <ComputedQtc recording={recording} age_years={age_years} />
                ) : (
                  <ComputedValue measured={measuredOf(derived, name)} unit={unit} />
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
