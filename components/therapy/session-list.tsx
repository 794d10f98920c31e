import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { FactTag } from '@/components/ui/status-chip';
import type { Night } from '@/lib/therapy/contracts';
import { hoursText } from './night-text';
import classes from './night-viewer.module.css';

const KINDS = { therapy: null, nap: 'Nap', mask_fit: 'Mask fit, not counted' } as const;

interface SessionListProps {
  night: Night;
  onOpen: (fromMs: number, toMs: number) => void;
}

/** Local time of an end: the clock may have changed during the session. */
function timesOf({ start, end, utc_offset_minutes, end_utc_offset_minutes }: Night['sessions'][number]) {
  const at = (text: string, utcOffsetMinutes: number) => {
    const clock: DeviceClock = [{ atMs: 0, utcOffsetMinutes }];
    return clockText(clock, Date.parse(text));
  };
  return `${at(start, utc_offset_minutes)} to ${at(end, end_utc_offset_minutes)}`;
}

/** Mask on to mask off, session by session; one opens in the lanes. */
export function SessionList({ night, onOpen }: SessionListProps) {
  return (
    <section className={card.card} aria-label="Sessions">
      <header className={card.header}>
        <h2 className={card.title}>Sessions</h2>
        <span className={table.dim}>device local</span>
      </header>
      {night.sessions.length === 0 ? (
        <p className={classes.none}>No sessions {night.usage_minutes === null ? 'were sent' : 'in this night: 0 h'}.</p>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Mask on to off</th>
                <th scope="col" className={table.number}>
                  h:min
                </th>
                <th scope="col" className={table.number}>
                  Events
                </th>
              </tr>
            </thead>
            <tbody>
              {night.sessions.map((session) => {
                const { record_id, start, end, kind, event_count } = session;
                const [fromMs, toMs] = [Date.parse(start), Date.parse(end)];
                return (
                  <tr key={`${record_id} ${start}`}>
                    <td>
                      <button type="button" className={classes.rowButton} onClick={() => onOpen(fromMs, toMs)}>
                        {timesOf(session)}
                      </button>
                      {KINDS[kind] && <FactTag>{KINDS[kind]}</FactTag>}
                    </td>
                    <td className={table.number}>{hoursText(toMs - fromMs)}</td>
                    <td className={table.number}>{event_count ?? 'not sent'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
