import { PAPER } from '@/components/ui/tokens';
import { drawEcgPaper, type PaperDrawing } from '../paper/draw-ecg-paper';

/** Of a picture, whatever the screen is: 8 pixels a millimetre, the type of a screen at 4. */
const PX_PER_MM = 4;
const PIXEL_RATIO = 2;
const HEAD_PX = 84;
const FOOT_PX = 30;
const MARGIN_PX = 12;

/** What is on the paper at the moment, and what has to stand beside it wherever it goes. */
export interface Picture extends Pick<PaperDrawing, 'placed' | 'traces' | 'speedMmPerS'> {
  /** Whose it is, when it was recorded, how far it is read: the first line is the name. */
  head: readonly string[];
  /** Speed, gain, bandwidth, filter. */
  foot: string;
}

function writeLine(ctx: CanvasRenderingContext2D, text: string, y: number, weight: 400 | 600, size: number): void {
  ctx.font = `${weight} ${size * PIXEL_RATIO}px "Inter Variable", system-ui, sans-serif`;
  ctx.fillStyle = PAPER.trace;
  ctx.fillText(text, MARGIN_PX * PIXEL_RATIO, y * PIXEL_RATIO);
}

/**
 * The ECG as it stands on the screen, as a PNG: paper with its pulses, scale line, and whose it is. On paper colours
 * always; without true millimetres, as no picture has any.
 */
export function drawPicture({ head, foot, placed, ...rest }: Picture): Promise<Blob> {
  const paper = document.createElement('canvas');
  paper.width = Math.ceil(placed.widthMm * PX_PER_MM * PIXEL_RATIO);
  paper.height = Math.ceil(placed.heightMm * PX_PER_MM * PIXEL_RATIO);
  const whole = document.createElement('canvas');
  whole.width = paper.width;
  whole.height = paper.height + (HEAD_PX + FOOT_PX) * PIXEL_RATIO;
  const [onPaper, ctx] = [paper.getContext('2d'), whole.getContext('2d')];
  if (!onPaper || !ctx) return Promise.reject(new Error('this browser draws no pictures'));
  drawEcgPaper(onPaper, { ...rest, placed, pxPerMm: PX_PER_MM, devicePixelRatio: PIXEL_RATIO, colours: PAPER });
  ctx.fillStyle = PAPER.bg;
  ctx.fillRect(0, 0, whole.width, whole.height);
  for (const [index, line] of head.entries())
    writeLine(ctx, line, 22 + index * 18, index === 0 ? 600 : 400, index === 0 ? 16 : 13);
  ctx.drawImage(paper, 0, HEAD_PX * PIXEL_RATIO);
  writeLine(ctx, `${foot}   not to scale`, HEAD_PX + placed.heightMm * PX_PER_MM + 20, 400, 12);
  return new Promise((resolve, reject) => {
    whole.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is empty'))), 'image/png');
  });
}
