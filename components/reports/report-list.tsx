import { Button } from '@mantine/core';
import { ShowMore } from '@/components/paging/show-more';
import type { Pages } from '@/components/paging/use-pages';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { formatDateTime } from '@/lib/client/format-time';
import type { JointReport } from '@/lib/reports/contracts';
import { amountText, rangeText } from './report-text';
import classes from './reports.module.css';

interface ReportListProps {
  reports: Pages<JointReport>;
  shown: string | null;
  timeZone: string;
  onShow: (report: JointReport) => void;
  /** Absent for who may not share. */
  onShare?: (report: JointReport) => void;
}

function Row({ report, shown, timeZone, onShow, onShare }: { report: JointReport } & Omit<ReportListProps, 'reports'>) {
  const range = rangeText(report);
  return (
    <tr>
      <th scope="row" className={classes.wrap}>
        {range}
        <div className={classes.dim}>{amountText(report)}</div>
      </th>
      <td className={classes.wrap}>
        {formatDateTime(report.made_at, timeZone)}
        <div className={classes.dim}>
          {report.author ?? 'not known'}, <code>{report.inputs_sha256.slice(0, 8)}</code>
        </div>
      </td>
      <td>
        {report.withdrawn_at ? (
          <StatusChip state="caution" word="Withdrawn" />
        ) : (
          <span className={classes.actions}>
            <Button
              size="compact-xs"
              aria-pressed={shown === report.id}
              variant={shown === report.id ? 'light' : 'default'}
              onClick={() => onShow(report)}
              aria-label={`Show the report of ${range}`}
            >
              Show
            </Button>
            {onShare && (
              <Button size="compact-xs" onClick={() => onShare(report)} aria-label={`Share the report of ${range}`}>
                Share
              </Button>
            )}
          </span>
        )}
      </td>
    </tr>
  );
}

/** The reports that were made, newest first. */
export function ReportList({ reports, ...row }: ReportListProps) {
  return (
    <section className={card.card} aria-label="Reports made">
      <header className={card.header}>
        <h2 className={card.title}>Reports made</h2>
      </header>
      {reports.rows.length === 0 ? (
        <StatePanel kind="first" title="No report yet">
          Choose dates and make the first one.
        </StatePanel>
      ) : (
        <div className={table.scroll}>
          <table className={`${table.table} ${classes.table}`} aria-label="Reports, newest first">
            <thead>
              <tr>
                <th scope="col">Dates</th>
                <th scope="col">Made</th>
                <th scope="col">Actions</th>
              </tr>
            </thead>
            <tbody>
              {reports.rows.map((report) => (
                <Row key={report.id} report={report} {...row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ShowMore pages={reports} what="reports" />
    </section>
  );
}
