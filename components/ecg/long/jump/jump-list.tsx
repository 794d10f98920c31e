'use client';

import { Box, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatCount } from '@/lib/client/format-value';
import type { JumpKind, JumpPlace } from '@/lib/measure/domain/beat-list/beat-facts';
import long from '../long.module.css';
import type { RecordingClock } from '../recording-clock';
import type { KnownBeats, Walk } from '../use-long-recording';
import classes from './jump.module.css';
import { KIND_TEXTS, kindValue, placeLength, placeText } from './jump-text';

/** So many places are listed at once; a day may have thousands. */
const PAGE = 50;

function KindRow({ kind, places, walk }: { kind: JumpKind; places: readonly JumpPlace[]; walk: Walk }) {
  const on = walk.kind === kind;
  const { plural, color } = KIND_TEXTS[kind];
  return (
    <li>
      <button type="button" className={classes.kind} aria-pressed={on} onClick={() => walk.choose(kind)}>
        <i style={{ background: `var(--nb-${color})` }} />
        <span>{plural}</span>
        <b>{kindValue(kind, places)}</b>
      </button>
    </li>
  );
}

/** The kinds of places of a recording; choosing one shows its next place, `p` and `n` walk on. */
export function JumpList({ beats, walk }: { beats: KnownBeats; walk: Walk }) {
  return (
    <section className={card.card} aria-label="Jump to">
      <header className={card.header}>
        <h2 className={card.title}>Jump to</h2>
        <span className={table.dim}>
          <kbd>p</kbd> <kbd>n</kbd> walk the chosen kind
        </span>
      </header>
      {beats.places.size === 0 ? (
        <p className={classes.none}>Too few beats to jump by.</p>
      ) : (
        <ul className={classes.kinds}>
          {[...beats.places].map(([kind, places]) => (
            <KindRow key={kind} kind={kind} places={places} walk={walk} />
          ))}
        </ul>
      )}
    </section>
  );
}

function PlaceRow({
  kind,
  place,
  chosen,
  clock,
  onGo,
}: {
  kind: JumpKind;
  place: JumpPlace;
  chosen: boolean;
  clock: RecordingClock;
  onGo: () => void;
}) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // only the list scrolls, never the page
    const list = row.current?.closest<HTMLElement>('[data-scroll]');
    if (!chosen || !row.current || !list) return;
    const { offsetTop, offsetHeight } = row.current;
    if (offsetTop < list.scrollTop + offsetHeight) list.scrollTop = offsetTop - offsetHeight;
    else if (offsetTop + offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = offsetTop + offsetHeight - list.clientHeight;
  }, [chosen]);
  return (
    <tr ref={row} data-chosen={chosen}>
      <td>
        <button type="button" className={long.time} aria-current={chosen || undefined} onClick={onGo}>
          {clock.text(place.at_ms)}
        </button>
      </td>
      <td>{placeText(place)}</td>
      <td className={table.number}>{placeLength(kind, place)}</td>
    </tr>
  );
}

function Pages({ walk, first }: { walk: Walk; first: number }) {
  const { length } = walk.places;
  if (length <= PAGE) return null;
  return (
    <footer className={card.foot}>
      <Button h={26} disabled={first === 0} onClick={() => walk.go(first - PAGE)}>
        Earlier
      </Button>
      <span>
        {formatCount(first + 1)} to {formatCount(Math.min(length, first + PAGE))}
      </span>
      <Button h={26} disabled={first + PAGE >= length} onClick={() => walk.go(first + PAGE)}>
        Later
      </Button>
    </footer>
  );
}

/** The places of the chosen kind as a table; a place's time shows it on the paper. */
export function PlaceList({ walk, clock }: { walk: Walk; clock: RecordingClock }) {
  const { kind, places, chosen } = walk;
  if (!kind || places.length < 2) return null;
  const { plural } = KIND_TEXTS[kind];
  const first = Math.floor((chosen ?? 0) / PAGE) * PAGE;
  return (
    <section className={card.card} aria-label={plural}>
      <header className={card.header}>
        <h2 className={card.title}>{plural}</h2>
        <span className={table.dim}>{formatCount(places.length)}</span>
      </header>
      <Box component="section" className={classes.places} data-scroll tabIndex={0} aria-label={`List: ${plural}`}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">What</th>
              <th scope="col" className={table.number}>
                {kind === 'gap' ? 'Length' : 'RR ms'}
              </th>
            </tr>
          </thead>
          <tbody>
            {places.slice(first, first + PAGE).map((place, index) => (
              <PlaceRow
                key={`${place.at_ms} ${place.text}`}
                kind={kind}
                place={place}
                chosen={first + index === chosen}
                clock={clock}
                onGo={() => walk.go(first + index)}
              />
            ))}
          </tbody>
        </table>
      </Box>
      <Pages walk={walk} first={first} />
    </section>
  );
}
