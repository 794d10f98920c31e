import { Button } from '@mantine/core';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { ShowMore } from '@/components/paging/show-more';
import type { Pages } from '@/components/paging/use-pages';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { StatusChip } from '@/components/ui/status-chip';
import { postJson } from '@/lib/client/api';
import { formatDateTime } from '@/lib/client/format-time';
import type { ReportLink } from '@/lib/reports/link-contracts';
import { LINK_CHIPS } from './report-text';
import classes from './reports.module.css';

interface LinkListProps {
  links: Pages<ReportLink>;
  timeZone: string;
}

function opensText({ opens, max_opens, wrong_tries }: ReportLink): string {
  const wrong = wrong_tries === 0 ? '' : `, ${wrong_tries} wrong ${wrong_tries === 1 ? 'code' : 'codes'}`;
  return `${opens} of ${max_opens}${wrong}`;
}

interface RowProps {
  link: ReportLink;
  timeZone: string;
  busy: boolean;
  onRevoke: () => void;
}

function Row({ link, timeZone, busy, onRevoke }: RowProps) {
  return (
    <tr>
      <th scope="row" className={classes.wrap}>
        {link.recipient}
        <div className={classes.dim}>
          {link.purpose}; by {link.author ?? 'not known'}
        </div>
      </th>
      <td className={classes.wrap}>{opensText(link)}</td>
      <td className={classes.wrap}>{formatDateTime(link.expires_at, timeZone)}</td>
      <td>
        <span className={classes.actions}>
          <StatusChip {...LINK_CHIPS[link.state]} />
          {link.state === 'live' && (
            <Button
              size="compact-xs"
              disabled={busy}
              onClick={onRevoke}
              aria-label={`Revoke the link for ${link.recipient}`}
            >
              Revoke
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

/** Who was given a report by link, why, how often it was opened, and the way to end it. */
export function LinkList({ links, timeZone }: LinkListProps) {
  const { busy, error, run } = useChange();
  const revoke = async (link: ReportLink) => {
    if (await run(() => postJson<ReportLink>(`/api/report-links/${link.id}/revoke`, undefined))) links.reload();
  };
  return (
    <section className={card.card} aria-label="Links">
      <header className={card.header}>
        <h2 className={card.title}>Links to reports</h2>
      </header>
      {links.rows.length === 0 ? (
        <p className={classes.note}>No report of this patient was shared by link.</p>
      ) : (
        <div className={table.scroll}>
          <table className={`${table.table} ${classes.table}`} aria-label="Links, newest first">
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">Opens</th>
                <th scope="col">Until</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {links.rows.map((link) => (
                <Row key={link.id} link={link} timeZone={timeZone} busy={busy} onRevoke={() => void revoke(link)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ShowMore pages={links} what="links" />
      <FormError text={error && changeErrorText(error)} />
    </section>
  );
}
