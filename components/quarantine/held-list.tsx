'use client';

import Link from 'next/link';
import { useRef } from 'react';
import { deviceText } from '@/components/ecg/recording-text';
import { StatusChip } from '@/components/ui/status-chip';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { formatSpan, formatTime } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import { heldTitle, reasonWords, sentAs, urgencyChips } from './held-text';
import classes from './quarantine.module.css';

interface RowProps {
  record: Recording;
  selected: boolean;
  now: string;
  timeZone: string;
}

function HeldRow({ record, selected, now, timeZone }: RowProps) {
  const waitingMs = Date.parse(now) - Date.parse(record.received_at);
  return (
    <li data-selected={selected || undefined}>
      <Link
        href={`/quarantine/${record.id}`}
        prefetch={false}
        scroll={false}
        data-row-link
        aria-current={selected ? 'true' : undefined}
        className={classes.rowLink}
      >
        <span className={classes.rowHead}>
          <strong>{reasonWords(record).join('; ')}</strong>
          <span className={classes.waiting}>waiting {formatSpan(waitingMs)}</span>
        </span>
        <span className={classes.rowSent}>Sent as {sentAs(record)}</span>
        <span className={classes.rowFoot}>
          {heldTitle(record)} · {deviceText(record)} · received{' '}
          <time dateTime={record.received_at}>{formatTime(record.received_at, timeZone)}</time>
        </span>
        {urgencyChips(record).length > 0 && (
          <span className={classes.rowChips}>
            {urgencyChips(record).map((chip) => (
              <StatusChip key={chip.word} {...chip} />
            ))}
          </span>
        )}
      </Link>
    </li>
  );
}

interface HeldListProps {
  records: Recording[];
  selectedId: string | null;
  now: string;
  timeZone: string;
}

/** Held recordings, urgent ones first; walked by the keys of every list. */
export function HeldList({ records, selectedId, now, timeZone }: HeldListProps) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <ul ref={list} className={classes.rows} aria-label="Held recordings, urgent ones first">
      {records.map((record) => (
        <HeldRow key={record.id} record={record} selected={record.id === selectedId} now={now} timeZone={timeZone} />
      ))}
    </ul>
  );
}
