'use client';

import { useMemo, useState } from 'react';
import type { WindowState } from '@/components/charts/use-window';
import type { Shortcuts } from '@/components/ui/use-shortcuts';
import { formatDecimal } from '@/lib/client/format-value';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import type { Recording } from '@/lib/recordings/contracts';
import { type Calibration, type Display, scaleStateText } from './calibration/calibration';
import { useCalibration } from './calibration/use-calibration';
import { type Calipers, useCalipers } from './calipers/use-calipers';
import { ecgKeys } from './ecg-keys';
import { useEcgTraces } from './paper/use-ecg-traces';
import { type EcgView, useEcgView } from './paper/use-ecg-view';
import { type PaperDisplay, usePaperDisplay } from './toolbar/use-paper-display';

/** The part of a longer recording on the paper, and ways to its other parts. */
export interface StripPaging {
  label: string;
  onEarlier: (() => void) | null;
  onLater: (() => void) | null;
}

/** Whether the paper is true to scale on this screen, and the calibration that decides it. */
export interface ScaleState {
  calibrated: boolean;
  isTrue: boolean;
  text: string;
  /** Null until the page knows its screen. */
  display: Display | null;
  calibrating: boolean;
  setCalibrating: (on: boolean) => void;
  keep: (calibration: Calibration | null) => void;
}

/** An ECG on the paper with all that can be done to it. */
export interface EcgBench {
  view: EcgView;
  display: PaperDisplay;
  window: WindowState<ReadonlyMap<string, LeadTrace>>;
  calipers: Calipers;
  scale: ScaleState;
  /** Null when the whole recording is on the paper. */
  paging: StripPaging | null;
  keys: Shortcuts;
}

/** The part of a recording on its paper among its other parts; null where all of it is there. */
export function pagingOf(view: EcgView, durationMs: number): StripPaging | null {
  const { fromMs, toMs } = view.time;
  if (view.block === 'median' || (fromMs <= 0 && toMs >= durationMs)) return null;
  const seconds = (ms: number) => formatDecimal(ms / 1000, 1);
  return {
    label: `${seconds(fromMs)}–${seconds(toMs)} of ${seconds(durationMs)} s`,
    onEarlier: fromMs > 0 ? () => view.page(-1) : null,
    onLater: toMs < durationMs ? () => view.page(1) : null,
  };
}

/**
 * An ECG on the paper with all that can be done to it.
 * @param availablePx width of the card in CSS pixels
 * @param besidePdf whether the PDF takes half of the page
 * @param openAtMs the moment it is opened at, in ms from the recording's start; null: its beginning
 */
export function useEcgBench(
  recording: Recording,
  availablePx: number,
  besidePdf: boolean,
  openAtMs: number | null = null,
): EcgBench {
  const { calibration, display: screen, keep } = useCalibration();
  const [calibrating, setCalibrating] = useState(false);
  const view = useEcgView(recording, availablePx, besidePdf, calibration?.pxPerMm ?? null, openAtMs);
  const display = usePaperDisplay();
  const window = useEcgTraces(recording, view, availablePx, display.filter);
  const calipers = useCalipers({ placed: view.placed, traces: window.data, speedMmPerS: view.speed });
  const { pxPerMm } = view;
  const scale = useMemo(
    () => ({
      calibrated: calibration !== null,
      ...scaleStateText(pxPerMm, calibration),
      display: screen,
      calibrating,
      setCalibrating,
      keep,
    }),
    [pxPerMm, calibration, screen, calibrating, keep],
  );
  return {
    view,
    display,
    window,
    calipers,
    scale,
    paging: pagingOf(view, recording.duration_ms),
    keys: ecgKeys(view, calipers, display),
  };
}
