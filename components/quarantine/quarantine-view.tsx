'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { ShowMore } from '@/components/paging/show-more';
import type { Page, Pages } from '@/components/paging/use-pages';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StatePanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { formatCount } from '@/lib/client/format-value';
import type { Recording } from '@/lib/recordings/contracts';
import { HeldList } from './held-list';
import classes from './quarantine.module.css';
import { useQuarantine } from './use-quarantine';

function Queue({
  queue,
  ...rest
}: {
  queue: Pages<Recording>;
  selectedId: string | null;
  now: string;
  timeZone: string;
}) {
  const { rows, error } = queue;
  // a poll that failed must not pass for news: the rows go, the reason stands there
  if (error && error.code !== 'network')
    return <ApiErrorPanel title="The queue could not load" error={error} onRetry={queue.reload} />;
  if (rows.length === 0) {
    return (
      <StatePanel kind="first" title="Nothing is held">
        Recordings whose patient or time is in doubt wait here until somebody decides.
      </StatePanel>
    );
  }
  return (
    <>
      <HeldList records={rows} {...rest} />
      <ShowMore pages={queue} what="held recordings" />
    </>
  );
}

interface QuarantineViewProps {
  initial: Page<Recording>;
  now: string;
  timeZone: string;
  /** The recording that is open. */
  children: ReactNode;
}

/** The queue of held recordings beside the one that is open. */
export function QuarantineView({ initial, now, timeZone, children }: QuarantineViewProps) {
  const queue = useQuarantine(initial, now);
  const selectedId = usePathname()?.split('/')[2] ?? null;
  const asOf = new Date(queue.readAtMs).toISOString();
  const count = queue.rows.length;
  return (
    <div className={`${card.page} ${selectedId ? classes.withDetail : ''}`}>
      <h1 className={`${card.pageTitle} ${classes.pageTitle}`}>Quarantine</h1>
      <div className={classes.columns}>
        <section className={`${card.card} ${classes.queue}`} aria-label="Queue">
          <header className={card.header}>
            <h2 className={card.title}>Held for a decision</h2>
            <span role="status">
              {count > 0 && <StatusChip state="held" word={`${formatCount(count)}${queue.more ? '+' : ''} held`} />}
            </span>
          </header>
          <div className={classes.scroll}>
            <Queue queue={queue} selectedId={selectedId} now={asOf} timeZone={timeZone} />
          </div>
          {count > 0 && (
            <footer className={card.foot}>
              <span>
                <kbd>j</kbd>
                <kbd>k</kbd>move
              </span>
              <span>
                <kbd>Enter</kbd>open
              </span>
              <span>STAT and critical statements first, then the longest waiting</span>
            </footer>
          )}
        </section>
        {children}
      </div>
    </div>
  );
}

/** What stands beside the queue while nothing is open; on narrow screens the queue is enough. */
export function NothingOpen() {
  return (
    <section className={`${card.card} ${classes.nothing}`} aria-label="Held recording">
      <StatePanel kind="first" title="No recording is open">
        Open one from the queue to see its trace as sent, who it was sent for, and whom that contradicts.
      </StatePanel>
    </section>
  );
}
