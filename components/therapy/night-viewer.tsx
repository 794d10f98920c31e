'use client';

import { useRouter } from 'next/navigation';
import { memo, useMemo, useState } from 'react';
import { viewAround } from '@/components/charts/lanes/time-view';
import { type AskedMoment, openingOf } from '@/components/correlation/ecg-jump';
import { LONGEST_TRACE_VIEW_MS, showsEcgAt } from '@/components/correlation/ecg-window';
import { NightEcgs } from '@/components/correlation/night-ecgs';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { EventList } from './event-list';
import type { PlannedExclusion } from './exclusion/exclude-button';
import { ExcludeNight, ExclusionBar } from './exclusion/exclusion-bar';
import { ExclusionDialog } from './exclusion/exclusion-dialog';
import { FactStrip } from './fact-strip';
import { nightEvents, stepEvent } from './lanes/night-events';
import type { NightEvent } from './lanes/night-lanes';
import { useNightEvents } from './lanes/use-night-data';
import { NightHeader } from './night-header';
import { NightLanes } from './night-lanes-section';
import { sentUsage } from './night-text';
import classes from './night-viewer.module.css';
import { SessionList } from './session-list';
import { SettingsCard } from './settings-card';
import { type NightControls, sessionView, useNightView, wholeOf } from './use-night-view';

const NO_EVENTS: readonly NightEvent[] = [];

interface NightViewerProps {
  night: Night;
  records: Recording[];
  ecgs: NightEcg[];
  previousId: string | null;
  nextId: string | null;
  mayExclude: boolean;
  mayAlign: boolean;
  /** The moment of an ECG it was come to from. */
  asked?: AskedMoment | null;
}

function useEvents(
  records: readonly Recording[],
  ecgs: readonly NightEcg[],
  { sessions, goTo, cursor, setView, whole }: NightControls,
) {
  const { data, error } = useNightEvents(records);
  const events = useMemo(() => (data ? nightEvents(data, sessions) : NO_EVENTS), [data, sessions]);
  const [selected, setSelected] = useState<number | null>(null);
  return useMemo(() => {
    const select = (index: number) => {
      const event = events[index];
      if (!event) return;
      setSelected(index);
      goTo(event.atMs);
      // with an ECG over it: the event with a minute to either side, where its trace is drawn
      if (showsEcgAt(ecgs, event.atMs)) setView(viewAround(event.atMs, LONGEST_TRACE_VIEW_MS, whole));
    };
    const step = (by: 1 | -1) => {
      const index = stepEvent(events, cursor.get(), by);
      if (index !== null) select(index);
    };
    return { data, error, events, selected, select, step };
  }, [data, error, events, selected, ecgs, goTo, cursor, setView, whole]);
}

function eventsInstead(night: Night, { error, data }: ReturnType<typeof useEvents>): string | null {
  if (error) return 'The events could not load. The lanes are not affected; open the night again to retry.';
  if (data === null) return 'Loading the events…';
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  return therapy.length > 0 && therapy.every(({ event_count }) => event_count === null)
    ? 'The device sent no events: whether there were any is not known.'
    : null;
}

/** When what is excluded was: its events count for nothing. */
const excludedSpans = ({ sessions }: Night) =>
  sessions
    .filter(({ excluded }) => excluded)
    .map(({ start, end }) => ({ fromMs: Date.parse(start), toMs: Date.parse(end) }));

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
        {sentUsage(night) === null
          ? 'Only the device’s own summary was sent; there is nothing to draw.'
          : 'The device sent this day without mask-on time: 0 h, which is not the same as no data.'}
      </StatePanel>
    </section>
  );
}

interface AsideProps {
  night: Night;
  records: Recording[];
  ecgs: NightEcg[];
  mayAlign: boolean;
  controls: NightControls;
  events: ReturnType<typeof useEvents>;
  onPlan: ((planned: PlannedExclusion) => void) | null;
}

/** What stands beside the lanes: sessions, events, settings. None of it follows the view, so panning leaves it alone. */
const Aside = memo(function Aside({ night, records, ecgs, mayAlign, controls, events, onPlan }: AsideProps) {
  const openSession = (fromMs: number, toMs: number) => {
    controls.cursor.set(fromMs);
    controls.setView(sessionView(fromMs, toMs, controls.whole));
  };
  return (
    <div className={classes.aside}>
      <SessionList night={night} onOpen={openSession} onPlan={onPlan} />
      {night.sessions.length > 0 && (
        <EventList
          events={events.events}
          selected={events.selected}
          clock={controls.clock}
          onSelect={events.select}
          instead={eventsInstead(night, events)}
          excluded={excludedSpans(night)}
        />
      )}
      <NightEcgs night={night} records={records} ecgs={ecgs} mayAlign={mayAlign} />
      <SettingsCard night={night} />
    </div>
  );
});

const Header = memo(NightHeader);
const Facts = memo(FactStrip);

function useNightKeys(
  controls: NightControls,
  step: (by: 1 | -1) => void,
  previousId: string | null,
  nextId: string | null,
) {
  const router = useRouter();
  const open = (id: string | null) => id !== null && router.push(`/therapy/${id}`);
  useShortcuts({
    ',': () => controls.zoom('out'),
    '.': () => controls.zoom('in'),
    n: () => step(1),
    p: () => step(-1),
    '[': () => open(previousId),
    ']': () => open(nextId),
  });
}

/** One night: its facts, its lanes on one axis, its sessions, events and settings. */
export function NightViewer(props: NightViewerProps) {
  const { night, records, ecgs, previousId, nextId, mayExclude, mayAlign, asked = null } = props;
  const [planned, setPlanned] = useState<PlannedExclusion | null>(null);
  const onPlan = mayExclude ? setPlanned : null;
  // the header is drawn once: it must be given the same thing at every step of the cursor
  const exclude = useMemo(() => <ExcludeNight night={night} onPlan={onPlan} />, [night, onPlan]);
  const [opening] = useState(() => openingOf(ecgs, wholeOf(night), asked));
  const { view, controls } = useNightView(night, opening.atMs);
  const events = useEvents(records, ecgs, controls);
  useNightKeys(controls, events.step, previousId, nextId);
  return (
    <>
      <Header night={night} records={records} previousId={previousId} nextId={nextId} action={exclude} />
      <div className={classes.page}>
        <div className={classes.strip}>
          <ExclusionBar night={night} />
          {opening.instead && <p className={classes.none}>{opening.instead}</p>}
          <Facts night={night} />
        </div>
        <div className={classes.main}>
          {night.sessions.length > 0 ? (
            <NightLanes
              night={night}
              records={records}
              ecgs={ecgs}
              view={view}
              controls={controls}
              events={events.events}
              eventsKnown={events.data !== null}
            />
          ) : (
            <NothingToDraw night={night} />
          )}
          <Warnings records={records} />
        </div>
        <Aside
          night={night}
          records={records}
          ecgs={ecgs}
          mayAlign={mayAlign}
          controls={controls}
          events={events}
          onPlan={onPlan}
        />
      </div>
      <ExclusionDialog night={night} planned={planned} onClose={() => setPlanned(null)} />
    </>
  );
}
