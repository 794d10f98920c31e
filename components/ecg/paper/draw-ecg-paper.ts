import { binPoints, type TracePoints, tracePoints } from '@/components/charts/trace-points';
import type { PlacedLayout, PlacedPulse, PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { indexRange, type LeadTrace, restingOffsetUv } from '@/lib/ecg/domain/paper/lead-trace';
import { MIN_PX_PER_MM_FOR_MINOR_GRID, microvoltsToMm, msToMm } from '@/lib/ecg/domain/paper/paper-scale';

const TRACE_WIDTH_PX = 1.15;
const LABEL_PX = 13;
/** On small paper lead names take less room. */
const SMALL_LABEL_PX = 11;
const SMALL_PAPER_PX_PER_MM = 3.25;
const NOTE_PX = 11;

/** What to draw and how large. The canvas is drawn in device pixels; everything is placed in millimetres. */
export interface PaperDrawing {
  placed: PlacedLayout;
  /** Null while the samples are on their way: paper, pulses and lead names are drawn without a trace. */
  traces: ReadonlyMap<string, LeadTrace> | null;
  pxPerMm: number;
  devicePixelRatio: number;
  speedMmPerS: number;
  colours: PaperColours;
  /** Traces drawn over the others in a colour of their own. Both then stay at their own level, so that they compare. */
  over?: { traces: ReadonlyMap<string, LeadTrace>; colour: string } | undefined;
  /** The grid of this very paper, drawn before; it is drawn anew without. */
  grid?: HTMLCanvasElement | undefined;
}

/** Colours of the paper, its lines and what stands on it. */
export type PaperColours = Readonly<Record<'bg' | 'minor' | 'major' | 'trace' | 'label', string>>;

/**
 * Device pixels of a canvas that fills a card with the paper; it is never narrower than the strip.
 * @param availablePx width of the card in CSS pixels
 */
export function canvasSize(
  placed: PlacedLayout,
  pxPerMm: number,
  availablePx: number,
  devicePixelRatio: number,
): { width: number; height: number } {
  return {
    // Rounded down: a fraction of a pixel more than the card would make it scroll.
    width: Math.floor(Math.max(availablePx, placed.widthMm * pxPerMm) * devicePixelRatio),
    height: Math.round(placed.heightMm * pxPerMm * devicePixelRatio),
  };
}

/** Millimetres → device pixels of this drawing. */
function pixelsPerMm(drawing: Pick<PaperDrawing, 'pxPerMm' | 'devicePixelRatio'>): number {
  return drawing.pxPerMm * drawing.devicePixelRatio;
}

function drawGridLines(
  ctx: CanvasRenderingContext2D,
  perMm: number,
  line: number,
  every: (mm: number) => boolean,
): void {
  const { width, height } = ctx.canvas;
  for (let mm = 0; mm * perMm < width; mm += 1) if (every(mm)) ctx.fillRect(Math.round(mm * perMm), 0, line, height);
  for (let mm = 0; mm * perMm < height; mm += 1) if (every(mm)) ctx.fillRect(0, Math.round(mm * perMm), width, line);
}

/** What a grid depends on. */
type Grid = Pick<PaperDrawing, 'pxPerMm' | 'devicePixelRatio' | 'colours'>;

/** The grid: lines on whole device pixels, 5 mm lines over 1 mm lines. Fills the canvas. */
export function drawGrid(ctx: CanvasRenderingContext2D, drawing: Grid): void {
  const perMm = pixelsPerMm(drawing);
  const line = Math.max(1, Math.floor(drawing.devicePixelRatio));
  ctx.fillStyle = drawing.colours.bg;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  if (drawing.pxPerMm >= MIN_PX_PER_MM_FOR_MINOR_GRID) {
    ctx.fillStyle = drawing.colours.minor;
    drawGridLines(ctx, perMm, line, (mm) => mm % 5 !== 0);
  }
  ctx.fillStyle = drawing.colours.major;
  drawGridLines(ctx, perMm, line, (mm) => mm % 5 === 0);
}

function drawPulse(ctx: CanvasRenderingContext2D, pulse: PlacedPulse, perMm: number): void {
  const left = pulse.xMm * perMm;
  const right = (pulse.xMm + pulse.widthMm) * perMm;
  const zero = pulse.zeroMm * perMm;
  const top = (pulse.zeroMm - pulse.heightMm) * perMm;
  ctx.beginPath();
  ctx.moveTo(left - perMm, zero);
  ctx.lineTo(left, zero);
  ctx.lineTo(left, top);
  ctx.lineTo(right, top);
  ctx.lineTo(right, zero);
  ctx.lineTo(right + perMm, zero);
  ctx.stroke();
}

/** Points of one segment, x in device pixels, value in µV. */
function segmentPoints(segment: PlacedSegment, trace: LeadTrace, drawing: PaperDrawing): TracePoints {
  const perMm = pixelsPerMm(drawing);
  const { from, to } = indexRange(trace, segment.fromMs, segment.toMs);
  const pxPerStep = msToMm(trace.step_ms, drawing.speedMmPerS) * perMm;
  const firstMs = trace.start_ms + from * trace.step_ms - segment.fromMs;
  const x0 = (segment.xMm + msToMm(firstMs, drawing.speedMmPerS)) * perMm;
  if (trace.kind === 'minmax') return binPoints({ min: trace.min, max: trace.max, from, to, x0, pxPerBin: pxPerStep });
  return tracePoints({ values: trace.values, from, to, x0, pxPerSample: pxPerStep });
}

function strokePoints(ctx: CanvasRenderingContext2D, points: TracePoints, toY: (value: number) => number): void {
  ctx.beginPath();
  let penDown = false;
  for (let i = 0; i < points.x.length; i += 1) {
    const x = points.x[i] ?? 0;
    const value = points.value[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      penDown = false;
    } else {
      // The line to the same place makes a single sample between two gaps visible.
      if (!penDown) ctx.moveTo(x, toY(value));
      ctx.lineTo(x, toY(value));
      penDown = true;
    }
  }
  ctx.stroke();
}

function drawTrace(
  ctx: CanvasRenderingContext2D,
  segment: PlacedSegment,
  trace: LeadTrace,
  drawing: PaperDrawing,
): void {
  const perMm = pixelsPerMm(drawing);
  const offset = drawing.over ? 0 : restingOffsetUv(trace);
  const toY = (value: number) => (segment.zeroMm - microvoltsToMm(value - offset, segment.gainMmPerMv)) * perMm;
  ctx.save();
  ctx.beginPath();
  ctx.rect(segment.xMm * perMm, 0, segment.widthMm * perMm + 1, ctx.canvas.height);
  ctx.clip();
  strokePoints(ctx, segmentPoints(segment, trace, drawing), toY);
  ctx.restore();
}

function offsetNote(trace: LeadTrace | undefined, drawing: PaperDrawing): string {
  const offset = trace && !drawing.over ? restingOffsetUv(trace) : 0;
  if (offset === 0) return '';
  return `resting level ${offset < 0 ? '−' : '+'}${Math.abs(offset / 1000).toFixed(2)} mV`;
}

/** The lead's name at pulse height, on a patch of paper so that it stays readable over lines. */
function drawLabel(ctx: CanvasRenderingContext2D, segment: PlacedSegment, note: string, drawing: PaperDrawing): void {
  const perMm = pixelsPerMm(drawing);
  const ratio = drawing.devicePixelRatio;
  const x = (segment.xMm + 0.8) * perMm;
  const y = (segment.zeroMm - Math.min(10, segment.gainMmPerMv)) * perMm;
  const size = drawing.pxPerMm < SMALL_PAPER_PX_PER_MM ? SMALL_LABEL_PX : LABEL_PX;
  ctx.font = `600 ${size * ratio}px "Inter Variable", system-ui, sans-serif`;
  const width = ctx.measureText(segment.lead).width;
  ctx.fillStyle = drawing.colours.bg;
  ctx.globalAlpha = 0.86;
  ctx.fillRect(x - 2 * ratio, y - (size - 1) * ratio, width + 4 * ratio, (size + 2) * ratio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = drawing.colours.label;
  ctx.fillText(segment.lead, x, y);
  if (note === '') return;
  ctx.font = `400 ${NOTE_PX * ratio}px "Inter Variable", system-ui, sans-serif`;
  ctx.fillText(note, x + width + 6 * ratio, y);
}

function drawLeadChange(ctx: CanvasRenderingContext2D, segment: PlacedSegment, drawing: PaperDrawing): void {
  const perMm = pixelsPerMm(drawing);
  const x = segment.xMm * perMm;
  ctx.beginPath();
  ctx.moveTo(x, (segment.zeroMm - 5.5) * perMm);
  ctx.lineTo(x, (segment.zeroMm - 2.5) * perMm);
  ctx.stroke();
}

function drawOver(ctx: CanvasRenderingContext2D, drawing: PaperDrawing): void {
  if (!drawing.over) return;
  ctx.strokeStyle = drawing.over.colour;
  for (const segment of drawing.placed.segments) {
    const trace = drawing.over.traces.get(segment.lead);
    if (trace) drawTrace(ctx, segment, trace, drawing);
  }
}

/** Draws paper, pulses, traces and lead names on a canvas whose size is already set in device pixels. */
export function drawEcgPaper(ctx: CanvasRenderingContext2D, drawing: PaperDrawing): void {
  const perMm = pixelsPerMm(drawing);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  if (drawing.grid) ctx.drawImage(drawing.grid, 0, 0);
  else drawGrid(ctx, drawing);
  ctx.strokeStyle = drawing.colours.trace;
  ctx.lineWidth = TRACE_WIDTH_PX * drawing.devicePixelRatio;
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'miter';
  for (const pulse of drawing.placed.pulses) drawPulse(ctx, pulse, perMm);
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  for (const segment of drawing.placed.segments) {
    const trace = drawing.traces?.get(segment.lead);
    if (trace) drawTrace(ctx, segment, trace, drawing);
    if (segment.changesLead) drawLeadChange(ctx, segment, drawing);
  }
  drawOver(ctx, drawing);
  for (const segment of drawing.placed.segments)
    drawLabel(ctx, segment, offsetNote(drawing.traces?.get(segment.lead), drawing), drawing);
}
