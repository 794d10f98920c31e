'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useDevicePixelRatio } from '@/components/charts/use-device-pixel-ratio';
import { DARK_PAPER, PAPER } from '@/components/ui/tokens';
import type { PlacedLayout } from '@/lib/ecg/domain/paper/ecg-layout';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { canvasSize, drawEcgPaper, type PaperDrawing } from './draw-ecg-paper';
import { type KeptGrid, keptGrid } from './kept-grid';

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
  /** Traces to draw over the others, which then step back into grey. */
  over?: ReadonlyMap<string, LeadTrace>;
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

/** Colours of paper and traces; of two, the one underneath is grey and the one on top blue. */
function inks(dark: boolean, over: EcgPaperProps['over']): Pick<PaperDrawing, 'colours' | 'over'> {
  const paper = dark ? DARK_PAPER : PAPER;
  if (!over) return { colours: paper };
  return { colours: { ...paper, trace: paper.under }, over: { traces: over, colour: paper.caliper } };
}

/** The ECG paper: a canvas whose two axes share one scale, drawn at the pixel ratio of the screen. */
export function EcgPaper(props: EcgPaperProps) {
  const { placed, traces, pxPerMm, availablePx, speedMmPerS, dark, sentence, over } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = useRef<KeptGrid | null>(null);
  const devicePixelRatio = useDevicePixelRatio();
  const fontLoaded = useFontLoaded();
  const { width, height } = canvasSize(placed, pxPerMm, availablePx, devicePixelRatio);

  // with the commit: no frame shows a paper without the trace that is already there
  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx || fontLoaded < 0) return;
    // setting a size, even the same, throws the picture away
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    const scale = { pxPerMm, devicePixelRatio, ...inks(dark, over) };
    grid.current = keptGrid(grid.current, { width, height }, scale);
    drawEcgPaper(ctx, { placed, traces, speedMmPerS, ...scale, grid: grid.current?.picture });
  }, [placed, traces, pxPerMm, devicePixelRatio, speedMmPerS, dark, over, width, height, fontLoaded]);

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
