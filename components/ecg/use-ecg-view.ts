'use client';

import { useMemo, useState } from 'react';
import {
  fitPxPerMm,
  GAINS_MM_PER_MV,
  type GainMmPerMv,
  mmToMs,
  NARROW_PX_PER_MM,
  SPEEDS_MM_PER_S,
  type SpeedMmPerS,
  stepIn,
} from '@/components/charts/paper-scale';
import type { Recording } from '@/lib/recordings/contracts';
import {
  type EcgLayout,
  layoutsFor,
  type PlacedLayout,
  placeLayout,
  TRACE_WIDTH_MM,
  type VisibleTime,
  visibleTime,
} from './ecg-layout';
import { rhythmLeads } from './recording-text';

/** Under this width the paper takes the phone's form: one lead a row at the scale of a large screen. */
const NARROW_PX = 640;

/** Everything that decides how the ECG stands on the paper, and the ways to change it. */
export interface EcgView {
  speed: SpeedMmPerS;
  setSpeed: (speed: SpeedMmPerS) => void;
  stepSpeed: (by: 1 | -1) => void;
  gain: GainMmPerMv;
  setGain: (gain: GainMmPerMv) => void;
  stepGain: (by: 1 | -1) => void;
  layouts: EcgLayout[];
  layout: EcgLayout;
  setLayoutId: (id: string) => void;
  stepLayout: () => void;
  time: VisibleTime;
  /** Goes one strip on or back. */
  page: (by: 1 | -1) => void;
  pxPerMm: number;
  placed: PlacedLayout;
}

function automaticLayout(layouts: EcgLayout[], narrow: boolean, besidePdf: boolean): EcgLayout {
  const byId = (id: string) => layouts.find((layout) => layout.id === id);
  const [first = { id: 'none', label: '', columns: 'continuous', rows: [] }] = layouts;
  if (narrow) return byId('12x1') ?? first;
  return (besidePdf ? byId('6x2') : undefined) ?? first;
}

/**
 * How the ECG stands on the paper.
 * @param availablePx width of the card in CSS pixels
 * @param besidePdf whether the PDF takes half of the page
 */
export function useEcgView(recording: Recording, availablePx: number, besidePdf: boolean): EcgView {
  const [speed, setSpeed] = useState<SpeedMmPerS>(25);
  const [gain, setGain] = useState<GainMmPerMv>(10);
  const [layoutId, setLayoutId] = useState<string | null>(null);
  const [fromMs, setFromMs] = useState(0);
  const narrow = availablePx < NARROW_PX;
  const layouts = useMemo(() => layoutsFor(rhythmLeads(recording)), [recording]);
  const layout = layouts.find((one) => one.id === layoutId) ?? automaticLayout(layouts, narrow, besidePdf);
  const time = useMemo(() => visibleTime(recording.duration_ms, fromMs, speed), [recording, fromMs, speed]);
  const placed = useMemo(() => placeLayout(layout, time, speed, gain), [layout, time, speed, gain]);
  return {
    speed,
    setSpeed,
    stepSpeed: (by) => setSpeed(stepIn(SPEEDS_MM_PER_S, speed, by, true)),
    gain,
    setGain,
    stepGain: (by) => setGain(stepIn(GAINS_MM_PER_MV, gain, by)),
    layouts,
    layout,
    setLayoutId,
    stepLayout: () => setLayoutId(stepIn(layouts, layout, 1, true).id),
    time,
    page: (by) =>
      setFromMs(visibleTime(recording.duration_ms, time.fromMs + by * mmToMs(TRACE_WIDTH_MM, speed), speed).fromMs),
    pxPerMm: narrow ? NARROW_PX_PER_MM : fitPxPerMm(availablePx),
    placed,
  };
}
