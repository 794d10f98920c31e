/** A display as far as a page can tell it from others: what must stay the same for a calibration to hold. */
export interface Display {
  /** Device pixels a CSS pixel; changes with the browser's zoom as well. */
  devicePixelRatio: number;
  /** Size and place of the monitor in CSS pixels; the place tells two alike monitors of one desk apart. */
  width: number;
  height: number;
  left: number;
  top: number;
}

/** CSS pixels of one true millimetre, measured with a ruler on one display. */
export interface Calibration {
  pxPerMm: number;
  display: Display;
}

/** Length of the bar that is laid under the ruler, in CSS pixels. */
export const RULER_BAR_PX = 400;
/** What the bar can measure on a real display, in mm: from 5 px/mm (a fine screen unscaled) to 1.6 (a coarse one). */
export const MIN_BAR_MM = 40;
export const MAX_BAR_MM = 250;
/** Paper within this share of true size counts as true: 25 mm measure 25.0 ± 0.25 mm. */
const TRUE_WITHIN = 0.01;

/** The calibration that a measured bar gives; null where no display could show the bar at that length. */
export function calibrationOf(barMm: number, display: Display): Calibration | null {
  if (!(barMm >= MIN_BAR_MM && barMm <= MAX_BAR_MM)) return null;
  return { pxPerMm: RULER_BAR_PX / barMm, display };
}

/** The calibration, if it was made on this very display at this zoom. */
export function validOn(calibration: Calibration | null, display: Display): Calibration | null {
  if (!calibration) return null;
  const { devicePixelRatio, width, height, left, top } = calibration.display;
  const same =
    devicePixelRatio === display.devicePixelRatio &&
    width === display.width &&
    height === display.height &&
    left === display.left &&
    top === display.top;
  return same ? calibration : null;
}

/** What to say of the size of the paper: whether a ruler laid on the screen would read true millimetres. */
export function scaleStateText(pxPerMm: number, calibration: Calibration | null): { isTrue: boolean; text: string } {
  if (!calibration) return { isTrue: false, text: 'not to scale' };
  const times = pxPerMm / calibration.pxPerMm;
  if (Math.abs(times - 1) <= TRUE_WITHIN) return { isTrue: true, text: 'true to scale' };
  return { isTrue: false, text: `${times.toFixed(2)} × true size` };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Reads a kept calibration; null for anything else than one. */
export function parseCalibration(text: string | null): Calibration | null {
  if (text === null) return null;
  try {
    // whatever the storage holds; each field is checked below
    const { pxPerMm, display } = JSON.parse(text) as Partial<Calibration>;
    if (!display || !isNumber(pxPerMm) || !(pxPerMm > 0)) return null;
    const { devicePixelRatio, width, height, left, top } = display;
    return [devicePixelRatio, width, height, left, top].every(isNumber) ? { pxPerMm, display } : null;
  } catch {
    return null;
  }
}
