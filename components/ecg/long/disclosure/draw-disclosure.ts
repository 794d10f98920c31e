import { drawHatch } from '@/components/charts/hatch';
import { binPoints, type TracePoints, tracePoints } from '@/components/charts/trace-points';
import type { TokenName } from '@/components/ui/tokens';
import { type BeatList, beatAtOrAfter, labelAt, reachesInto } from '@/lib/measure/domain/beat-list/beat-list';
import type { WindowChannel } from '@/lib/signals/window';
import { type PageScale, ROW_MS } from './disclosure-rows';

/** Height of a line in CSS pixels. */
export const ROW_PX = 42;
const PAD_PX = 5;
const TICK_PX = 4;

/** A page of lines and how large it is drawn, in CSS pixels. */
export interface DisclosureDrawing {
  channel: WindowChannel;
  scale: PageScale;
  /** Where each line begins. */
  rows: readonly number[];
  durationMs: number;
  list: BeatList | null;
  width: number;
  devicePixelRatio: number;
  color: (name: TokenName) => string;
}

function pointsOf({ channel, width, devicePixelRatio }: DisclosureDrawing, fromMs: number): TracePoints {
  const { start_ms, step_ms } = channel;
  const count = channel.kind === 'samples' ? channel.values.length : channel.min.length;
  const at = (ms: number) => Math.min(count, Math.max(0, Math.ceil((ms - start_ms) / step_ms - 1e-6)));
  const [from, to] = [at(fromMs), at(fromMs + ROW_MS)];
  const perMs = (width * devicePixelRatio) / ROW_MS;
  const x0 = (start_ms + from * step_ms - fromMs) * perMs;
  if (channel.kind === 'minmax')
    return binPoints({ min: channel.min, max: channel.max, from, to, x0, pxPerBin: step_ms * perMs });
  return tracePoints({ values: channel.values, from, to, x0, pxPerSample: step_ms * perMs });
}

function drawTrace(ctx: CanvasRenderingContext2D, drawing: DisclosureDrawing, fromMs: number, top: number): void {
  const { scale, devicePixelRatio } = drawing;
  const { x, value } = pointsOf(drawing, fromMs);
  const perUnit = (ROW_PX - 2 * PAD_PX) / scale.height;
  const middle = top + ROW_PX / 2;
  ctx.beginPath();
  let down = false;
  for (let k = 0; k < x.length; k += 1) {
    const at = value[k] ?? Number.NaN;
    if (Number.isNaN(at)) {
      down = false;
      continue;
    }
    // what is higher than its line stays in it, so that no line is taken for another's
    const y = Math.min(top + ROW_PX - 1, Math.max(top + 1, middle - (at - scale.middle) * perUnit));
    if (down) ctx.lineTo((x[k] ?? 0) / devicePixelRatio, y);
    else ctx.moveTo((x[k] ?? 0) / devicePixelRatio, y);
    down = true;
  }
  ctx.stroke();
}

/** Where the recording is silent in a line. */
function drawGaps(ctx: CanvasRenderingContext2D, drawing: DisclosureDrawing, fromMs: number, top: number): void {
  const { list, durationMs, width, color } = drawing;
  const toMs = Math.min(durationMs, fromMs + ROW_MS);
  for (const gap of list?.gaps ?? []) {
    if (!reachesInto(gap, fromMs, toMs)) continue;
    const left = (Math.max(0, gap.from_ms - fromMs) / ROW_MS) * width;
    const right = (Math.min(ROW_MS, gap.to_ms - fromMs) / ROW_MS) * width;
    drawHatch(ctx, { left, top, width: right - left, height: ROW_PX }, color('line-2'), null);
  }
}

/** A small triangle over each ectopic beat. */
function drawBeats(ctx: CanvasRenderingContext2D, drawing: DisclosureDrawing, fromMs: number, top: number): void {
  const { list, width, color } = drawing;
  if (!list) return;
  const end = beatAtOrAfter(list.times_ms, fromMs + ROW_MS);
  for (let k = beatAtOrAfter(list.times_ms, fromMs); k < end; k += 1) {
    const label = labelAt(list, k);
    if (label !== 'V' && label !== 'F' && label !== 'S') continue;
    const x = (((list.times_ms[k] ?? 0) - fromMs) / ROW_MS) * width;
    ctx.fillStyle = color(label === 'S' ? 'e-ca' : 'e-oa');
    ctx.beginPath();
    ctx.moveTo(x - TICK_PX, top + 1);
    ctx.lineTo(x + TICK_PX, top + 1);
    ctx.lineTo(x, top + 1 + TICK_PX * 1.5);
    ctx.fill();
  }
}

/** Draws a page on a canvas whose size is already set in device pixels. */
export function drawDisclosure(ctx: CanvasRenderingContext2D, drawing: DisclosureDrawing): void {
  const { devicePixelRatio, rows, width, color } = drawing;
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, width, rows.length * ROW_PX);
  ctx.lineJoin = 'round';
  for (const [index, fromMs] of rows.entries()) {
    const top = index * ROW_PX;
    drawGaps(ctx, drawing, fromMs, top);
    ctx.strokeStyle = color('text');
    ctx.lineWidth = 0.9;
    drawTrace(ctx, drawing, fromMs, top);
    drawBeats(ctx, drawing, fromMs, top);
  }
}
