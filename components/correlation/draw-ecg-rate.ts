import { type LaneFrame, xOf, yOf } from '@/components/charts/lanes/draw-lane';
import { type LanePiece, lengthOf } from '@/components/charts/lanes/lane-data';
import type { TimeView } from '@/components/charts/lanes/time-view';
import type { ValueRange } from '@/components/charts/lanes/value-range';
import type { TokenName } from '@/components/ui/tokens';
import type { FibrillationSpan } from '@/lib/correlation/domain/ecg-lane/fibrillation-spans';

/** A span of fibrillation on the clock of the night, and who names it. */
type ShadedSpan = TimeView & Pick<FibrillationSpan, 'by'>;

/** How spans are shaded, and what the legend calls them. */
export const FIBRILLATION: Record<FibrillationSpan['by'], { color: TokenName; text: string }> = {
  computed: { color: 'warn', text: 'AF suspected, computed' },
  file: { color: 'c-heart', text: 'AF as labelled in the file' },
};

/** The legend of what is shaded, each kind once. */
export function fibrillationText(spans: readonly ShadedSpan[]): string[] {
  return [...new Set(spans.map(({ by }) => by))].map((by) => FIBRILLATION[by].text);
}

const LEAST_SPAN_PX = 2;

/** Shades the spans over the lane's height. */
export function drawFibrillation(
  ctx: CanvasRenderingContext2D,
  frame: LaneFrame,
  spans: readonly ShadedSpan[],
  colors: Record<TokenName, string>,
): void {
  ctx.save();
  ctx.globalAlpha = 0.18;
  for (const { by, fromMs, toMs } of spans) {
    if (toMs < frame.view.fromMs || fromMs > frame.view.toMs) continue;
    const left = xOf(frame, fromMs);
    ctx.fillStyle = colors[FIBRILLATION[by].color];
    ctx.fillRect(left, 0, Math.max(LEAST_SPAN_PX, xOf(frame, toMs) - left), frame.height);
  }
  ctx.restore();
}

/** A piece that is narrower than this on screen is a point. */
const POINT_PX = 3;
const RADIUS_PX = 2;

/** Where a piece that is too short to be seen as a line stands: at the mean of its values; null where it is a line. */
export function pointOf(
  piece: LanePiece,
  frame: Pick<LaneFrame, 'view' | 'width'>,
): { ms: number; value: number } | null {
  const { channel, originMs } = piece;
  if (channel.kind !== 'samples') return null;
  const fromMs = originMs + channel.start_ms;
  const toMs = fromMs + (lengthOf(channel) - 1) * channel.step_ms;
  if (xOf(frame, toMs) - xOf(frame, fromMs) >= POINT_PX) return null;
  const known = [...channel.values].filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  return { ms: (fromMs + toMs) / 2, value: known.reduce((sum, value) => sum + value, 0) / known.length };
}

/** Draws as points what is too short to be seen as a line: an ECG of ten seconds in a night. */
export function drawPoints(
  ctx: CanvasRenderingContext2D,
  frame: LaneFrame,
  range: ValueRange,
  pieces: readonly LanePiece[],
  color: string,
): void {
  ctx.fillStyle = color;
  for (const piece of pieces) {
    const point = pointOf(piece, frame);
    if (!point) continue;
    ctx.beginPath();
    ctx.arc(xOf(frame, point.ms), yOf(range, frame.height, point.value), RADIUS_PX, 0, 2 * Math.PI);
    ctx.fill();
  }
}
