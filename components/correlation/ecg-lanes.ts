import {
  drawLabel,
  drawLine,
  drawTickLabels,
  drawTickLines,
  type LaneFrame,
  xOf,
} from '@/components/charts/lanes/draw-lane';
import { extentIn, type LanePiece, valueAt } from '@/components/charts/lanes/lane-data';
import type { StackLane } from '@/components/charts/lanes/lane-stack';
import { valueRange } from '@/components/charts/lanes/value-range';
import { hasBeats } from '@/components/ecg/long/beats-path';
import { ecgTitle } from '@/components/ecg/recording-text';
import type { TokenName } from '@/components/ui/tokens';
import { formatDecimal } from '@/lib/client/format-value';
import { clockMark, clockText, levelText } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { drawFibrillation, drawPoints, fibrillationText } from './draw-ecg-rate';
import { ECG_RATE_LANE } from './ecg-rate-lane';
import { type EcgTraces, fibrillationOnNight, LONGEST_RATE_MS, LONGEST_TRACE_VIEW_MS, spanOfEcg } from './ecg-window';

const TRACE_HEIGHT = 72;

const LEAST_BAR_PX = 3;

/** A bar from the ECG's start to its end: what can be drawn of a whole night, and all where clocks are not aligned. */
function drawBar(ctx: CanvasRenderingContext2D, frame: LaneFrame, ecg: NightEcg, color: string): void {
  const { fromMs, toMs } = spanOfEcg(ecg);
  if (toMs < frame.view.fromMs || fromMs > frame.view.toMs) return;
  const x = xOf(frame, fromMs);
  ctx.fillStyle = color;
  ctx.fillRect(x, frame.height - 5, Math.max(LEAST_BAR_PX, xOf(frame, toMs) - x), 3);
}

interface LaneSetting {
  ecg: NightEcg;
  all: readonly NightEcg[];
  traces: EcgTraces;
  /** How much of the ECG is on screen. */
  seenMs: number;
  /** Time on screen. */
  spanMs: number;
  colors: Record<TokenName, string>;
}

const minutes = (ms: number) => `${ms / 60_000} min`;

/** What the lane of the heart rate says where it shows no line. */
function insteadOfRate({ ecg, traces, seenMs }: LaneSetting): string | null {
  if (ecg.clock.level === 'night') return 'clock unknown or over 30 s: when it ran, no more';
  const isLookedFor = traces.rate.length > 0 || hasBeats(ecg.recording) || seenMs <= LONGEST_RATE_MS;
  return isLookedFor ? null : `zoom in to ${minutes(LONGEST_RATE_MS)}`;
}

function readAt({ ecg }: LaneSetting, pieces: readonly LanePiece[], unit: string, factor: number) {
  return (ms: number): string => {
    const value = valueAt(pieces, ms);
    if (value) return `${formatDecimal(value.low * factor, factor === 1 ? 0 : 2)} ${unit}`;
    const { fromMs, toMs } = spanOfEcg(ecg);
    return ms < fromMs || ms >= toMs ? 'no ECG' : pieces.length === 0 ? 'ECG recorded' : '–';
  };
}

function rateLane(setting: LaneSetting): StackLane {
  const { ecg, all, traces, colors } = setting;
  const note = insteadOfRate(setting);
  const extent = extentIn(traces.rate, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const range = valueRange(ECG_RATE_LANE.least, extent);
  const fibrillation = fibrillationOnNight(ecg, traces);
  return {
    id: ECG_RATE_LANE.id,
    label: ECG_RATE_LANE.label,
    caption: clockMark(ecg.clock),
    color: colors['c-heart'],
    height: ECG_RATE_LANE.height,
    note: traces.beatsBy === 'file' ? 'beats as sent' : 'computed',
    sentence: [
      `${ecgTitle(ecg.recording)} recorded during this night. ${clockText(ecg.clock)}. ${levelText(ecg.clock.level)}`,
      ...fibrillationText(fibrillation).map((text) => `Shaded: ${text}.`),
    ].join(' '),
    read: readAt(setting, traces.rate, 'bpm', 1),
    draw: (ctx, frame) => {
      drawFibrillation(ctx, frame, fibrillation, colors);
      if (note === null) {
        drawTickLines(ctx, range, frame);
        drawLine(ctx, { pieces: traces.rate, color: colors['c-heart'], factor: 1 }, range, frame);
        drawPoints(ctx, frame, range, traces.rate, colors['c-heart']);
        drawTickLabels(ctx, range, frame, (value) => formatDecimal(value, 0));
      } else drawLabel(ctx, frame, note, 4, 14);
      for (const one of all) drawBar(ctx, frame, one, colors['c-heart']);
    },
  };
}

function traceLane(setting: LaneSetting): StackLane {
  const { ecg, traces, colors } = setting;
  const extent = extentIn(traces.trace, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  const range = valueRange({ low: -0.5, high: 1 }, extent && { low: extent.low / 1000, high: extent.high / 1000 });
  return {
    id: 'ecg_trace',
    label: `ECG, ${traces.lead ?? 'lead'}`,
    caption: `mV, ${clockMark(ecg.clock)}`,
    color: colors['c-heart'],
    height: TRACE_HEIGHT,
    note: ecg.clock.level === 'event' ? 'event level' : 'side by side only',
    sentence: `One lead of the ECG over what is on screen. ${levelText(ecg.clock.level)}`,
    read: readAt(setting, traces.trace, 'mV', 1 / 1000),
    draw: (ctx, frame) => {
      drawTickLines(ctx, range, frame);
      drawLine(ctx, { pieces: traces.trace, color: colors['c-heart'], factor: 1 / 1000 }, range, frame);
      drawTickLabels(ctx, range, frame, (value) => formatDecimal(value, 1));
    },
  };
}

/**
 * The lanes of an ECG that was recorded during the night: its heart rate, and its trace where one has zoomed in far
 * enough. Where the clocks are not known to agree within 30 s there is no line, only when it ran (COR-3).
 */
export function ecgLanes(setting: LaneSetting): StackLane[] {
  const { ecg, spanMs } = setting;
  const showsTrace = ecg.clock.level !== 'night' && spanMs <= LONGEST_TRACE_VIEW_MS;
  return [rateLane(setting), ...(showsTrace ? [traceLane(setting)] : [])];
}
