'use client';

import { useMemo, useState } from 'react';
import {
  type Gains,
  type PlacedLayout,
  placeLayout,
  timeWidthMm,
  type VisibleTime,
  visibleTime,
} from '@/lib/ecg/domain/paper/ecg-layout';
import { type EcgLayout, isChestLead, isTwelveLead, layoutsFor, medianLayout } from '@/lib/ecg/domain/paper/layouts';
import {
  GAINS_MM_PER_MV,
  type GainMmPerMv,
  mmToMs,
  SPEEDS_MM_PER_S,
  type SpeedMmPerS,
  stepIn,
} from '@/lib/ecg/domain/paper/paper-scale';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { Recording } from '@/lib/recordings/contracts';
import { medianLeads } from '../recording-text';
import { automaticLayout, cardFit, FIRST_GAINS, FIRST_SPEED_MM_PER_S, firstFromMs, type PaperFit } from './first-view';
import { type Zoom, zoomedPxPerMm } from './zoom';

/** From this speed on a column of the usual four is shorter than a median beat. */
const FEW_COLUMNS_FROM_MM_PER_S = 100;
/** How far a pan step goes along the paper: one large box. */
const PAN_MM = 5;

/** What is on the paper: the recording, or one representative beat a lead where the device sent those. */
export type Block = 'rhythm' | 'median';

interface ScaleView {
  speed: SpeedMmPerS;
  setSpeed: (speed: SpeedMmPerS) => void;
  stepSpeed: (by: 1 | -1) => void;
  gains: { limb: GainMmPerMv; chest: GainMmPerMv };
  /** Both gains at once. */
  setGain: (gain: GainMmPerMv) => void;
  setChestGain: (gain: GainMmPerMv) => void;
  /** One step for both, so that what was set apart stays apart. */
  stepGain: (by: 1 | -1) => void;
  /** Chest leads at half the gain of the limb leads, or at the same again. */
  toggleChestGain: () => void;
}

interface LeadsView {
  layouts: EcgLayout[];
  layout: EcgLayout;
  setLayoutId: (id: string) => void;
  stepLayout: () => void;
  /** Null where there are not twelve leads to put in order. */
  cabrera: { on: boolean; toggle: () => void } | null;
  leads: string[];
  single: string | null;
  /** Shows one lead alone. */
  showLead: (lead: string) => void;
  stepLead: (by: 1 | -1) => void;
  block: Block;
  /** Null where the device sent no median beats. */
  toggleMedian: (() => void) | null;
}

/** How the ECG stands on the paper, whatever moment it shows. The same object while only the moment changes. */
export interface StillView extends ScaleView, LeadsView {
  hasChestLeads: boolean;
  zoom: Zoom;
  setZoom: (zoom: Zoom) => void;
}

/** Everything that decides how the ECG stands on the paper, and the ways to change it. */
export interface EcgView extends StillView {
  still: StillView;
  time: VisibleTime;
  /** Starts the strip at a moment, in ms from the recording's start, or as near to it as a full strip allows. */
  goTo: (ms: number) => void;
  /** Goes one strip on or back. */
  page: (by: 1 | -1) => void;
  /** Goes one large box on or back; null where the whole recording is on the paper. */
  pan: ((by: 1 | -1) => void) | null;
  pxPerMm: number;
  placed: PlacedLayout;
}

function useScale(): ScaleView {
  const [speed, setSpeed] = useState<SpeedMmPerS>(FIRST_SPEED_MM_PER_S);
  const [gains, setGains] = useState<ScaleView['gains']>(FIRST_GAINS);
  return useMemo(() => {
    const step = (gain: GainMmPerMv, by: 1 | -1) => stepIn(GAINS_MM_PER_MV, gain, by);
    const { limb, chest } = gains;
    return {
      speed,
      setSpeed,
      stepSpeed: (by) => setSpeed(stepIn(SPEEDS_MM_PER_S, speed, by, true)),
      gains,
      setGain: (gain) => setGains({ limb: gain, chest: gain }),
      setChestGain: (gain) => setGains({ limb, chest: gain }),
      stepGain: (by) => setGains({ limb: step(limb, by), chest: step(chest, by) }),
      toggleChestGain: () => setGains({ limb, chest: chest === limb ? step(limb, -1) : limb }),
    };
  }, [speed, gains]);
}

