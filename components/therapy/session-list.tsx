import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { FactTag } from '@/components/ui/status-chip';
import type { Night } from '@/lib/therapy/contracts';
import { ExcludeButton, type PlannedExclusion } from './exclusion/exclude-button';
import { hoursText, sentUsage } from './night-text';
import classes from './night-viewer.module.css';

const KINDS = { therapy: null, nap: 'Nap', mask_fit: 'Mask fit, not counted' } as const;

type Session = Night['sessions'][number];

interface SessionListProps {
  night: Night;
  onOpen: (fromMs: number, toMs: number) => void;
  /** Begins to exclude a session, or to take it back; null for those who may not. */
  onPlan: ((planned: PlannedExclusion) => void) | null;
}

/** Local time of an end: the clock may have changed during the session. */
function timesOf({ start, end, utc_offset_minutes, end_utc_offset_minutes }: Session) {
  const at = (text: string, utcOffsetMinutes: number) => {
    const clock: DeviceClock = [{ atMs: 0, utcOffsetMinutes }];
    return clockText(clock, Date.parse(text));
  };
  return `${at(start, utc_offset_minutes)} to ${at(end, end_utc_offset_minutes)}`;
}

/** Why a session counts for nothing. */
function Excluded({ exclusion }: Pick<Session, 'exclusion'>) {
  return (
    <div className={classes.excludedNote}>
      Excluded: {exclusion?.reason}
      {exclusion?.author && `, ${exclusion.author}`}
    </div>
  );
}

function SessionRow({ session, onOpen, onPlan }: Omit<SessionListProps, 'night'> & { session: Session }) {
  const { record_id, start, end, kind, event_count, excluded, exclusion } = session;
  const [fromMs, toMs] = [Date.parse(start), Date.parse(end)];
  const times = timesOf(session);
  return (
    <tr data-excluded={excluded || undefined} className={classes.session}>
      <td>
        <button type="button" className={classes.rowButton} onClick={() => onOpen(fromMs, toMs)}>
          {excluded ? <s>{times}</s> : times}
        </button>
        {KINDS[kind] && <FactTag>{KINDS[kind]}</FactTag>}
        {excluded && <Excluded exclusion={exclusion} />}
        {onPlan && kind !== 'mask_fit' && (
          <ExcludeButton
            excluded={excluded}
            name={`session ${times}`}
            onClick={() => onPlan({ excluded: !excluded, session: { record_id, start, times } })}
          />
        )}
      </td>
      <td className={table.number}>{hoursText(toMs - fromMs)}</td>
      <td className={table.number}>{event_count ?? 'not sent'}</td>
    </tr>
  );
}

/** Mask on to mask off, session by session; one opens in the lanes. */
export function SessionList({ night, onOpen, onPlan }: SessionListProps) {
  return (
    <section className={card.card} aria-label="Sessions">
      <header className={card.header}>
        <h2 className={card.title}>Sessions</h2>
        <span className={table.dim}>device local</span>
      </header>
      {night.sessions.length === 0 ? (
        <p className={classes.none}>No sessions {sentUsage(night) === null ? 'were sent' : 'in this night: 0 h'}.</p>
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
              {night.sessions.map((session) => (
                <SessionRow
                  key={`${session.record_id} ${session.start}`}
                  session={session}
                  onOpen={onOpen}
                  onPlan={onPlan}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
