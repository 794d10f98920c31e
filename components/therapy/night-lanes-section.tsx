'use client';

import { memo, useCallback, useMemo, useRef, useState } from 'react';
import type { TimeView } from '@/components/charts/lanes/time-view';
import { useElementWidth } from '@/components/charts/use-element-width';
import { ECG_RATE_LANE } from '@/components/correlation/ecg-rate-lane';
import { useEcgLane } from '@/components/correlation/use-ecg-lane';
import card from '@/components/ui/card.module.css';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { LaneTable } from './lane-table';
import { type LaneDefinition, type NightEvent, SIGNAL_LANES } from './lanes/night-lanes';
import { useLaneOrder } from './lanes/use-lane-order';
import { useNightSignals } from './lanes/use-night-data';
import { NightLanesCard } from './night-lanes-card';
import { NightTools, presetOf } from './night-tools';
import classes from './night-viewer.module.css';
import type { NightControls } from './use-night-view';

/** Width assumed until the lanes have been measured. */
const UNMEASURED_PX = 800;

/** The lanes there is a signal for, by what the records say they hold. */
function lanesOf(records: readonly Recording[]): LaneDefinition[] {
  const sent = new Set(records.flatMap(({ channels }) => channels.map(({ name }) => name)));
  return SIGNAL_LANES.filter(({ lines }) => lines.some(({ signal }) => sent.has(signal)));
}

function useHidden() {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setHidden((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
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
      <span>
        drag zooms, Ctrl and wheel too; Shift and wheel moves; drag a lane’s name, or use its arrow keys, to move it
      </span>
    </footer>
  );
}

const Tools = memo(NightTools);

interface NightLanesProps {
  night: Night;
  records: Recording[];
  ecgs: readonly NightEcg[];
  view: TimeView;
  controls: NightControls;
  events: readonly NightEvent[];
  /** Whether the events are there; before that none are shown. */
  eventsKnown: boolean;
}

/** Lanes, and their table where it is wanted, with their tools. */
export function NightLanes({ night, records, ecgs, view, controls, events, eventsKnown }: NightLanesProps) {
  const measure = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measure) ?? UNMEASURED_PX;
  const signals = useNightSignals(records, view, width);
  const ecg = useEcgLane(ecgs, view);
  const { order, move } = useLaneOrder();
  const all = useMemo(
    () => lanesOf(records).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    [records, order],
  );
  const { hidden, toggle } = useHidden();
  const [table, setTable] = useState(false);
  const toggleTable = useCallback(() => setTable((shown) => !shown), []);
  const shown = useMemo(() => all.filter(({ id }) => !hidden.has(id)), [all, hidden]);
  return (
    <section className={card.card} aria-label="Night">
      <div className={card.header}>
        <Tools
          preset={presetOf(view, controls.whole)}
          onSpan={controls.showSpan}
          lanes={ecg ? [ECG_RATE_LANE, ...all] : all}
          hidden={hidden}
          onToggleLane={toggle}
          table={table}
          onTable={toggleTable}
        />
      </div>
      <NightLanesCard
        night={night}
        view={view}
        controls={controls}
        lanes={shown}
        showEvents={!hidden.has('events')}
        noOximetry={!all.some(({ id }) => id === 'spo2' || id === 'pulse')}
        signals={signals}
        events={events}
        eventsKnown={eventsKnown}
        ecg={hidden.has(ECG_RATE_LANE.id) ? null : ecg}
        measure={measure}
        width={width}
        order={order}
        onMove={move}
      />
      {ecg?.failed && <p className={classes.none}>The ECG of this night could not load; the lanes are not affected.</p>}
      {table && signals.data && (
        <LaneTable
          view={view}
          clock={controls.clock}
          lanes={ecg ? [ECG_RATE_LANE, ...shown] : shown}
          pieces={ecg ? new Map([...signals.data, [ECG_RATE_LANE.id, ecg.traces.rate]]) : signals.data}
          events={events}
        />
      )}
      <NightKeys />
    </section>
  );
}
