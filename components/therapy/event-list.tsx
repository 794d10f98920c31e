'use client';

import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import type { TimeView } from '@/components/charts/lanes/time-view';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatCount } from '@/lib/client/format-value';
import type { NightEvent } from './lanes/night-lanes';
import classes from './night-viewer.module.css';

/** So many are listed at once; a night may have thousands. */
const PAGE = 100;

interface EventListProps {
  events: readonly NightEvent[];
  /** Null where nothing is selected. */
  selected: number | null;
  clock: DeviceClock;
  onSelect: (index: number) => void;
  /** What stands in place of the list while there is none. */
  instead: string | null;
  /** Times whose events count for nothing. */
  excluded: readonly TimeView[];
}

function Row({
  event,
  excluded,
  selected,
  clock,
  onSelect,
}: {
  event: NightEvent;
  excluded: boolean;
  selected: boolean;
  clock: DeviceClock;
  onSelect: () => void;
}) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // only the list scrolls, never the page
    const list = row.current?.parentElement;
    if (!selected || !row.current || !list) return;
    const { offsetTop, offsetHeight } = row.current;
    if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = offsetTop + offsetHeight - list.clientHeight;
  }, [selected]);
  return (
    <li ref={row}>
      <button type="button" className={classes.event} aria-current={selected || undefined} onClick={onSelect}>
        <span>{clockText(clock, event.atMs, true)}</span>
        <span className={classes.kind}>
          <i style={{ background: `var(--nb-${event.kind.color})` }} />
          {excluded ? <s>{event.kind.name}</s> : event.kind.name}
        </span>
        <span>{event.durationMs > 0 ? `${Math.round(event.durationMs / 1000)} s` : '–'}</span>
      </button>
    </li>
  );
}

const isIn = ({ atMs }: NightEvent, spans: readonly TimeView[]) =>
  spans.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);

/** The events of the night as the device scored them; selecting one moves the cursor. */
export function EventList({ events, selected, clock, onSelect, instead, excluded }: EventListProps) {
  const out = (event: NightEvent) => isIn(event, excluded);
  const excludedCount = excluded.length > 0 ? events.filter(out).length : 0;
  const page = Math.floor((selected ?? 0) / PAGE);
  const first = page * PAGE;
  const shown = events.slice(first, first + PAGE);
  const text = instead ?? (events.length === 0 ? 'The device scored no events.' : null);
  return (
    <section className={card.card} aria-label="Events">
      <header className={card.header}>
        <h2 className={card.title}>Events</h2>
        <span className={table.dim}>
          start time, device local{events.length > 0 && ` · ${formatCount(events.length - excludedCount)}`}
          {excludedCount > 0 && `, ${formatCount(excludedCount)} more excluded`}
        </span>
      </header>
      {text ? (
        <p className={classes.none}>{text}</p>
      ) : (
        <ol className={classes.events} start={first + 1}>
          {shown.map((event, index) => (
            <Row
              key={event.id}
              event={event}
              excluded={out(event)}
              selected={first + index === selected}
              clock={clock}
              onSelect={() => onSelect(first + index)}
            />
          ))}
        </ol>
      )}
      {events.length > PAGE && (
        <footer className={card.foot}>
          <Button disabled={page === 0} onClick={() => onSelect(first - PAGE)}>
            Earlier
          </Button>
          <span>
            {first + 1} to {Math.min(events.length, first + PAGE)} of {formatCount(events.length)}
          </span>
          <Button disabled={first + PAGE >= events.length} onClick={() => onSelect(first + PAGE)}>
            Later
          </Button>
        </footer>
      )}
    </section>
  );
}
