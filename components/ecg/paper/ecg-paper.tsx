'use client';

import { useEffect, useRef, useState } from 'react';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import { DARK_PAPER, PAPER } from '@/components/ui/tokens';
import { drawEcgPaper, type PaperDrawing } from './draw-ecg-paper';
import type { PlacedLayout } from './ecg-layout';
import type { LeadTrace } from './lead-trace';

interface EcgPaperProps {
  placed: PlacedLayout;
  traces: ReadonlyMap<string, LeadTrace> | null;
  pxPerMm: number;
  /** Width to fill in CSS pixels; the paper is never narrower than its strip. */
  availablePx: number;
  speedMmPerS: number;
  /** Paper as paper, or the dark grid. */
  dark: boolean;
  /** What the picture shows, in one sentence. */
  sentence: string;
}

/** Counts up once the interface font can be used on a canvas, so that lead names are drawn in it. */
function useFontLoaded(): number {
  const [loaded, setLoaded] = useState(0);
  useEffect(() => {
    let gone = false;
    const fonts: FontFaceSet | undefined = document.fonts;
    const ready = fonts?.load('600 13px "Inter Variable"') ?? Promise.resolve([]);
    void ready.then(() => !gone && setLoaded(1)).catch(() => undefined);
    return () => {
      gone = true;
    };
  }, []);
  return loaded;
}

/** Where the first calibration pulse stands on the canvas, in CSS pixels: x, y, width, height. */
function pulseBox(placed: PlacedLayout, pxPerMm: number): string {
  const [pulse] = placed.pulses;
  if (!pulse) return '';
  return [pulse.xMm, pulse.zeroMm - pulse.heightMm, pulse.widthMm, pulse.heightMm]
    .map((mm) => (mm * pxPerMm).toFixed(2))
    .join(' ');
}

/** The ECG paper: a canvas whose two axes share one scale, drawn at the pixel ratio of the screen. */
export function EcgPaper({ placed, traces, pxPerMm, availablePx, speedMmPerS, dark, sentence }: EcgPaperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const devicePixelRatio = useDevicePixelRatio();
  const fontLoaded = useFontLoaded();
  // Rounded down: a fraction of a pixel more than the card would make it scroll.
  const width = Math.floor(Math.max(availablePx, placed.widthMm * pxPerMm) * devicePixelRatio);
  const height = Math.round(placed.heightMm * pxPerMm * devicePixelRatio);

  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx || fontLoaded < 0) return;
    element.width = width;
    element.height = height;
    const colours = dark ? DARK_PAPER : PAPER;
    const drawing: PaperDrawing = { placed, traces, pxPerMm, devicePixelRatio, speedMmPerS, colours };
    drawEcgPaper(ctx, drawing);
  }, [placed, traces, pxPerMm, devicePixelRatio, speedMmPerS, dark, width, height, fontLoaded]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={sentence}
      aria-busy={traces === null}
      style={{ width: width / devicePixelRatio, height: height / devicePixelRatio }}
      data-px-per-mm={pxPerMm}
      data-speed={speedMmPerS}
      data-gain={placed.pulses[0]?.heightMm}
      data-pulse={pulseBox(placed, pxPerMm)}
      data-state={traces === null ? 'loading' : 'ready'}
    />
  );
}
