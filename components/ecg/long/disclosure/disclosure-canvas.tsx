'use client';

import { useComputedColorScheme } from '@mantine/core';
import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import { TOKENS, type TokenName } from '@/components/ui/tokens';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import type { WindowChannel } from '@/lib/signals/window';
import classes from './disclosure.module.css';
import { pageScale } from './disclosure-rows';
import { drawDisclosure, ROW_PX } from './draw-disclosure';

interface DisclosureCanvasProps {
  channel: WindowChannel | null;
  rows: readonly number[];
  durationMs: number;
  list: BeatList | null;
  width: number;
  sentence: string;
}

/** The lines of a page. It knows no window, so that moving one does not draw it again. */
export const DisclosureCanvas = memo(function DisclosureCanvas(props: DisclosureCanvasProps) {
  const { channel, rows, durationMs, list, width, sentence } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const devicePixelRatio = useDevicePixelRatio();
  const height = rows.length * ROW_PX;
  const scale = useMemo(() => (channel ? pageScale(channel) : null), [channel]);
  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) return;
    element.width = Math.round(width * devicePixelRatio);
    element.height = Math.round(height * devicePixelRatio);
    const color = (name: TokenName) => TOKENS[scheme][name];
    if (channel && scale)
      drawDisclosure(ctx, { channel, scale, rows, durationMs, list, width, devicePixelRatio, color });
  }, [channel, scale, rows, durationMs, list, width, height, devicePixelRatio, scheme]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={sentence}
      className={classes.canvas}
      style={{ width, height }}
      data-state={channel ? 'ready' : 'loading'}
    />
  );
});
