import { TRACE_END_MM, TRACE_START_MM, TRACE_WIDTH_MM } from '@/lib/ecg/domain/paper/ecg-layout';
import { fitPxPerMm, NARROW_PX_PER_MM } from '@/lib/ecg/domain/paper/paper-scale';
import { cardFit, type PaperFit } from '../paper/first-view';

/** Two columns that are shorter than this show less than two usual beats each. */
const LEAST_COLUMN_MM = 50;
/** Both columns of a strip are whole large boxes. */
const STEP_MM = 10;

/**
 * How the paper of one of two compared ECGs fits its card: at the scale an ECG has alone on a large screen, with as short
 * a strip as the card has room for, so that two columns of six leads stand beside those of the other without scrolling.
 * Where the columns would be too short, as on a phone, it takes the form it has there.
 */
export function sideFit(availablePx: number): PaperFit {
  const pxPerMm = Math.max(NARROW_PX_PER_MM, fitPxPerMm(availablePx));
  const room = availablePx / pxPerMm - TRACE_START_MM - TRACE_END_MM;
  const traceMm = Math.min(TRACE_WIDTH_MM, Math.floor(room / STEP_MM) * STEP_MM);
  return traceMm < 2 * LEAST_COLUMN_MM ? cardFit(availablePx) : { pxPerMm, traceMm, narrow: false };
}
