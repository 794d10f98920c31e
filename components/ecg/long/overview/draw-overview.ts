import { drawHatch, drawMesh } from '@/components/charts/hatch';
import type { TimeTick } from '@/components/charts/lanes/device-clock';
import type { TokenName } from '@/components/ui/tokens';
import { type BeatList, isFibrillationMark, labelAt } from '@/lib/measure/domain/beat-list/beat-list';
import type { Episode } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import { rateDensity, rowOf, strengthOf } from './rate-density';
import { type RateRange, rateAt } from './rate-range';

/** Where the rows of an overview lie, in CSS pixels from its top. */
export const RATE_HEIGHT_PX = 92;
export const ROW_HEIGHT_PX = 18;
/** A longer recording is drawn as a density: dots would lie on each other. */
export const DOTS_UP_TO_MS = 3_600_000;

/** A row of ticks under the rates: beats with a label, or spans that were marked. */
export interface TickRow {
  id: string;
  name: string;
  /** What is ticked, for a sentence. */
  what: string;
  color: TokenName;
  spans: readonly { from_ms: number; to_ms: number }[];
}

/** What is drawn, and how large in CSS pixels. */
export interface OverviewDrawing {
  list: BeatList;
  range: RateRange;
  rows: readonly TickRow[];
  /** Where there is something that could not be judged. */
  unjudged: readonly Episode[];
  ticks: readonly TimeTick[];
  startMs: number;
  width: number;
  devicePixelRatio: number;
  color: (name: TokenName) => string;
}

/**
 * The rows that a list of beats asks for.
 * @param suspected where atrial fibrillation is suspected
 */
export function tickRows(list: BeatList, suspected: readonly Episode[]): TickRow[] {
  const beats = (labels: string) => {
    const spans: { from_ms: number; to_ms: number }[] = [];
    for (let k = 0; k < list.times_ms.length; k++) {
      const at = list.times_ms[k] ?? 0;
      if (labels.includes(labelAt(list, k) ?? '-')) spans.push({ from_ms: at, to_ms: at });
    }
    return spans;
  };
  const marks = list.marks.map(({ kind, from_ms, to_ms, text }) => ({ kind, from_ms, to_ms: to_ms ?? from_ms, text }));
  const rows: TickRow[] = [
    { id: 'S', name: 'SVE', what: 'supraventricular ectopics', color: 'e-ca', spans: beats('S') },
    { id: 'V', name: 'VE', what: 'ventricular ectopics', color: 'e-oa', spans: beats('VF') },
    {
      ...{ id: 'AF', name: 'AF', what: 'spans labelled atrial fibrillation or flutter', color: 'c-heart' as const },
      spans: marks.filter(isFibrillationMark),
    },
    { id: 'AF?', name: 'AF?', what: 'spans in which we suspect atrial fibrillation', color: 'warn', spans: suspected },
    {
      ...{ id: 'marks', name: 'Marks', what: 'marks of the device', color: 'text-2' as const },
      spans: marks.filter(({ kind }) => kind !== 'rhythm' && kind !== 'noise'),
    },
  ];
  return rows.filter(({ spans }) => spans.length > 0);
}

/** Height of an overview in CSS pixels. */
export function overviewHeight(rows: readonly TickRow[]): number {
  return RATE_HEIGHT_PX + rows.length * ROW_HEIGHT_PX;
}

const xOf = ({ list, width }: OverviewDrawing, ms: number) => (ms / list.duration_ms) * width;

function drawGround(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  const { ticks, range, rows, width, startMs, color } = drawing;
  const height = overviewHeight(rows);
  ctx.fillStyle = color('line');
  for (const { atMs } of ticks) ctx.fillRect(Math.round(xOf(drawing, atMs - startMs)), 0, 1, height);
  for (const tick of range.ticks) ctx.fillRect(0, rowOf(tick, range, RATE_HEIGHT_PX), width, 1);
  for (const index of rows.keys()) ctx.fillRect(0, RATE_HEIGHT_PX + index * ROW_HEIGHT_PX, width, 1);
}

