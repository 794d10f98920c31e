'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import { TOKENS, type TokenName } from '@/components/ui/tokens';
import type { LaneFrame, View } from './lane-frame';
import classes from './patient-timeline.module.css';
import type { Readout } from './timeline-text';

interface TimelineLaneProps {
  title: string;
  sub: string;
  /** Colour beside the title; none where the lane has several. */
  swatch: TokenName | null;
  height: number;
  width: number;
  view: View;
  /** Must be stable for the same data. */
  draw: (frame: LaneFrame) => void;
  sentence: string;
  readout: Readout;
  legend?: { letters: string; token: TokenName }[];
}

function LaneLabel({
  title,
  sub,
  swatch,
  legend = [],
}: Pick<TimelineLaneProps, 'title' | 'sub' | 'swatch' | 'legend'>) {
  return (
    <div className={classes.label}>
      <b>
        {swatch && <i className={classes.swatch} style={{ background: `var(--nb-${swatch})` }} />}
        {title}
      </b>
      <span>{sub}</span>
      {legend.length > 0 && (
        <span>
          {legend.map(({ letters, token }) => (
            <span key={letters} className={classes.legend}>
              <i className={classes.swatch} style={{ background: `var(--nb-${token})` }} />
              {letters}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}

/** One lane: its name at the left, a canvas on the shared axis, its value at the cursor at the right. */
export function TimelineLane(props: TimelineLaneProps) {
  const { height, width, view, draw, sentence, readout } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = useDevicePixelRatio();
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) return;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw({ ctx, width, height, view, color: (name) => TOKENS[scheme][name] });
  }, [width, height, ratio, scheme, view, draw]);
  return (
    <div className={classes.lane} style={{ height }}>
      <LaneLabel {...props} />
      <div className={classes.plot}>
        <canvas ref={canvas} role="img" aria-label={sentence} style={{ width, height }} />
      </div>
      <div className={classes.value}>
        <b>{readout.value}</b>
        <span>{readout.detail}</span>
      </div>
    </div>
  );
}
