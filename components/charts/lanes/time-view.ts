/** A stretch of time on screen, in epoch ms. */
export interface TimeView {
  fromMs: number;
  toMs: number;
}

/** Closer than this nothing more is to be seen: ten seconds are two or three breaths. */
export const MIN_SPAN_MS = 10_000;

/** The length of a view in ms. */
export function spanOf(view: TimeView): number {
  return view.toMs - view.fromMs;
}

/** A view of this length that begins here, moved (and if need be shortened) so that it lies within the whole. */
export function viewFrom(fromMs: number, spanMs: number, whole: TimeView): TimeView {
  const span = Math.min(spanOf(whole), Math.max(Math.min(MIN_SPAN_MS, spanOf(whole)), spanMs));
  const from = Math.min(whole.toMs - span, Math.max(whole.fromMs, fromMs));
  return { fromMs: from, toMs: from + span };
}

/** A view with this moment in its middle, as far as the whole allows. */
export function viewAround(atMs: number, spanMs: number, whole: TimeView): TimeView {
  return viewFrom(atMs - spanMs / 2, spanMs, whole);
}

/** Zooms by a factor (under 1: closer); the moment stays where it is on screen. */
export function zoomAt(view: TimeView, factor: number, atMs: number, whole: TimeView): TimeView {
  const at = Math.min(view.toMs, Math.max(view.fromMs, atMs));
  const span = spanOf(viewFrom(view.fromMs, spanOf(view) * factor, whole));
  const share = spanOf(view) === 0 ? 0.5 : (at - view.fromMs) / spanOf(view);
  return viewFrom(at - share * span, span, whole);
}

/** Moves a view along. */
export function panBy(view: TimeView, ms: number, whole: TimeView): TimeView {
  return viewFrom(view.fromMs + ms, spanOf(view), whole);
}

/** The view, moved only if the moment is not in it: then the moment comes to its middle. */
export function withMoment(view: TimeView, atMs: number, whole: TimeView): TimeView {
  return atMs >= view.fromMs && atMs <= view.toMs ? view : viewAround(atMs, spanOf(view), whole);
}

/**
 * What to fetch for a view: the view and half its length to either side, so that a small pan needs nothing new, cut to
 * what there is. It moves in steps of a quarter of the view, so that most pans ask for the same.
 * @returns null where nothing lies in it
 */
export function fetchSpan(view: TimeView, available: TimeView): TimeView | null {
  const step = spanOf(view) / 4;
  if (step <= 0) return null;
  const fromMs = Math.max(available.fromMs, (Math.floor(view.fromMs / step) - 2) * step);
  const toMs = Math.min(available.toMs, (Math.ceil(view.toMs / step) + 2) * step);
  return toMs > fromMs ? { fromMs, toMs } : null;
}
