'use client';

import { useComputedColorScheme } from '@mantine/core';
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { timeTicks } from '@/components/charts/lanes/device-clock';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import { TOKENS } from '@/components/ui/tokens';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import type { Episode } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import type { RecordingClock } from '../recording-clock';
import { drawOverview, overviewHeight, type TickRow } from './draw-overview';
import classes from './overview.module.css';
import type { RateRange } from './rate-range';

interface OverviewCanvasProps {
  list: BeatList;
  range: RateRange;
  rows: readonly TickRow[];
  unjudged: readonly Episode[];
  clock: RecordingClock;
  width: number;
  sentence: string;
}

/** The whole recording: rates, ticks, gaps, time axis. It knows no window, so that moving one never draws it again. */
export const OverviewCanvas = memo(function OverviewCanvas(props: OverviewCanvasProps) {
  const { list, range, rows, unjudged, clock, width, sentence } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const devicePixelRatio = useDevicePixelRatio();
  const height = overviewHeight(rows);
  const ticks = useMemo(
    () => timeTicks(clock.startMs, clock.startMs + list.duration_ms, width, clock.clock),
    [clock, list, width],
  );
  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx || width === 0) return;
    element.width = Math.round(width * devicePixelRatio);
    element.height = Math.round(height * devicePixelRatio);
    const color = (name: keyof (typeof TOKENS)['light']) => TOKENS[scheme][name];
    drawOverview(ctx, { list, range, rows, unjudged, ticks, startMs: clock.startMs, width, devicePixelRatio, color });
  }, [list, range, rows, unjudged, ticks, clock, width, height, devicePixelRatio, scheme]);
  return (
    <>
      <canvas ref={canvas} role="img" aria-label={sentence} className={classes.canvas} style={{ width, height }} />
      <div className={classes.axis} aria-hidden="true">
        {ticks.map(({ atMs, label }) => {
          const x = ((atMs - clock.startMs) / list.duration_ms) * width;
          // a label that would stick out is left to the line above it
          if (x < 14 || x > width - 14) return null;
          return (
            <span key={atMs} style={{ left: x }}>
              {label}
            </span>
          );
        })}
      </div>
    </>
  );
});
