import { Button } from '@mantine/core';
import { useState } from 'react';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import { settingsChangeText } from '@/lib/client/settings-words';
import {
  type BeforeAfter,
  FEWEST_NIGHTS,
  type SettingsChange,
  SIDE_NIGHTS,
} from '@/lib/patients/domain/therapy-trends';
import classes from './trends.module.css';

/** Some devices are set anew every few nights; the newest changes tell most. */
const FIRST_SHOWN = 8;

function Pair({ pair, divide = 1 }: { pair: BeforeAfter; divide?: number }) {
  const text = (value: number | null) => (value === null ? 'too few' : (value / divide).toFixed(1));
  return (
    <>
      {text(pair.before)} → <b>{text(pair.after)}</b>
    </>
  );
}

function ChangeRow({ change }: { change: SettingsChange }) {
  return (
    <tr>
      <td>{formatPlainDate(change.date)}</td>
      <td>{settingsChangeText(change.words)}</td>
      <td>
        <Pair pair={change.ahi} />
      </td>
      <td>
        <Pair pair={change.usage_minutes} divide={60} />
      </td>
    </tr>
  );
}

/** Changes of mode, settings and mask, with medians of the nights on each side. */
export function SettingsChanges({ changes }: { changes: readonly SettingsChange[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, FIRST_SHOWN);
  return (
    <section className={card.card} aria-label="Settings changes">
      <header className={card.header}>
        <h2 className={card.title}>Settings changes</h2>
        <span className={classes.source}>medians, up to {SIDE_NIGHTS} nights each side</span>
      </header>
      {changes.length === 0 ? (
        <p className={classes.note}>No change in these nights.</p>
      ) : (
        <div className={table.scroll}>
          <table className={table.table} aria-label="Settings changes">
            <thead>
              <tr>
                <th scope="col">Date</th>
                <th scope="col">Change</th>
                <th scope="col">AHI /h</th>
                <th scope="col">Usage h</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((change) => (
                <ChangeRow key={change.date} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changes.length > FIRST_SHOWN && (
        <div className={classes.more}>
          <Button onClick={() => setAll(!all)}>{all ? 'Show the newest only' : `Show all ${changes.length}`}</Button>
        </div>
      )}
      <p className={classes.note}>
        A side ends at the next change; fewer than {FEWEST_NIGHTS} nights are too few. What stands before and after a
        change need not be due to it.
      </p>
    </section>
  );
}
