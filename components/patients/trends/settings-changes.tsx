import { Button } from '@mantine/core';
import { useState } from 'react';
import { modeWord } from '@/components/patients/list/facet-words';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import {
  type BeforeAfter,
  FEWEST_NIGHTS,
  type SettingsChange,
  SIDE_NIGHTS,
} from '@/lib/patients/domain/therapy-trends';
import classes from './trends.module.css';

const NAMES: Record<string, string> = {
  pressure_cmh2o: 'pressure',
  pressure_min_cmh2o: 'min. pressure',
  pressure_max_cmh2o: 'max. pressure',
  ipap_cmh2o: 'IPAP',
  ipap_max_cmh2o: 'max. IPAP',
  epap_cmh2o: 'EPAP',
  epap_min_cmh2o: 'min. EPAP',
  epap_max_cmh2o: 'max. EPAP',
  pressure_support_cmh2o: 'pressure support',
  pressure_support_min_cmh2o: 'min. support',
  pressure_support_max_cmh2o: 'max. support',
  backup_rate_bpm: 'backup rate',
  ti_min_s: 'min. Ti',
  ti_max_s: 'max. Ti',
  ramp_minutes: 'ramp',
  ramp_start_cmh2o: 'ramp start',
  epr_level: 'EPR',
  humidity_level: 'humidity',
};

/** Some devices are set anew every few nights; the newest changes tell most. */
const FIRST_SHOWN = 8;

/** What changed, in words: the mode alone where it changed, as all its settings did then. */
function wordsOf({ from, to }: SettingsChange['words']): string {
  if (from.mode !== to.mode) return `${modeWord(from.mode)} to ${modeWord(to.mode)}`;
  const names = new Set([...Object.keys(from.settings), ...Object.keys(to.settings)]);
  names.delete('mask_type');
  const changed = [...names].filter((name) => from.settings[name] !== to.settings[name]);
  const parts = changed.map(
    (name) => `${NAMES[name] ?? name} ${from.settings[name] ?? '–'} to ${to.settings[name] ?? '–'}`,
  );
  if (from.mask !== to.mask) parts.push(`mask ${from.mask ?? '–'} to ${to.mask ?? '–'}`);
  return parts.join(', ').replaceAll('full_face', 'full face');
}

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
      <td>{wordsOf(change.words)}</td>
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