function useLeads(recording: Recording, speed: SpeedMmPerS, narrow: boolean, besidePdf: boolean): LeadsView {
  const [layoutId, setLayoutId] = useState<string | null>(null);
  const [cabrera, setCabrera] = useState(false);
  const [single, setSingle] = useState<string | null>(null);
  const [median, setMedian] = useState(false);
  const leads = useMemo(() => rhythmLeads(recording), [recording]);
  const medians = useMemo(() => medianLeads(recording), [recording]);
  const layouts = useMemo(() => layoutsFor(leads, { cabrera, single }), [leads, cabrera, single]);
  const chosen = layouts.find((one) => one.id === layoutId) ?? automaticLayout(layouts, narrow, besidePdf);
  const showsMedian = median && medians.length > 0;
  const layout = useMemo(
    () => (showsMedian ? medianLayout(medians, cabrera, speed >= FEW_COLUMNS_FROM_MM_PER_S) : chosen),
    [showsMedian, medians, cabrera, speed, chosen],
  );
  return useMemo(() => {
    const shown = chosen.id === 'single' ? (chosen.rows[0]?.leads[0] ?? null) : null;
    const choose = (id: string) => {
      setMedian(false);
      setLayoutId(id);
    };
    const showLead = (lead: string) => {
      setSingle(lead);
      choose('single');
    };
    return {
      layouts,
      layout,
      setLayoutId: choose,
      stepLayout: () => choose(stepIn(layouts, chosen, 1, true).id),
      cabrera: isTwelveLead(leads) ? { on: cabrera, toggle: () => setCabrera(!cabrera) } : null,
      leads,
      single: shown,
      showLead,
      stepLead: (by) => showLead(shown === null ? (leads[0] ?? '') : stepIn(leads, shown, by, true)),
      block: showsMedian ? 'median' : 'rhythm',
      toggleMedian: medians.length > 0 ? () => setMedian(!median) : null,
    };
  }, [layouts, layout, chosen, cabrera, leads, medians, median, showsMedian]);
}

/**
 * The part of the recording on the paper. A median beat stands at the beginning of every column.
 * @param widthMm millimetres that show seconds of their own
 */
function useTime(durationMs: number, speed: number, block: Block, widthMm: number, openAtMs: number | null) {
  const [fromMs, setFromMs] = useState(() => firstFromMs(durationMs, openAtMs));
  const time = useMemo(
    () =>
      block === 'median'
        ? { fromMs: 0, toMs: mmToMs(widthMm, speed) }
        : visibleTime(durationMs, fromMs, speed, widthMm),
    [durationMs, fromMs, speed, block, widthMm],
  );
  const goTo = (ms: number) => setFromMs(visibleTime(durationMs, ms, speed, widthMm).fromMs);
  const moves = block === 'rhythm' && (time.fromMs > 0 || time.toMs < durationMs);
  return {
    time,
    goTo,
    page: (by: 1 | -1) => goTo(time.fromMs + by * mmToMs(widthMm, speed)),
    pan: moves ? (by: 1 | -1) => goTo(time.fromMs + by * mmToMs(PAN_MM, speed)) : null,
  };
}

/**
 * How the ECG stands on the paper.
 * @param availablePx width of the card in CSS pixels
 * @param besidePdf whether the PDF takes half of the page
 * @param truePxPerMm CSS pixels of a true millimetre where the screen was calibrated
 * @param openAtMs the moment it is opened at, in ms from the recording's start; null: its beginning
 * @param fit how large the paper is by itself
 */
export function useEcgView(
  recording: Recording,
  availablePx: number,
  besidePdf: boolean,
  truePxPerMm: number | null,
  openAtMs: number | null = null,
  { narrow, traceMm, pxPerMm: fitting }: PaperFit = cardFit(availablePx),
): EcgView {
  const [zoom, setZoom] = useState<Zoom>(1);
  const scale = useScale();
  const leads = useLeads(recording, scale.speed, narrow, besidePdf);
  const { layout } = leads;
  const when = useTime(recording.duration_ms, scale.speed, leads.block, timeWidthMm(layout, traceMm), openAtMs);
  const { speed, gains } = scale;
  const { time } = when;
  const placed = useMemo(
    () => placeLayout(layout, time, speed, gains satisfies Gains, traceMm),
    [layout, time, speed, gains, traceMm],
  );
  const still = useMemo(
    () => ({ ...scale, ...leads, hasChestLeads: leads.leads.some(isChestLead), zoom, setZoom }),
    [scale, leads, zoom],
  );
  return {
    ...still,
    ...when,
    still,
    pxPerMm: zoomedPxPerMm(zoom, fitting, truePxPerMm, placed),
    placed,
  };
}
