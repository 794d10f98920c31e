import { Fragment } from 'react';
import card from '@/components/ui/card.module.css';
import { StateIcon } from '@/components/ui/status-chip';
import { type ChangeRow, changeGroups, REPEATABILITY_TEXT } from '@/lib/client/change-rows';
import { formatDate } from '@/lib/client/format-time';
import type { Judging } from '@/lib/ecg/domain/comparison/judging';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './compare.module.css';

function Row({ label, unit, detail, earlier, later, delta, note, verdict }: ChangeRow) {
  return (
    <tr>
      <th scope="row">
        {label} <span className={classes.unit}>{unit}</span>
        {detail && <span className={classes.detail}>{detail}</span>}
      </th>
      <td className={earlier.missing ? classes.reason : undefined}>{earlier.text}</td>
      <td className={later.missing ? classes.reason : classes.current}>{later.text}</td>
      <td>
        {delta}
        {verdict === 'rise_of_60' && <StateIcon state="high" size={14} />}
        {verdict === 'beyond_repeatability' && <StateIcon state="caution" size={14} />}
        {note && <span className={classes.reason}>{note}</span>}
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

interface ChangeCardProps {
  earlier: Recording;
  later: Recording;
  timeZone: string;
  judging: Judging;
}

/** Every value of both ECGs with its difference, by whose it is. */
export function ChangeCard({ earlier, later, timeZone, judging }: ChangeCardProps) {
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
          {changeGroups(earlier, later, judging).map(({ title, rows }) => (
            <Fragment key={title}>
              <Group title={title} />
              {rows.map((row) => (
                <Row {...row} key={row.key} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      {judging.verdicts && <p className={classes.foot}>{REPEATABILITY_TEXT}</p>}
    </section>
  );
}
