import { stepIn } from '@/lib/ecg/domain/paper/paper-scale';

const STEPS = [1, 1.5, 2, 3, 4] as const;

/** Size of the paper: a multiple of what fits the card, or true millimetres where the screen was calibrated. */
export type Zoom = (typeof STEPS)[number] | 'true';

/** A canvas of more CSS pixels than this is not drawn: at a pixel ratio of 2 it takes 128 MB. */
const MAX_CANVAS_PX = 8_000_000;

/** The next larger or smaller size; from true size, one beside what fits. */
export function stepZoom(zoom: Zoom, by: 1 | -1): Zoom {
  return zoom === 'true' ? stepIn(STEPS, 1, by) : stepIn(STEPS, zoom, by);
}

/**
 * CSS pixels per millimetre of the paper: one number for both axes.
 * @param fittingPxPerMm at which the whole strip fits the card
 * @param truePxPerMm of a true millimetre; null where the screen is not calibrated, true size is then what fits
 */
export function zoomedPxPerMm(
  zoom: Zoom,
  fittingPxPerMm: number,
  truePxPerMm: number | null,
  paper: { widthMm: number; heightMm: number },
): number {
  const wanted = zoom === 'true' ? (truePxPerMm ?? fittingPxPerMm) : fittingPxPerMm * zoom;
  const largest = Math.sqrt(MAX_CANVAS_PX / (paper.widthMm * paper.heightMm));
  return Math.min(wanted, Math.max(largest, Math.min(fittingPxPerMm, wanted)));
}
