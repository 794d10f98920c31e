'use client';

import { memo, useCallback, useMemo, useRef, useState } from 'react';
import type { TimeView } from '@/components/charts/lanes/time-view';
import { useElementWidth } from '@/components/charts/use-element-width';
import { ECG_RATE_LANE } from '@/components/correlation/ecg-rate-lane';
import { FibrillationLegend } from '@/components/correlation/fibrillation-legend';
import { OpenEcg } from '@/components/correlation/open-ecg';
import { type EcgOnAxis, useEcgLane } from '@/components/correlation/use-ecg-lane';
import card from '@/components/ui/card.module.css';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { LaneTable } from './lane-table';
import { type LaneDefinition, type NightEvent, SIGNAL_LANES, type SignalPieces } from './lanes/night-lanes';
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

/** Which lanes there are, in which order, and which of them are shown. */
function useLaneChoice(records: readonly Recording[], hasEcg: boolean) {
  const { order, move } = useLaneOrder();
  const { hidden, toggle } = useHidden();
  const all = useMemo(
    () => lanesOf(records).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    [records, order],
  );
  const shown = useMemo(() => all.filter(({ id }) => !hidden.has(id)), [all, hidden]);
  const menu = useMemo(() => (hasEcg ? [ECG_RATE_LANE, ...all] : all), [all, hasEcg]);
  const noOximetry = !all.some(({ id }) => id === 'spo2' || id === 'pulse');
  return { order, move, hidden, toggle, shown, menu, noOximetry };
}

interface TableOfLanesProps extends Pick<NightLanesProps, 'view' | 'events'> {
  clock: NightControls['clock'];
  shown: readonly LaneDefinition[];
  pieces: SignalPieces;
  ecg: EcgOnAxis | null;
}

/** What the lanes show as a table, the ECG's heart rate among it. */
function TableOfLanes({ shown, pieces, ecg, ...rest }: TableOfLanesProps) {
  if (!ecg) return <LaneTable {...rest} lanes={shown} pieces={pieces} />;
  const withRate = new Map([...pieces, [ECG_RATE_LANE.id, ecg.traces.rate]]);
  return <LaneTable {...rest} lanes={[ECG_RATE_LANE, ...shown]} pieces={withRate} />;
}

/** Lanes, and their table where it is wanted, with their tools. */
export function NightLanes({ night, records, ecgs, view, controls, events, eventsKnown }: NightLanesProps) {
  const measure = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measure) ?? UNMEASURED_PX;
  const signals = useNightSignals(records, view, width);
  const onAxis = useEcgLane(ecgs, view, controls.whole);
  const { shown, hidden, ...choice } = useLaneChoice(records, onAxis !== null);
  const ecg = hidden.has(ECG_RATE_LANE.id) ? null : onAxis;
  const [table, setTable] = useState(false);
  const toggleTable = useCallback(() => setTable((before) => !before), []);
  const { clock, whole, showSpan } = controls;
  return (
    <section className={card.card} aria-label="Night">
      <div className={card.header}>
        <Tools
          {...{ preset: presetOf(view, whole), onSpan: showSpan, table, onTable: toggleTable }}
          {...{ lanes: choice.menu, hidden, onToggleLane: choice.toggle }}
        />
      </div>
      <NightLanesCard
        {...{ night, view, controls, signals, events, eventsKnown, ecg, measure, width }}
        lanes={shown}
        showEvents={!hidden.has('events')}
        noOximetry={choice.noOximetry}
        order={choice.order}
        onMove={choice.move}
      />
      {ecg && <OpenEcg ecgs={[ecg.ecg, ...ecg.all]} cursor={controls.cursor} clock={clock} />}
      {ecg && <FibrillationLegend ecg={ecg.ecg} traces={ecg.traces} />}
      {ecg?.failed && <p className={classes.none}>The ECG of this night could not load; the lanes are not affected.</p>}
      {table && signals.data && (
        <TableOfLanes view={view} clock={clock} shown={shown} pieces={signals.data} events={events} ecg={ecg} />
      )}
      <NightKeys />
    </section>
  );
}
