import {
  drawLimit,
  drawLine,
  drawTickLabels,
  drawTickLines,
  drawTint,
  type LaneFrame,
  type LaneLine,
} from '@/components/charts/lanes/draw-lane';
import { type Extent, type LanePiece, valueAt } from '@/components/charts/lanes/lane-data';
import type { StackLane } from '@/components/charts/lanes/lane-stack';
import { valueRange } from '@/components/charts/lanes/value-range';
import { isBilevel } from '@/components/therapy/night-text';
import type { TokenName } from '@/components/ui/tokens';
import { formatDecimal } from '@/lib/client/format-value';
import type { Night } from '@/lib/therapy/contracts';
import { drawEvents, eventsHeight } from './draw-events';
import { eventAt } from './night-events';
import {
  EVENT_KINDS,
  formatLaneValue,
  type LaneDefinition,
  type LaneLineDefinition,
  type NightEvent,
  type SignalPieces,
} from './night-lanes';

/** What decides how the lanes of a night are shown. */
export interface LaneSetting {
  night: Night;
  pieces: SignalPieces;
  /** Extremes of each signal over the whole night, so that a lane keeps its scale while one zooms. */
  extents: ReadonlyMap<string, Extent>;
  colors: Record<TokenName, string>;
}

function captionOf(lane: LaneDefinition, { night }: LaneSetting, present: readonly LaneLineDefinition[]): string {
  if (lane.id === 'leak') return `${lane.unit}, ${night.leak_type ?? 'kinds differ'}`;
  if (lane.id !== 'pressure' || present.length < 2) return lane.unit;
  return `${isBilevel(night.mode) ? 'IPAP, EPAP' : 'in, out'}, ${lane.unit}`;
}

function noteOf(lane: LaneDefinition, { night }: LaneSetting): string {
  if (lane.id !== 'leak') return lane.unit;
  if (night.leak_type === 'total') return 'total: no limit';
  return night.leak_limit_l_min === null ? 'no limit known' : `limit ${night.leak_limit_l_min}`;
}

function textAt(pieces: readonly LanePiece[], ms: number, { factor, digits }: LaneDefinition): string | null {
  const value = valueAt(pieces, ms);
  if (!value) return null;
  const low = formatLaneValue(value.low * factor, digits);
  const high = formatLaneValue(value.high * factor, digits);
  return low === high ? low : `${low} to ${high}`;
}

function scaled(extent: Extent | null, factor: number): Extent | null {
  return extent && { low: extent.low * factor, high: extent.high * factor };
}

function together(extents: readonly (Extent | undefined)[]): Extent | null {
  const known = extents.filter((extent) => extent !== undefined);
  if (known.length === 0) return null;
  return { low: Math.min(...known.map(({ low }) => low)), high: Math.max(...known.map(({ high }) => high)) };
}

/** A lane of signals as the stack shows it. */
export function signalLane(lane: LaneDefinition, setting: LaneSetting): StackLane {
  const { pieces, extents, colors, night } = setting;
  const present = lane.lines.filter(({ signal }) => pieces.has(signal) || extents.has(signal));
  const lines = present.map(({ signal, color }): LaneLine => {
    return { pieces: pieces.get(signal) ?? [], color: colors[color], factor: lane.factor };
  });
  const range = valueRange(lane.least, scaled(together(present.map(({ signal }) => extents.get(signal))), lane.factor));
  const limit = lane.id === 'leak' ? night.leak_limit_l_min : null;
  const [upper, lower] = lines;
  return {
    id: lane.id,
    label: lane.label,
    caption: captionOf(lane, setting, present),
    color: colors[present[0]?.color ?? 'text-3'],
    height: lane.height,
    note: noteOf(lane, setting),
    sentence: `${lane.label} in ${lane.unit} over the night.`,
    read: (ms) => lines.map((line) => textAt(line.pieces, ms, lane) ?? '–').join(' / ') || '–',
    draw: (ctx: CanvasRenderingContext2D, frame: LaneFrame) => {
      drawTickLines(ctx, range, frame);
      if (upper && lower) drawTint(ctx, upper, lower, range, frame);
      for (const line of lines) drawLine(ctx, line, range, frame);
      drawTickLabels(ctx, range, frame, (value) => formatDecimal(value, 2));
      if (limit !== null) drawLimit(ctx, limit, `${limit} L/min`, range, frame);
    },
  };
}

interface EventSetting {
  events: readonly NightEvent[];
  /** Null while they load or where they could not be loaded. */
  known: boolean;
  /** Sessions whose events were not sent. */
  unknownSessions: number;
  colors: Record<TokenName, string>;
}

/** A moment may miss an event by this much and still mean it. */
const NEAR_EVENT_MS = 1000;

/** The lane of events as the stack shows it: a row for each kind there is, the breathing events always. */
export function eventLane({ events, known, unknownSessions, colors }: EventSetting): StackLane {
  const present = new Set(events.map(({ kind }) => kind));
  const rows = EVENT_KINDS.filter((kind) => present.has(kind) || ALWAYS.has(kind.type));
  return {
    id: 'events',
    label: 'Events',
    caption: unknownSessions > 0 ? 'not sent in full' : 'device scored',
    color: null,
    height: eventsHeight(rows.length),
    note: known ? `of ${events.length}` : '',
    sentence: known
      ? `${events.length} events, as the device scored them; listed beside the lanes.`
      : 'Events are not loaded.',
    read: (ms) => {
      const index = eventAt(events, ms, NEAR_EVENT_MS);
      const event = index === null ? undefined : events[index];
      return event && index !== null ? `${event.kind.letters}${durationText(event)} · ${index + 1}` : '–';
    },
    draw: (ctx, frame) => drawEvents(ctx, frame, rows, events, (kind) => colors[kind.color]),
  };
}

const ALWAYS: ReadonlySet<string> = new Set(['obstructive_apnea', 'central_apnea', 'unclassified_apnea', 'hypopnea']);

function durationText({ durationMs }: NightEvent): string {
  return durationMs > 0 ? ` ${Math.round(durationMs / 1000)} s` : '';
}
