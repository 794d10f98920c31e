import { drawGrid, type PaperDrawing } from './draw-ecg-paper';

/** A grid as a picture of its own, and what it was drawn for. */
export interface KeptGrid {
  key: string;
  picture: HTMLCanvasElement;
}

/**
 * The grid of a paper of this size and scale: the one at hand where it is that, else one drawn now. A step of panning
 * then draws the traces alone.
 * @param size of the paper in device pixels
 * @returns null where the browser has no second canvas to draw it on
 */
export function keptGrid(
  kept: KeptGrid | null,
  size: { width: number; height: number },
  scale: Pick<PaperDrawing, 'pxPerMm' | 'devicePixelRatio' | 'colours'>,
): KeptGrid | null {
  const { pxPerMm, devicePixelRatio, colours } = scale;
  const key = [size.width, size.height, pxPerMm, devicePixelRatio, colours.bg, colours.minor, colours.major].join(' ');
  if (kept?.key === key) return kept;
  const picture = kept?.picture ?? document.createElement('canvas');
  Object.assign(picture, size);
  // without transparency it is copied as it is
  const ctx = picture.getContext('2d', { alpha: false });
  if (!ctx) return null;
  drawGrid(ctx, scale);
  return { key, picture };
}
