'use client';

import { Button, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { DataAsOf, DataStale, useOnline } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StaleBar } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { formatDateTime, formatTime, zoneName } from '@/lib/client/format-time';
import { type CappedCount, type UnreadEcg, WORKLIST_ROWS, type Worklist } from '@/lib/worklist/contracts';
import { QuarantineList, RepeatList, SilentList } from './aside-lists';
import { TherapyTable } from './therapy-table';
import { UnreadTable } from './unread-table';
import { useKeptFocus } from './use-kept-focus';
import { usePreviews } from './use-previews';
import { useServerNow } from './use-server-now';
import { useWorklist, type WorklistState } from './use-worklist';
import classes from './worklist.module.css';
import { LIST_IDS, WorklistStrip } from './worklist-strip';
import { countText, isUrgentNow } from './worklist-text';

function List({ id, title, note, children }: { id: string; title: string; note: ReactNode; children: ReactNode }) {
  return (
    <section className={card.card} id={id} aria-label={title} tabIndex={-1}>
      <header className={card.header}>
        <h2 className={card.title}>{title}</h2>
        <span className={classes.source}>{note}</span>
      </header>
      {children}
    </section>
  );
}

/** Says once what has come since the list was last looked at, for those who do not see it. */
function useArrivals(rows: readonly UnreadEcg[]): string {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const before = known.current;
    known.current = new Set(rows.map(({ id }) => id));
    if (!before) return;
    const arrived = rows.filter(({ id }) => !before.has(id));
    if (arrived.length === 0) return;
    const urgent = arrived.filter(isUrgentNow).length;
    const count = arrived.length === 1 ? '1 new unread ECG' : `${arrived.length} new unread ECGs`;
    setText(urgent > 0 ? `${count}, ${urgent} of them STAT or critical` : count);
  }, [rows]);
  return text;
}

const firstOf = (shown: number, count: string) => (shown < WORKLIST_ROWS ? null : `first ${shown} of ${count}`);

/** The same of a list whose count stops somewhere. */
const firstOfCounted = ({ rows, count }: { rows: readonly unknown[]; count: CappedCount }) =>
  firstOf(rows.length, countText(count));

function PageHead({ state, now, timeZone }: { state: WorklistState; now: string; timeZone: string }) {
  return (
    <div className={classes.head}>
      <h1 className={card.pageTitle}>What needs you</h1>
      <span className={classes.source}>
        {formatDateTime(now, timeZone)} · {state.live ? 'updates by itself' : 'looks for news every 30 s'}
      </span>
      <Button
        className={classes.refresh}
        leftSection={<IconRefresh size={14} stroke={1.5} aria-hidden="true" />}
        onClick={state.refresh}
        aria-busy={state.refreshing}
      >
        Refresh
      </Button>
    </div>
  );
}

interface ListsProps {
  worklist: Worklist;
  now: string;
  timeZone: string;
}

/** Notes beside a title, those that apply. */
const notes = (...parts: (string | null)[]) => parts.filter(Boolean).join(' · ');

function MainLists({ worklist, now, timeZone }: ListsProps) {
  const { unread, therapy } = worklist;
  const previews = usePreviews(unread.rows);
  return (
    <div className={classes.column}>
      <List
        id={LIST_IDS.unread}
        title="Unread ECGs"
        note={notes(firstOfCounted(unread), 'STAT and critical first, then the longest waiting')}
      >
        <UnreadTable rows={unread.rows} previews={previews} now={now} timeZone={timeZone} />
      </List>
      <List
        id={LIST_IDS.therapy}
        title="Therapy, by concern"
        note={notes(
          firstOf(therapy.rows.length, String(therapy.concerned)),
          therapy.complete ? null : 'too many nights: only the newest were ranked',
          'last 14 nights, 0 h and no data kept apart',
        )}
      >
        <TherapyTable therapy={therapy} now={now} timeZone={timeZone} />
      </List>
    </div>
  );
}

function KeyHints() {
  return (
    <p className={classes.keys}>
      <span>
        <kbd>j</kbd> <kbd>k</kbd> move
      </span>
      <span>
        <kbd>Enter</kbd> open
      </span>
      <span>
        <kbd>/</kbd> search
      </span>
      <span>
        <kbd>?</kbd> all keys
      </span>
    </p>
  );
}

function AsideLists({ worklist, now, timeZone, resolves }: ListsProps & { resolves: boolean }) {
  const { quarantine, repeats, silent_devices } = worklist;
  const held = quarantine.count.value > 0 && <StatusChip state="held" word={`${countText(quarantine.count)} held`} />;
  return (
    <div className={classes.column}>
      <List
        id={LIST_IDS.quarantine}
        title="Quarantine"
        note={
          held ? (
            <>
              {firstOfCounted(quarantine)} {held}
            </>
          ) : (
            'whose they are, a person decides'
          )
        }
      >
        <QuarantineList rows={quarantine.rows} now={now} timeZone={timeZone} resolves={resolves} />
      </List>
      {repeats.rows.length > 0 && (
        <List
          id={LIST_IDS.repeats}
          title="To be recorded again"
          note={notes(firstOfCounted(repeats), 'the longest waiting first')}
        >
          <RepeatList rows={repeats.rows} now={now} timeZone={timeZone} />
        </List>
      )}
      {silent_devices && (
        <List
          id={LIST_IDS.silent}
          title="Silent devices"
          note={notes(firstOfCounted(silent_devices), 'nightly devices, 3 nights or more')}
        >
          <SilentList rows={silent_devices.rows} timeZone={timeZone} />
        </List>
      )}
      <KeyHints />
    </div>
  );
}

interface WorklistPageProps {
  initial: Worklist;
  timeZone: string;
  /** Whether the viewer may decide on held recordings. */
  resolves: boolean;
}

/** The start page: what waits for somebody, kept up to date without losing one's place. */
export function WorklistPage({ initial, timeZone, resolves }: WorklistPageProps) {
  const state = useWorklist(initial);
  const { worklist, error } = state;
  const now = useServerNow(worklist.as_of, state.received_at_ms);
  const online = useOnline();
  const lists = useRef<HTMLDivElement>(null);
  useRowKeys(lists);
  useKeptFocus(lists);
  const arrivals = useArrivals(worklist.unread.rows);
  const refused = error !== null && error.status >= 400 && error.status < 500 && error.status !== 429;
  if (refused) return <ApiErrorPanel title="The worklist could not load" error={error} onRetry={state.refresh} />;
  const stale = error !== null || !online;
  return (
    <div className={card.page}>
      <DataAsOf at={worklist.as_of} />
      {stale && <DataStale />}
      <PageHead state={state} now={now} timeZone={timeZone} />
      {stale && (
        <StaleBar
          since={`${formatTime(worklist.as_of, timeZone)} ${zoneName(worklist.as_of, timeZone)}`}
          onRetry={state.refresh}
        >
          {error?.requestId ? `Reference ${error.requestId}.` : 'The connection is gone.'}
        </StaleBar>
      )}
      <WorklistStrip worklist={worklist} now={now} resolves={resolves} />
      <div ref={lists} className={classes.columns}>
        <MainLists worklist={worklist} now={now} timeZone={timeZone} />
        <AsideLists worklist={worklist} now={now} timeZone={timeZone} resolves={resolves} />
      </div>
      <VisuallyHidden role="status" aria-live="polite">
        {arrivals}
      </VisuallyHidden>
    </div>
  );
}
