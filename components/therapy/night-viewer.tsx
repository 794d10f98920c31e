'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { EventList } from './event-list';
import { FactStrip } from './fact-strip';
import { nightEvents, stepEvent } from './lanes/night-events';
import type { NightEvent } from './lanes/night-lanes';
import { useNightEvents } from './lanes/use-night-data';
import { NightHeader } from './night-header';
import { NightLanes } from './night-lanes-section';
import classes from './night-viewer.module.css';
import { SessionList } from './session-list';
import { SettingsCard } from './settings-card';
import { type NightView, sessionView, useNightView } from './use-night-view';

const NO_EVENTS: readonly NightEvent[] = [];

interface NightViewerProps {
  night: Night;
  records: Recording[];
  previousId: string | null;
  nextId: string | null;
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

/** In place of the lanes of a day without sessions. */
function NothingToDraw({ night }: { night: Night }) {
  return (
    <section className={card.card} aria-label="Night">
      <StatePanel kind="first" title="No sessions in this night">
        {night.usage_minutes === null
          ? 'Only the device’s own summary was sent; there is nothing to draw.'
          : 'The device sent this day without mask-on time: 0 h, which is not the same as no data.'}
      </StatePanel>
    </section>
  );
}

/** What stands beside the lanes: sessions, events, settings. */
function Aside({ night, view, events }: { night: Night; view: NightView; events: ReturnType<typeof useEvents> }) {
  const openSession = (fromMs: number, toMs: number) => {
    view.cursor.set(fromMs);
    view.setView(sessionView(fromMs, toMs, view.whole));
  };
  return (
    <div className={classes.aside}>
      <SessionList night={night} onOpen={openSession} />
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
  );
}

function useNightKeys(view: NightView, step: (by: 1 | -1) => void, previousId: string | null, nextId: string | null) {
  const router = useRouter();
  const open = (id: string | null) => id !== null && router.push(`/therapy/${id}`);
  useShortcuts({
    ',': () => view.zoom('out'),
    '.': () => view.zoom('in'),
    n: () => step(1),
    p: () => step(-1),
    '[': () => open(previousId),
    ']': () => open(nextId),
  });
}

/** One night: its facts, its lanes on one axis, its sessions, events and settings. */
export function NightViewer({ night, records, previousId, nextId }: NightViewerProps) {
  const view = useNightView(night);
  const events = useEvents(records, view);
  useNightKeys(view, events.step, previousId, nextId);
  return (
    <>
      <NightHeader night={night} records={records} previousId={previousId} nextId={nextId} />
      <div className={classes.page}>
        <div className={classes.strip}>
          <FactStrip night={night} />
        </div>
        <div className={classes.main}>
          {night.sessions.length > 0 ? (
            <NightLanes
              night={night}
              records={records}
              view={view}
              events={events.events}
              eventsKnown={events.data !== null}
            />
          ) : (
            <NothingToDraw night={night} />
          )}
          <Warnings records={records} />
        </div>
        <Aside night={night} view={view} events={events} />
      </div>
    </>
  );
}
