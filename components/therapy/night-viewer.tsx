'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { EventList } from './event-list';
import { FactStrip } from './fact-strip';
import { LaneTable } from './lane-table';
import { nightEvents, stepEvent } from './lanes/night-events';
import { type LaneDefinition, type NightEvent, SIGNAL_LANES } from './lanes/night-lanes';
import { useNightEvents, useNightSignals } from './lanes/use-night-data';
import { NightHeader, NightTools } from './night-header';
import { NightLanesCard } from './night-lanes-card';
import classes from './night-viewer.module.css';
import { SessionList } from './session-list';
import { SettingsCard } from './settings-card';
import { type NightView, sessionView, useNightView } from './use-night-view';

/** Width assumed until the lanes have been measured. */
const UNMEASURED_PX = 800;
const NO_EVENTS: readonly NightEvent[] = [];

interface NightViewerProps {
  night: Night;
  records: Recording[];
  previousId: string | null;
  nextId: string | null;
}

/** The lanes there is a signal for, by what the records say they hold. */
function lanesOf(records: readonly Recording[]): LaneDefinition[] {
  const sent = new Set(records.flatMap(({ channels }) => channels.map(({ name }) => name)));
  return SIGNAL_LANES.filter(({ lines }) => lines.some(({ signal }) => sent.has(signal)));
}

function useEvents(records: readonly Recording[], view: NightView) {
  const loaded = useNightEvents(records);
  const { data } = loaded;
  const events = useMemo(() => (data ? nightEvents(data, view.sessions) : NO_EVENTS), [data, view.sessions]);
  const [selected, setSelected] = useState<number | null>(null);
  const select = (index: number) => {
    const event = events[index];
    if (!event) return;
    setSelected(index);
    view.goTo(event.atMs);
  };
  const step = (by: 1 | -1) => {
    const index = stepEvent(events, view.cursor.get(), by);
    if (index !== null) select(index);
  };
  return { ...loaded, events, selected, select, step };
}

function eventsInstead(night: Night, { error, data }: ReturnType<typeof useEvents>): string | null {
  if (error) return 'The events could not load. The lanes are not affected; open the night again to retry.';
  if (data === null) return 'Loading the events…';
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  return therapy.length > 0 && therapy.every(({ event_count }) => event_count === null)
    ? 'The device sent no events: whether there were any is not known.'
    : null;
}

function useHidden() {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  return { hidden, toggle };
}

function NightKeys() {
  return (
    <footer className={card.foot}>
      <span>
        <kbd>←</kbd>
        <kbd>→</kbd>cursor, with Shift a minute
      </span>
      <span>
        <kbd>,</kbd>
        <kbd>.</kbd>zoom
      </span>
      <span>
        <kbd>p</kbd>
        <kbd>n</kbd>event
      </span>
      <span>
        <kbd>[</kbd>
        <kbd>]</kbd>night
      </span>
      <span>drag zooms, Ctrl and wheel too; Shift and wheel moves</span>
    </footer>
  );
}

function Warnings({ records }: { records: readonly Recording[] }) {
  const warnings = records.flatMap((record) => record.warnings.map((warning) => ({ record: record.id, ...warning })));
  if (warnings.length === 0) return null;
  return (
    <section className={card.card} aria-label="Warnings">
      <header className={card.header}>
        <h2 className={card.title}>Warnings</h2>
      </header>
      <ul className={classes.warnings}>
        {warnings.map(({ record, pointer, code, detail }) => (
          <li key={`${record} ${pointer} ${code}`}>{detail}</li>
        ))}
      </ul>
    </section>
  );
}

/** Lanes (or their table) with their tools. */
function Lanes({
  night,
  records,
  view,
  events,
}: {
  night: Night;
  records: Recording[];
  view: NightView;
  events: ReturnType<typeof useEvents>;
}) {
  const measure = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measure) ?? UNMEASURED_PX;
  const signals = useNightSignals(records, view.view, width);
  const all = useMemo(() => lanesOf(records), [records]);
  const { hidden, toggle } = useHidden();
  const [table, setTable] = useState(false);
  const shown = useMemo(() => all.filter(({ id }) => !hidden.has(id)), [all, hidden]);
  return (
    <section className={card.card} aria-label="Night">
      <div className={card.header}>
        <NightTools
          view={view.view}
          whole={view.whole}
          onSpan={view.showSpan}
          lanes={[{ id: 'events', label: 'Events' }, ...all]}
          hidden={hidden}
          onToggleLane={toggle}
          table={table}
          onTable={() => setTable(!table)}
        />
      </div>
      <NightLanesCard
        night={night}
        nightView={view}
        lanes={shown}
        showEvents={!hidden.has('events')}
        noOximetry={!all.some(({ id }) => id === 'spo2' || id === 'pulse')}
        signals={signals}
        events={events.events}
        eventsKnown={events.data !== null}
        measure={measure}
        width={width}
      />
      {table && signals.data && (
        <LaneTable view={view.view} clock={view.clock} lanes={shown} pieces={signals.data} events={events.events} />
      )}
      <NightKeys />
    </section>
  );
}

/** One night: its facts, its lanes on one axis, its sessions, events and settings. */
export function NightViewer({ night, records, previousId, nextId }: NightViewerProps) {
  const view = useNightView(night);
  const events = useEvents(records, view);
  const router = useRouter();
  const open = (id: string | null) => id !== null && router.push(`/therapy/${id}`);
  useShortcuts({
    ',': () => view.zoom('out'),
    '.': () => view.zoom('in'),
    n: () => events.step(1),
    p: () => events.step(-1),
    '[': () => open(previousId),
    ']': () => open(nextId),
  });
  return (
    <>
      <NightHeader night={night} records={records} previousId={previousId} nextId={nextId} />
      <div className={classes.page}>
        <div className={classes.strip}>
          <FactStrip night={night} />
        </div>
        <div className={classes.main}>
          {night.sessions.length > 0 ? (
            <Lanes night={night} records={records} view={view} events={events} />
          ) : (
            <section className={card.card} aria-label="Night">
              <StatePanel kind="first" title="No sessions in this night">
                {night.usage_minutes === null
                  ? 'Only the device’s own summary was sent; there is nothing to draw.'
                  : 'The device sent this day without mask-on time: 0 h, which is not the same as no data.'}
              </StatePanel>
            </section>
          )}
          <Warnings records={records} />
        </div>
        <div className={classes.aside}>
          <SessionList
            night={night}
            onOpen={(fromMs, toMs) => {
              view.cursor.set(fromMs);
              view.setView(sessionView(fromMs, toMs, view.whole));
            }}
          />
          {night.sessions.length > 0 && (
            <EventList
              events={events.events}
              selected={events.selected}
              clock={view.clock}
              onSelect={events.select}
              instead={eventsInstead(night, events)}
            />
          )}
          <SettingsCard night={night} />
        </div>
      </div>
    </>
  );
}
