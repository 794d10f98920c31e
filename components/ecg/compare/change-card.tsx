import card from '@/components/ui/card.module.css';
import { StateIcon } from '@/components/ui/status-chip';
import { formatDate } from '@/lib/client/format-time';
import { formatSigned, formatWhole } from '@/lib/client/format-value';
import {
  type Change,
  type ChangeVerdict,
  COMPARED_VALUES,
  type ComparedValue,
  compareComputedQtc,
  compareMeasurements,
  type NoChangeReason,
} from '@/lib/ecg/domain/comparison/change-table';
import { QTC_FORMULAE } from '@/lib/ecg/domain/qtc';
import type { Recording } from '@/lib/recordings/contracts';
import { qtcFormulaText } from '../recording-text';
import classes from './compare.module.css';

const LABELS: Record<ComparedValue, { label: string; unit: string }> = {
  heart_rate_bpm: { label: 'HR', unit: 'bpm' },
  pr_ms: { label: 'PR', unit: 'ms' },
  qrs_ms: { label: 'QRS', unit: 'ms' },
  qt_ms: { label: 'QT', unit: 'ms' },
  qtc_ms: { label: 'QTc', unit: 'ms' },
  p_axis_deg: { label: 'P axis', unit: '°' },
  qrs_axis_deg: { label: 'QRS axis', unit: '°' },
  t_axis_deg: { label: 'T axis', unit: '°' },
};

const VERDICTS: Record<ChangeVerdict, string> = {
  within_repeatability: 'within repeatability',
  beyond_repeatability: 'more than repeatability',
  rise_of_60: 'rise of 60 ms or more',
};

const REASONS: Record<NoChangeReason, string> = {
  // the dash in its column says so
  not_sent: '',
  formulae_differ: 'formulae differ',
  formula_not_stated: 'formula not stated',
  rate_too_high: 'withheld: HR above 150',
};

/** Whether differences are given, and judged; `reason` says why not. */
export interface Judging {
  differences: boolean;
  verdicts: boolean;
  reason: string | null;
}

interface RowProps {
  label: string;
  unit: string;
  detail?: string | undefined;
  change: Change;
  judging: Judging;
}

function Difference({ change: { delta, verdict, reason }, judging }: Pick<RowProps, 'change' | 'judging'>) {
  if (!judging.differences) return null;
  if (delta === null) return <span className={classes.reason}>{reason && REASONS[reason]}</span>;
  const judged = judging.verdicts ? verdict : null;
  return (
    <>
      {formatSigned(delta)}
      {judged === 'rise_of_60' && <StateIcon state="high" size={14} />}
      {judged === 'beyond_repeatability' && <StateIcon state="caution" size={14} />}
      {judged && <span className={classes.reason}>{VERDICTS[judged]}</span>}
    </>
  );
}

function Row({ label, unit, detail, change, judging }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {label} <span className={classes.unit}>{unit}</span>
        {detail && <span className={classes.detail}>{detail}</span>}
      </th>
      <td>{formatWhole(change.earlier) ?? '–'}</td>
      <td className={classes.current}>{formatWhole(change.later) ?? '–'}</td>
      <td>
        <Difference change={change} judging={judging} />
      </td>
    </tr>
  );
}

function Group({ title }: { title: string }) {
  return (
    <tr className={classes.group}>
      <th colSpan={4} scope="colgroup">
        {title}
      </th>
    </tr>
  );
}

function formulaDetail(earlier: Recording, later: Recording): string {
  const name = ({ measurements }: Recording) => qtcFormulaText(measurements?.qtc_formula ?? null);
  const [before, after] = [name(earlier), name(later)];
  return before === after ? after : `${before}, then ${after}`;
}

interface ChangeCardProps {
  earlier: Recording;
  later: Recording;
  timeZone: string;
  judging: Judging;
}

/** Every value of both ECGs with its difference: as the devices sent them, and QTc computed from their QT and rate. */
export function ChangeCard({ earlier, later, timeZone, judging }: ChangeCardProps) {
  const device = compareMeasurements(earlier, later);
  const computed = compareComputedQtc(earlier, later);
  return (
    <section className={card.card} aria-label="Change">
      <header className={card.header}>
        <h2 className={card.title}>Change</h2>
        {judging.reason && <span className={classes.reason}>{judging.reason}</span>}
      </header>
      <table className={classes.table} aria-label="Values of both ECGs and their differences">
        <thead>
          <tr>
            <td />
            <th scope="col">{formatDate(earlier.recording_date, timeZone)}</th>
            <th scope="col">{formatDate(later.recording_date, timeZone)}</th>
            <th scope="col">{judging.differences ? 'Δ' : ''}</th>
          </tr>
        </thead>
        <tbody>
          <Group title="Device, as sent" />
          {COMPARED_VALUES.map((name) => (
            <Row
              key={name}
              {...LABELS[name]}
              detail={name === 'qtc_ms' ? formulaDetail(earlier, later) : undefined}
              change={device[name]}
              judging={judging}
            />
          ))}
          <Group title="QTc, computed from the device’s QT and HR" />
          {QTC_FORMULAE.map((formula) => (
            <Row key={formula} label={qtcFormulaText(formula)} unit="ms" change={computed[formula]} judging={judging} />
          ))}
        </tbody>
      </table>
      {judging.verdicts && (
        <p className={classes.foot}>
          Repeatability: QT ±32 ms, QTc ±26 ms. Of the others none is agreed upon, so they are not judged.
        </p>
      )}
    </section>
  );
}
