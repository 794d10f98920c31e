'use client';

import { useLayoutEffect, useRef } from 'react';
import { drawGround, type LaneFrame } from './draw-lane';
import classes from './lane-stack.module.css';

interface LaneCanvasProps {
  frame: LaneFrame;
  /** Draws what this lane has over its ground; must be stable while nothing of it changes. */
  draw: (ctx: CanvasRenderingContext2D, frame: LaneFrame) => void;
  /** What the picture shows, in one sentence. */
  sentence: string;
}

/** One lane's canvas. It is drawn again when view, data or size change, never for the cursor. */
export function LaneCanvas({ frame, draw, sentence }: LaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, devicePixelRatio } = frame;

  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) return;
    const [pixelsWide, pixelsHigh] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    // setting a size clears and allocates, also an equal one
    if (element.width !== pixelsWide) element.width = pixelsWide;
    if (element.height !== pixelsHigh) element.height = pixelsHigh;
    drawGround(ctx, frame);
    draw(ctx, frame);
  }, [frame, draw, width, height, devicePixelRatio]);

  return <canvas ref={canvas} role="img" aria-label={sentence} className={classes.canvas} style={{ height }} />;
}
