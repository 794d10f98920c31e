'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiErrorPanel, LoadingRows } from '@/components/ui/state-panel';
import { asApiError, getJson } from '@/lib/client/api';
import { formatDateTime } from '@/lib/client/format-time';
import type { ReadingHistory as History, ReadingEntry } from '@/lib/ecg/reading-contracts';
import classes from './reading.module.css';

const EVENT_WORDS: Record<ReadingEntry['event'], string> = {
  saved: 'Preliminary',
  confirmed: 'Confirmed',
  amended: 'Amended',
  undone: 'Taken back',
  repeat_requested: 'Repeat asked for',
  repeat_withdrawn: 'Repeat no longer asked for',
};

function Entry({ entry, timeZone }: { entry: ReadingEntry; timeZone: string }) {
  const repeat = entry.event.startsWith('repeat');
  return (
    <li>
      <div>
        <strong>{EVENT_WORDS[entry.event]}</strong> on version {entry.version}
      </div>
      <div className={classes.by}>
        {entry.author ?? 'Unknown'}, {formatDateTime(entry.recorded_at, timeZone)}
      </div>
      {entry.reason && <div>Reason: {entry.reason}</div>}
      {!repeat && entry.statement && <p className={classes.words}>{entry.statement}</p>}
    </li>
  );
}

function Entries({ recordId, revision, timeZone }: { recordId: string; revision: number; timeZone: string }) {
  const query = useQuery({
    queryKey: ['reading-history', recordId, revision],
    queryFn: ({ signal }) => getJson<History>(`/api/ecg/data/${recordId}/reading/history`, signal),
    gcTime: 0,
    retry: false,
  });
  if (query.error) {
    const retry = () => void query.refetch();
    return <ApiErrorPanel title="The history could not load" error={asApiError(query.error)} onRetry={retry} />;
  }
  if (!query.data) return <LoadingRows rows={2} lines={2} label="Loading the history" />;
  if (query.data.data.length === 0) return <p className={classes.by}>Nobody has said anything yet.</p>;
  return (
    <ol className={classes.history} aria-label="History of the reading">
      {query.data.data.map((entry) => (
        <Entry key={`${entry.recorded_at}${entry.event}`} entry={entry} timeZone={timeZone} />
      ))}
    </ol>
  );
}

/** Everything readers said of this ECG, on demand. */
export function ReadingHistory(props: { recordId: string; revision: number; timeZone: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        History
      </button>
      {open && <Entries {...props} />}
    </div>
  );
}
