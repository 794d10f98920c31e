import { drawLabel, type LaneFrame, xOf } from '@/components/charts/lanes/draw-lane';
import type { EventKind, NightEvent } from './night-lanes';

const ROW_PX = 12;
const LEAST_PX = 2;

/** Height of the lane of events for as many rows. */
export function eventsHeight(rows: number): number {
  return Math.max(1, rows) * ROW_PX + 10;
}

/**
 * The lane of events: a row a kind, a bar from an event's start to its end, a wedge where the device gives no duration.
 * @param color of a kind, resolved
 */
export function drawEvents(
  ctx: CanvasRenderingContext2D,
  frame: LaneFrame,
  rows: readonly EventKind[],
  events: readonly NightEvent[],
  color: (kind: EventKind) => string,
): void {
  const middle = (row: number) => 5 + row * ROW_PX + ROW_PX / 2;
  ctx.fillStyle = frame.palette.grid;
  for (const row of rows.keys()) ctx.fillRect(0, Math.round(middle(row)), frame.width, 1);
  for (const { kind, atMs, durationMs } of events) {
    if (atMs > frame.view.toMs || atMs + durationMs < frame.view.fromMs) continue;
    const y = middle(rows.indexOf(kind));
    const x = xOf(frame, atMs);
    ctx.fillStyle = color(kind);
    if (durationMs > 0) ctx.fillRect(x, y - 4.5, Math.max(LEAST_PX, xOf(frame, atMs + durationMs) - x), 9);
    else drawWedge(ctx, x, y);
  }
  for (const [row, kind] of rows.entries()) drawLabel(ctx, frame, kind.letters, 4, middle(row));
}

function drawWedge(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  ctx.beginPath();
  ctx.moveTo(x - 4, y - 4);
  ctx.lineTo(x + 4, y - 4);
  ctx.lineTo(x, y + 4.5);
  ctx.fill();
}
