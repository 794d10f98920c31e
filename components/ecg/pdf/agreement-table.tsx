'use client';

import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { type ChipState, StateIcon } from '@/components/ui/status-chip';
import { formatDateTime } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import { type Agreement, type AgreementRow, agreementRows } from './agreement-rows';
import classes from './agreement-table.module.css';

const WORDS: Record<Agreement, { state: ChipState; word: string }> = {
  same: { state: 'fine', word: 'same' },
  differs: { state: 'high', word: 'differs' },
  other_formula: { state: 'caution', word: 'by another formula, not comparable' },
  not_checkable: { state: 'absent', word: 'not checkable' },
};

function Verdict({ agreement }: { agreement: Agreement }) {
  const { state, word } = WORDS[agreement];
  return (
    <span className={classes.verdict} data-state={state}>
      <StateIcon state={state} size={14} />
      {word}
    </span>
  );
}

function Rows({ rows }: { rows: readonly AgreementRow[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col" className={table.number}>
            Record
          </th>
          <th scope="col" className={table.number}>
            PDF text
          </th>
          <th scope="col" className={table.number}>
            Agreement
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, record, pdf, agreement }) => (
          <tr key={name}>
            <th scope="row" className={classes.field}>
              {name}
            </th>
            <td className={table.number}>{record}</td>
            <td className={table.number}>{pdf}</td>
            <td className={table.number}>
              <Verdict agreement={agreement} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the text of the PDF says beside what the record says, field by field (ECG-8). */
export function AgreementTable({ recording, timeZone }: { recording: Recording; timeZone: string }) {
  const check = recording.report_check;
  return (
    <section className={card.card} aria-label="Agreement of PDF and record">
      <header className={card.header}>
        <h2 className={card.title}>Agreement</h2>
        <span className={table.dim}>
          {check
            ? `text of the PDF, compared ${formatDateTime(check.checked_at, timeZone)}`
            : 'the text of the PDF has not been compared yet'}
        </span>
      </header>
      {check?.outcome === 'not_checkable' && (
        <p className={classes.note}>
          The PDF has no text that could be read (a scan, a locked or a damaged file). Compare patient, time and values
          by eye.
        </p>
      )}
      {check && <Rows rows={agreementRows(recording, check)} />}
    </section>
  );
}
