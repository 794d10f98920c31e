'use client';

import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useMemo } from 'react';
import { timeTicks } from '@/components/charts/lanes/device-clock';
import { gapsIn } from '@/components/charts/lanes/lane-data';
import { LaneStack } from '@/components/charts/lanes/lane-stack';
import type { TimeView } from '@/components/charts/lanes/time-view';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import type { WindowState } from '@/components/charts/use-window';
import { ecgLanes } from '@/components/correlation/ecg-lanes';
import type { EcgOnAxis } from '@/components/correlation/use-ecg-lane';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { TOKENS } from '@/components/ui/tokens';
import type { Night } from '@/lib/therapy/contracts';
import { eventLane, signalLane } from './lanes/lane-rows';
import type { LaneDefinition, NightEvent, SignalPieces } from './lanes/night-lanes';
import { useWholeExtents } from './lanes/use-whole-extents';
import { axisText } from './night-text';
import classes from './night-viewer.module.css';
import type { NightControls } from './use-night-view';

interface NightLanesCardProps {
  night: Night;
  view: TimeView;
  controls: NightControls;
  lanes: readonly LaneDefinition[];
  showEvents: boolean;
  /** Signals the night has none of, to be named as absent. */
  noOximetry: boolean;
  signals: WindowState<SignalPieces>;
  events: readonly NightEvent[];
  eventsKnown: boolean;
  /** The ECG recorded during the night; null where there is none, or its lanes are hidden. */
  ecg: EcgOnAxis | null;
  measure: RefObject<HTMLDivElement | null>;
  width: number;
  /** All lanes in their order. */
  order: readonly string[];
  onMove: (shown: readonly string[], id: string, to: number) => void;
}

const NO_PIECES: SignalPieces = new Map();

function useLanes(props: NightLanesCardProps) {
  const { night, lanes, showEvents, signals, events, eventsKnown, view, controls, order, ecg } = props;
  const scheme = useComputedColorScheme('light');
  const colors = TOKENS[scheme];
  const pieces = signals.data ?? NO_PIECES;
  const extents = useWholeExtents(pieces, { view, whole: controls.whole });
  const rows = useMemo(() => {
    const signalLanes = lanes.map((lane) => signalLane(lane, { night, pieces, extents, colors }));
    const byOrder = (a: { id: string }, b: { id: string }) => order.indexOf(a.id) - order.indexOf(b.id);
    const shown = [...(ecg ? ecgLanes({ ...ecg, colors }) : []), ...signalLanes].sort(byOrder);
    if (!showEvents) return shown;
    const unknownSessions = night.sessions.filter(
      ({ kind, event_count }) => kind !== 'mask_fit' && event_count === null,
    );
    const setting = { events, known: eventsKnown, unknownSessions: unknownSessions.length, colors };
    return [eventLane(setting), ...shown].sort(byOrder);
  }, [lanes, showEvents, night, pieces, extents, colors, events, eventsKnown, order, ecg]);
  return { rows, colors };
}

function useFrame({ view, controls, width }: NightLanesCardProps, colors: (typeof TOKENS)['light']) {
  const devicePixelRatio = useDevicePixelRatio();
  const { clock, sessions } = controls;
  return useMemo(
    () => ({
      width,
      devicePixelRatio,
      view,
      timeTicks: timeTicks(view.fromMs, view.toMs, width, clock),
      gaps: gapsIn(sessions, view.fromMs, view.toMs),
      palette: {
        grid: colors.line,
        hatch: colors['line-2'],
        label: colors['text-3'],
        surface: colors.surface,
        limit: colors.crit,
      },
    }),
    [width, devicePixelRatio, view, clock, sessions, colors],
  );
}

/** The lanes of a night, what is on its way or failed, and what was not recorded. */
export function NightLanesCard(props: NightLanesCardProps) {
  const { night, controls, signals, noOximetry, onMove } = props;
  const { rows, colors } = useLanes(props);
  const frame = useFrame(props, colors);
  const move = (id: string, to: number) =>
    onMove(
      rows.map((lane) => lane.id),
      id,
      to,
    );
  const { error, loading, data, retry } = signals;
  const overlay = error ? (
    <div className={classes.failed}>
      <ApiErrorPanel title="The signals could not load" error={error} onRetry={retry} />
    </div>
  ) : loading && data === null ? (
    <span role="status" className={classes.loading}>
      Loading the signals…
    </span>
  ) : null;
  return (
    <div data-state={loading ? 'loading' : 'ready'} data-testid="night-lanes">
      <LaneStack
        label="Lanes of the night"
        axisLabel={axisText(night)}
        lanes={rows}
        frame={frame}
        whole={controls.whole}
        clock={controls.clock}
        cursor={controls.cursor}
        onView={controls.setView}
        onMove={move}
        measure={props.measure}
        overlay={overlay}
      />
      {noOximetry && (
        <div className={classes.oximetry}>
          <b>SpO₂, pulse</b>
          <span>not recorded: no oximeter attached</span>
        </div>
      )}
    </div>
  );
}
