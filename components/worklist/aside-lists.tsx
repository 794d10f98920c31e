import Link from 'next/link';
import { StatusChip } from '@/components/ui/status-chip';
import { formatDate, formatDateTime, formatSpan, formatTime } from '@/lib/client/format-time';
import type { HeldRecord, RepeatRequestRow, SilentDevice } from '@/lib/worklist/contracts';
import { PersonCell } from './person-cell';
import classes from './worklist.module.css';
import { findingText, reasonText } from './worklist-text';

const KINDS: Record<HeldRecord['modality'], string> = { ecg: 'ECG', cpap: 'CPAP night', bipap: 'BiPAP night' };

function HeldUrgency({ row }: { row: HeldRecord }) {
  if (row.priority !== 'routine' || row.critical.length > 0)
    return (
      <div className={classes.chips}>
        {row.priority === 'stat' && <StatusChip state="critical" word="STAT" />}
        {row.priority === 'urgent' && <StatusChip state="high" word="Urgent" />}
        {row.critical.map((finding) => (
          <StatusChip key={finding} state="critical" word={findingText(finding)} />
        ))}
      </div>
    );
  return null;
}

interface QuarantineListProps {
  rows: readonly HeldRecord[];
  now: string;
  timeZone: string;
  /** Whether the viewer may decide on them: they open where that is done. */
  resolves: boolean;
}

/** Held recordings, without whose they say they are; an ECG opens as it was sent. */
export function QuarantineList({ rows, now, timeZone, resolves }: QuarantineListProps) {
  if (rows.length === 0) return <p className={classes.nothing}>Nothing is held.</p>;
  return (
    <ul className={classes.list} aria-label="Held recordings">
      {rows.map((row) => {
        const received = `${formatDate(row.received_at, timeZone)} ${formatTime(row.received_at, timeZone)}`;
        return (
          <li key={row.id}>
            <div>
              <HeldUrgency row={row} />
              <div className={classes.reason}>{reasonText(row.reasons)}</div>
              <div className={classes.source}>
                {KINDS[row.modality]} · {row.device_model ?? row.device_id} · waiting{' '}
                {formatSpan(Date.parse(now) - Date.parse(row.received_at))}
              </div>
            </div>
            {(resolves || row.modality === 'ecg') && (
              <Link
                href={resolves ? `/quarantine/${row.id}` : `/ecg/${row.id}`}
                prefetch={false}
                data-row-link
                className={classes.open}
                aria-label={`Open held ${KINDS[row.modality]} received ${received}`}
              >
                Open
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface RepeatListProps {
  rows: readonly RepeatRequestRow[];
  now: string;
  timeZone: string;
}

/** ECGs somebody wants recorded again, and why. */
export function RepeatList({ rows, now, timeZone }: RepeatListProps) {
  return (
    <ul className={classes.list} aria-label="ECGs to be recorded again">
      {rows.map((row) => (
        <li key={row.id}>
          <div>
            <PersonCell
              person={row.patient}
              href={`/ecg/${row.id}`}
              opens={`ECG of ${formatDateTime(row.recording_date, timeZone)}, to be recorded again`}
              now={now}
              timeZone={timeZone}
            />
            <div className={classes.reason}>{row.reason}</div>
            <div className={classes.source}>
              asked {row.author ? `by ${row.author} ` : ''}
              {formatSpan(Date.parse(now) - Date.parse(row.requested_at))} ago
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Devices that should send every night and have not for three nights or more. */
export function SilentList({ rows, timeZone }: { rows: readonly SilentDevice[]; timeZone: string }) {
  if (rows.length === 0) return <p className={classes.nothing}>Every nightly device has sent within three nights.</p>;
  return (
    <ul className={classes.list} aria-label="Silent devices">
      {rows.map((row) => (
        <li key={row.device_ref}>
          <div>
            <div className={classes.reason}>{[row.make, row.model].filter(Boolean).join(' ') || row.device_id}</div>
            <div className={classes.source}>
              {row.device_id} ·{' '}
              {row.last_seen_at ? `last upload ${formatDate(row.last_seen_at, timeZone)}` : 'nothing sent yet'}
            </div>
          </div>
          <StatusChip state="absent" word={`${row.silent_nights} nights`} />
        </li>
      ))}
    </ul>
  );
}