/** Noise as the source marked it, as far as it says until when. */
export function markedNoise({ marks }: BeatList): Episode[] {
  return marks.flatMap(({ kind, from_ms, to_ms }) => (kind === 'noise' && to_ms !== null ? [{ from_ms, to_ms }] : []));
}

/** Hatches where nothing was recorded; crosswise where it was noise by the source, or could not be judged. */
function drawHatches(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  const { list, rows, unjudged, color } = drawing;
  const height = overviewHeight(rows);
  const boxOf = ({ from_ms, to_ms }: Episode) => {
    const left = xOf(drawing, from_ms);
    return { left, top: 0, width: Math.max(1.5, xOf(drawing, to_ms) - left), height };
  };
  for (const gap of list.gaps) drawHatch(ctx, boxOf(gap), color('line-2'), color('sunken'));
  for (const span of [...markedNoise(list), ...unjudged]) drawMesh(ctx, boxOf(span), color('e-ua'));
}

function drawDots(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  const { list, range, color } = drawing;
  ctx.fillStyle = color('c-heart');
  for (let k = 0; k < list.times_ms.length; k++) {
    const rate = rateAt(list, k);
    if (rate === null) continue;
    ctx.fillRect(xOf(drawing, list.times_ms[k] ?? 0) - 0.75, rowOf(rate, range, RATE_HEIGHT_PX) - 0.75, 1.5, 1.5);
  }
}

/** `#A0325B` as three numbers. */
const channelsOf = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** The density of the rates, pixel by pixel of the screen, laid over what is drawn already. */
function drawDensity(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  const { list, range, width, devicePixelRatio, color } = drawing;
  const wide = Math.max(1, Math.round(width * devicePixelRatio));
  const high = Math.round(RATE_HEIGHT_PX * devicePixelRatio);
  const density = rateDensity(list, range, wide, high);
  const [red = 0, green = 0, blue = 0] = channelsOf(color('c-heart'));
  const image = ctx.getImageData(0, 0, wide, high);
  const { data } = image;
  for (let at = 0; at < density.counts.length; at++) {
    const share = strengthOf(density.counts[at] ?? 0, density.most) / 255;
    if (share === 0) continue;
    const [r = 0, g = 0, b = 0, a = 0] = data.subarray(at * 4, at * 4 + 4);
    // over what is there: the ground lets the rest through
    const rest = (1 - share) * (a / 255);
    const sum = share + rest;
    data[at * 4] = (red * share + r * rest) / sum;
    data[at * 4 + 1] = (green * share + g * rest) / sum;
    data[at * 4 + 2] = (blue * share + b * rest) / sum;
    data[at * 4 + 3] = sum * 255;
  }
  ctx.putImageData(image, 0, 0);
}

function drawRows(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  for (const [index, row] of drawing.rows.entries()) {
    ctx.fillStyle = drawing.color(row.color);
    const top = RATE_HEIGHT_PX + index * ROW_HEIGHT_PX + 4;
    for (const { from_ms, to_ms } of row.spans) {
      const left = xOf(drawing, from_ms);
      ctx.fillRect(left - 0.75, top, Math.max(1.5, xOf(drawing, to_ms) - left), ROW_HEIGHT_PX - 7);
    }
  }
}

/** Draws the overview on a canvas whose size is already set in device pixels. */
export function drawOverview(ctx: CanvasRenderingContext2D, drawing: OverviewDrawing): void {
  const { devicePixelRatio, width, rows, list } = drawing;
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, width, overviewHeight(rows));
  drawGround(ctx, drawing);
  drawHatches(ctx, drawing);
  if (list.duration_ms <= DOTS_UP_TO_MS) drawDots(ctx, drawing);
  else drawDensity(ctx, drawing);
  drawRows(ctx, drawing);
}
