import type { PlacedLayout, PlacedPulse, PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { indexRange, type LeadTrace, restingOffsetUv } from '@/lib/ecg/domain/paper/lead-trace';
import { microvoltsToMm, msToMm } from '@/lib/ecg/domain/paper/paper-scale';
import { INK, OVER_INK, type PdfDocument, UNDER_INK, write } from '@/lib/pdf/pdf-page';
import { REPORT_SPEED_MM_PER_S, type ReportSheet } from './report-sheets';

const MINOR = { width: 0.06, colour: '#fae2dc' };
const MAJOR = { width: 0.17, colour: '#e5a599' };
const TRACE_MM = 0.25;

interface Corner {
  left: number;
  top: number;
}

/** The grid: 1 mm and 5 mm lines, as long as the paper is. */
function drawGrid({ pdf }: PdfDocument, { left, top }: Corner, { widthMm, heightMm }: PlacedLayout): void {
  for (const [step, { width, colour }] of [
    [1, MINOR],
    [5, MAJOR],
  ] as const) {
    for (let x = 0; x <= widthMm; x += step) pdf.moveTo(left + x, top).lineTo(left + x, top + heightMm);
    for (let y = 0; y <= heightMm; y += step) pdf.moveTo(left, top + y).lineTo(left + widthMm, top + y);
    pdf.lineWidth(width).strokeColor(colour).stroke();
  }
}

function drawPulse({ pdf }: PdfDocument, { left, top }: Corner, pulse: PlacedPulse): void {
  const x = left + pulse.xMm;
  const zero = top + pulse.zeroMm;
  pdf
    .moveTo(x - 1, zero)
    .lineTo(x, zero)
    .lineTo(x, zero - pulse.heightMm)
    .lineTo(x + pulse.widthMm, zero - pulse.heightMm)
    .lineTo(x + pulse.widthMm, zero)
    .lineTo(x + pulse.widthMm + 1, zero);
  pdf.lineWidth(TRACE_MM).strokeColor(INK).stroke();
}

/** Samples of a trace as drawn: the value itself, or of bins the lower and the upper. */
function valuesAt(trace: LeadTrace, index: number): number[] {
  if (trace.kind === 'samples') return [trace.values[index] ?? Number.NaN];
  return [trace.min[index] ?? Number.NaN, trace.max[index] ?? Number.NaN];
}

function drawTrace(
  { pdf }: PdfDocument,
  corner: Corner,
  segment: PlacedSegment,
  trace: LeadTrace,
  colour: string,
): void {
  const { from, to } = indexRange(trace, segment.fromMs, segment.toMs);
  const offset = restingOffsetUv(trace);
  const zero = corner.top + segment.zeroMm;
  const start = corner.left + segment.xMm;
  let drawing = false;
  for (let index = from; index < to; index += 1) {
    const ms = trace.start_ms + index * trace.step_ms - segment.fromMs;
    const x = start + msToMm(ms, REPORT_SPEED_MM_PER_S);
    for (const value of valuesAt(trace, index)) {
      if (Number.isNaN(value)) {
        drawing = false;
        continue;
      }
      const y = zero - microvoltsToMm(value - offset, segment.gainMmPerMv);
      if (drawing) pdf.lineTo(x, y);
      else pdf.moveTo(x, y).lineTo(x, y);
      drawing = true;
    }
  }
  pdf.lineWidth(TRACE_MM).lineJoin('round').lineCap('round').strokeColor(colour).stroke();
}

function labelOf(segment: PlacedSegment, trace: LeadTrace | undefined): string {
  const offset = trace ? restingOffsetUv(trace) : 0;
  if (offset === 0) return segment.lead;
  return `${segment.lead}  resting level ${offset < 0 ? '−' : '+'}${Math.abs(offset / 1000).toFixed(2)} mV`;
}

/** Draws a sheet of ECG paper at true scale with its top left corner at a place of the page. */
export function drawSheet(document: PdfDocument, corner: Corner, { placed, traces, over }: ReportSheet): void {
  if (!placed) return;
  const { pdf } = document;
  drawGrid(document, corner, placed);
  for (const pulse of placed.pulses) drawPulse(document, corner, pulse);
  pdf.save().rect(corner.left, corner.top, placed.widthMm, placed.heightMm).clip();
  for (const segment of placed.segments) {
    const trace = traces.get(segment.lead);
    if (trace) drawTrace(document, corner, segment, trace, over ? UNDER_INK : INK);
    const above = over?.get(segment.lead);
    if (above) drawTrace(document, corner, segment, above, OVER_INK);
    if (!segment.changesLead) continue;
    const x = corner.left + segment.xMm;
    pdf.moveTo(x, corner.top + segment.zeroMm - 5.5).lineTo(x, corner.top + segment.zeroMm - 2.5);
    pdf.lineWidth(TRACE_MM).strokeColor(INK).stroke();
  }
  pdf.restore();
  for (const segment of placed.segments) {
    const label = labelOf(segment, traces.get(segment.lead));
    write(document, label, corner.left + segment.xMm + 0.8, corner.top + segment.zeroMm - 13.5, {
      size: 3.2,
      bold: true,
    });
  }
}
