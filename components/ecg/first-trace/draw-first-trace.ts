import { keptText } from '@/components/ui/kept-text';
import { DARK_PAPER, PAPER } from '@/components/ui/tokens';
import { seeEarlyAnswer } from '@/lib/client/early-answers';
import { NO_FILTER } from '@/lib/signals/filter/display-filter';
import { decodeWindow } from '@/lib/signals/window-wire';
import { DARK_GRID_KEY, isDarkGrid } from '../paper/dark-grid';
import { canvasSize, drawEcgPaper, type PaperDrawing } from '../paper/draw-ecg-paper';
import { type FirstRecording, firstPaper } from '../paper/first-view';
import { tracesToDraw } from '../paper/leads-to-draw';

/** What the server writes beside the canvas: the address of the signals, and what of the recording places them. */
export interface FirstTrace extends FirstRecording {
  path: string;
}

/**
 * Draws the paper an ECG opens on, and the trace as soon as its samples are there, on a canvas of the server's markup.
 * Everything on it comes from where the viewer has it: the same address, the same layout, the same drawing.
 */
export async function drawFirstTrace(canvas: HTMLCanvasElement): Promise<void> {
  const ctx = canvas.getContext('2d');
  const availablePx = canvas.parentElement?.clientWidth ?? 0;
  if (!ctx || availablePx === 0) return;
  // the server's own markup: `FirstPaper` writes it
  const first = JSON.parse(canvas.dataset.firstTrace ?? '') as FirstTrace;
  const { devicePixelRatio } = window;
  const paper = firstPaper(first, availablePx);
  const size = canvasSize(paper.placed, paper.pxPerMm, availablePx, devicePixelRatio);
  Object.assign(canvas, size);
  canvas.style.width = `${size.width / devicePixelRatio}px`;
  canvas.style.height = `${size.height / devicePixelRatio}px`;
  const colours = isDarkGrid(keptText(DARK_GRID_KEY)) ? DARK_PAPER : PAPER;
  const drawing: PaperDrawing = { ...paper, traces: null, devicePixelRatio, colours };
  drawEcgPaper(ctx, drawing);
  canvas.dataset.state = 'paper';
  const bytes = await seeEarlyAnswer(first.path);
  // the viewer may have taken over meanwhile, and says itself what failed
  if (!bytes || !canvas.isConnected) return;
  drawEcgPaper(ctx, { ...drawing, traces: tracesToDraw(decodeWindow(bytes).channels, NO_FILTER) });
  canvas.dataset.state = 'drawn';
}
