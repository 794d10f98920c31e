import { drawHatch } from '@/components/charts/hatch';
import type { TokenName } from '@/components/ui/tokens';
import type { DayRun } from '@/lib/patients/domain/timeline';

/** The part of the axis that is shown, in day positions. */
export interface View {
  from: number;
  to: number;
}

/** What a lane draws with: its canvas in CSS pixels, the shared axis, the colours of the theme. */
export interface LaneFrame {
  ctx: CanvasRenderingContext2D;
  width: number;
  height: number;
  view: View;
  color: (name: TokenName) => string;
}

const AXIS_FONT = '500 10.5px "Inter Variable", Inter, system-ui, sans-serif';

/** Room at the left of every lane for the values of its scale. */
const SCALE_PX = 24;

/** Pixel of a position on the axis. */
export function xOf({ view, width }: Pick<LaneFrame, 'view' | 'width'>, position: number): number {
  return SCALE_PX + ((position - view.from) / (view.to - view.from)) * (width - SCALE_PX);
}

/** Position on the axis of a pixel. */
export function positionOf(view: View, width: number, x: number): number {
  return view.from + ((x - SCALE_PX) / Math.max(1, width - SCALE_PX)) * (view.to - view.from);
}

/** Pixel of a value, with room left at both ends. */
export function yScale(frame: LaneFrame, low: number, high: number, top = 6, bottom = 4): (value: number) => number {
  const span = high - low || 1;
  return (value) => frame.height - bottom - ((value - low) / span) * (frame.height - top - bottom);
}

/** Hatches the nights without data that are in view. */
export function drawGaps(frame: LaneFrame, gaps: readonly DayRun[]): void {
  for (const gap of gaps) {
    const from = Math.max(SCALE_PX, xOf(frame, gap.from + 0.5));
    const to = Math.min(frame.width, xOf(frame, gap.to + 1.5));
    const box = { left: from, top: 0, width: to - from, height: frame.height };
    if (to > from) drawHatch(frame.ctx, box, frame.color('line-2'), null);
  }
}

/** A dashed reference line across the lane. */
export function drawReference(frame: LaneFrame, y: number): void {
  const { ctx, width } = frame;
  ctx.save();
  ctx.strokeStyle = frame.color('text-2');
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(0, Math.round(y) + 0.5);
  ctx.lineTo(width, Math.round(y) + 0.5);
  ctx.stroke();
  ctx.restore();
}

/** Text on a piece of the surface, so that it can be read over lines and hatching. */
export function drawText(frame: LaneFrame, text: string, x: number, y: number, color: TokenName = 'text-3'): void {
  const { ctx } = frame;
  ctx.font = AXIS_FONT;
  ctx.textBaseline = 'middle';
  const { width } = ctx.measureText(text);
  ctx.globalAlpha = 0.85;
  ctx.fillStyle = frame.color('surface');
  ctx.fillRect(x - 2, y - 7, width + 4, 14);
  ctx.globalAlpha = 1;
  ctx.fillStyle = frame.color(color);
  ctx.fillText(text, x, y);
}

/** Values of the axis at the left edge of the lane. */
export function drawScale(frame: LaneFrame, values: readonly number[], y: (value: number) => number): void {
  for (const value of values) drawText(frame, String(value), 4, Math.min(frame.height - 7, Math.max(7, y(value))));
}

interface LinePoint {
  day: number;
  value: number | null;
}

/** A line through the values of nights, dotted where it stands second; it breaks where a night is missing or has no value. */
export function drawNightLine(
  frame: LaneFrame,
  points: readonly LinePoint[],
  y: (value: number) => number,
  color: TokenName,
  dotted = false,
): void {
  const { ctx } = frame;
  ctx.setLineDash(dotted ? [2, 2] : []);
  ctx.strokeStyle = frame.color(color);
  ctx.lineWidth = 1.3;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  let last: LinePoint | null = null;
  for (const point of points) {
    if (point.value !== null) {
      const x = xOf(frame, point.day + 1);
      const joined = last !== null && last.value !== null && last.day === point.day - 1;
      if (joined) ctx.lineTo(x, y(point.value));
      else {
        // a night alone between gaps is a short dash, not nothing
        ctx.moveTo(x - 1, y(point.value));
        ctx.lineTo(x + 1, y(point.value));
      }
    }
    last = point;
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Left edge and width of a night's bar. */
export function barOf(frame: LaneFrame, day: number): { x: number; width: number } {
  const left = xOf(frame, day + 0.5);
  const step = xOf(frame, day + 1.5) - left;
  const width = Math.max(1, step * 0.76);
  return { x: left + (step - width) / 2, width };
}
