/** CSS pixels of one PDF point at 100 %. */
export const CSS_PX_PER_POINT = 96 / 72;

const STEP = 25;
const MIN = 25;
const MAX = 400;
/** A pane may be narrower than any sensible page; the page is still drawn. */
const MIN_FIT = 10;

/** How large a page is shown: as wide as its pane, or a percentage of its paper. */
export type PdfZoom = 'fit' | number;

/** The percentage a zoom comes to for a page of `widthPoints` in a pane of `panePx` CSS pixels. */
export function zoomPercent(zoom: PdfZoom, widthPoints: number, panePx: number): number {
  return zoom === 'fit' ? Math.max(MIN_FIT, (panePx / (widthPoints * CSS_PX_PER_POINT)) * 100) : zoom;
}

/** The next multiple of 25 % up or down, within 25 % and 400 %. */
export function stepPercent(percent: number, by: 1 | -1): number {
  const steps = percent / STEP;
  // The tolerance keeps a rounded percentage from counting as a step of its own.
  const next = by === 1 ? Math.floor(steps + 1.001) : Math.ceil(steps - 1.001);
  return Math.min(MAX, Math.max(MIN, next * STEP));
}
