import { drawHatch } from '@/components/charts/hatch';
import { binPoints, type TracePoints, tracePoints } from '@/components/charts/trace-points';
import type { TimeTick } from './device-clock';
import { indexesIn, type LanePiece, valueAt } from './lane-data';
import { spanOf, type TimeView } from './time-view';
import type { ValueRange } from './value-range';

/** Colours a lane is drawn in, resolved for the scheme. */
export interface LanePalette {
  grid: string;
  hatch: string;
  label: string;
  surface: string;
  limit: string;
}

/** Where and on what a lane is drawn; sizes in CSS pixels, the context is scaled to the screen's pixels. */
export interface LaneFrame {
  width: number;
  height: number;
  devicePixelRatio: number;
  view: TimeView;
  timeTicks: readonly TimeTick[];
  /** Where the mask was off. */
  gaps: readonly { fromMs: number; toMs: number }[];
  palette: LanePalette;
}

/** A line of a lane: its pieces, values times `factor` shown. */
export interface LaneLine {
  pieces: readonly LanePiece[];
  color: string;
  factor: number;
}

const FONT = '500 10.5px "Inter Variable", Inter, system-ui, sans-serif';
const PAD_PX = 5;

/** CSS pixel of a moment. */
export function xOf(frame: Pick<LaneFrame, 'view' | 'width'>, ms: number): number {
  return ((ms - frame.view.fromMs) / spanOf(frame.view)) * frame.width;
}

/** Clears the lane and draws what all lanes have: time lines and the hatching of mask-off time. */
export function drawGround(ctx: CanvasRenderingContext2D, frame: LaneFrame): void {
  const { devicePixelRatio, width, height, palette } = frame;
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.fillStyle = palette.grid;
  for (const { atMs } of frame.timeTicks) ctx.fillRect(Math.round(xOf(frame, atMs)), 0, 1, height);
  for (const gap of frame.gaps) {
    const left = Math.max(0, xOf(frame, gap.fromMs));
    const right = Math.min(width, xOf(frame, gap.toMs));
    const box = { left, top: 0, width: right - left, height };
    if (box.width >= 1) drawHatch(ctx, box, palette.hatch, palette.surface);
  }
}

/** CSS pixel of a value; values beyond the range stay at its edge, where they can be seen to go on. */
export function yOf(range: ValueRange, height: number, value: number): number {
  const share = (value - range.min) / (range.max - range.min);
  return height - PAD_PX - Math.min(1.02, Math.max(-0.02, share)) * (height - 2 * PAD_PX);
}

function pointsOf(piece: LanePiece, frame: LaneFrame): TracePoints {
  const { channel, originMs } = piece;
  const { from, to } = indexesIn(piece, frame.view.fromMs, frame.view.toMs);
  const scale = frame.devicePixelRatio;
  const x0 = xOf(frame, originMs + channel.start_ms + from * channel.step_ms) * scale;
  const step = (channel.step_ms / spanOf(frame.view)) * frame.width * scale;
  if (channel.kind === 'minmax') return binPoints({ min: channel.min, max: channel.max, from, to, x0, pxPerBin: step });
  return tracePoints({ values: channel.values, from, to, x0, pxPerSample: step });
}

function tracePath(ctx: CanvasRenderingContext2D, line: LaneLine, range: ValueRange, frame: LaneFrame): void {
  const scale = frame.devicePixelRatio;
  for (const piece of line.pieces) {
    const { x, value } = pointsOf(piece, frame);
    let down = false;
    for (let i = 0; i < x.length; i += 1) {
      const at = value[i] ?? Number.NaN;
      if (Number.isNaN(at)) {
        down = false;
        continue;
      }
      const px = (x[i] ?? 0) / scale;
      const py = yOf(range, frame.height, at * line.factor);
      if (down) ctx.lineTo(px, py);
      else ctx.moveTo(px, py);
      down = true;
    }
  }
}

/** The line through a channel: every sample, or down and up through its extremes, so that no peak is lost. */
export function drawLine(ctx: CanvasRenderingContext2D, line: LaneLine, range: ValueRange, frame: LaneFrame): void {
  ctx.strokeStyle = line.color;
  ctx.lineWidth = 1.1;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  tracePath(ctx, line, range, frame);
  ctx.stroke();
}

/** The tint between two lines (IPAP over EPAP), pixel column by pixel column: the pressure support. */
export function drawTint(
  ctx: CanvasRenderingContext2D,
  upper: LaneLine,
  lower: LaneLine,
  range: ValueRange,
  frame: LaneFrame,
): void {
  ctx.save();
  ctx.fillStyle = upper.color;
  ctx.globalAlpha = 0.16;
  for (let x = 0; x < frame.width; x += 1) {
    const at = frame.view.fromMs + ((x + 0.5) / frame.width) * spanOf(frame.view);
    const above = valueAt(upper.pieces, at);
    const below = valueAt(lower.pieces, at);
    if (!above || !below) continue;
    const y = yOf(range, frame.height, above.high * upper.factor);
    ctx.fillRect(x, y, 1, yOf(range, frame.height, below.low * lower.factor) - y);
  }
  ctx.restore();
}

const LABEL_PX = 12;

/** Lines at the ticks of a lane's range, under what it shows. */
export function drawTickLines(ctx: CanvasRenderingContext2D, range: ValueRange, frame: LaneFrame): void {
  ctx.fillStyle = frame.palette.grid;
  for (const tick of range.ticks) {
    if (tick >= range.min && tick <= range.max)
      ctx.fillRect(0, Math.round(yOf(range, frame.height, tick)), frame.width, 1);
  }
}

/** Labels of the ticks at the left edge, over what the lane shows; those that would touch another are left out. */
export function drawTickLabels(
  ctx: CanvasRenderingContext2D,
  range: ValueRange,
  frame: LaneFrame,
  format: (value: number) => string,
): void {
  let below = Number.POSITIVE_INFINITY;
  for (const tick of range.ticks) {
    const y = insideLane(frame, yOf(range, frame.height, tick));
    if (tick < range.min || tick > range.max || below - y < LABEL_PX) continue;
    drawLabel(ctx, frame, format(tick), 4, y);
    below = y;
  }
}

/** A label's middle, moved so that the label lies in the lane. */
function insideLane({ height }: LaneFrame, y: number): number {
  return Math.min(Math.max(y, 7), height - 7);
}

/** A small label on the surface's own ground, kept inside the lane. */
export function drawLabel(ctx: CanvasRenderingContext2D, frame: LaneFrame, text: string, x: number, y: number): void {
  ctx.font = FONT;
  ctx.textBaseline = 'middle';
  const at = insideLane(frame, y);
  ctx.fillStyle = frame.palette.surface;
  ctx.fillRect(x - 2, at - 6.5, ctx.measureText(text).width + 4, 13);
  ctx.fillStyle = frame.palette.label;
  ctx.fillText(text, x, at);
}

/** A dashed line at a limit, named at the right edge. */
export function drawLimit(
  ctx: CanvasRenderingContext2D,
  value: number,
  text: string,
  range: ValueRange,
  frame: LaneFrame,
): void {
  const y = Math.round(yOf(range, frame.height, value)) + 0.5;
  ctx.strokeStyle = frame.palette.limit;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  ctx.beginPath();
  ctx.moveTo(0, y);
  ctx.lineTo(frame.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = FONT;
  const left = frame.width - ctx.measureText(text).width - 6;
  const palette = { ...frame.palette, label: frame.palette.limit };
  drawLabel(ctx, { ...frame, palette }, text, left, y);
}
