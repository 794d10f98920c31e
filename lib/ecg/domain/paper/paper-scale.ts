/** One number, CSS pixels per millimetre, scales both axes of the ECG paper; nothing else may stretch it. */
export interface PaperScale {
  pxPerMm: number;
  speedMmPerS: number;
  gainMmPerMv: number;
}

export const SPEEDS_MM_PER_S = [12.5, 25, 50, 100] as const;
export const GAINS_MM_PER_MV = [2.5, 5, 10, 20, 40] as const;
export type SpeedMmPerS = (typeof SPEEDS_MM_PER_S)[number];
export type GainMmPerMv = (typeof GAINS_MM_PER_MV)[number];

/** Width of a whole strip: 9 mm for the calibration pulse, 250 mm of trace, 4 mm of margin. */
export const PAPER_WIDTH_MM = 263;
export const MIN_PX_PER_MM = 2.5;
export const MAX_PX_PER_MM = 8;
/** On narrow screens the paper keeps the scale it has on a 1440 px wide one and scrolls. */
export const NARROW_PX_PER_MM = 4;
const STEP_PX_PER_MM = 0.25;
/** Under this many pixels per millimetre only the 5 mm lines are drawn. */
export const MIN_PX_PER_MM_FOR_MINOR_GRID = 2.2;

/** Milliseconds along the paper in millimetres. */
export function msToMm(ms: number, speedMmPerS: number): number {
  return (ms / 1000) * speedMmPerS;
}

/** Millimetres along the paper in milliseconds. */
export function mmToMs(mm: number, speedMmPerS: number): number {
  return (mm / speedMmPerS) * 1000;
}

/** Microvolts as millimetres up the paper. */
export function microvoltsToMm(microvolts: number, gainMmPerMv: number): number {
  return (microvolts / 1000) * gainMmPerMv;
}

/** CSS pixels of one second. */
export function pxPerSecond(scale: PaperScale): number {
  return scale.speedMmPerS * scale.pxPerMm;
}

/** CSS pixels of one millivolt. */
export function pxPerMillivolt(scale: PaperScale): number {
  return scale.gainMmPerMv * scale.pxPerMm;
}

/**
 * Pixels per millimetre for a card: the largest multiple of 0.25 that lets the whole strip fit, from 2.5 to 8.
 * @param availablePx width of the card in CSS pixels
 */
export function fitPxPerMm(availablePx: number): number {
  const fitting = Math.floor(availablePx / PAPER_WIDTH_MM / STEP_PX_PER_MM) * STEP_PX_PER_MM;
  return Math.min(MAX_PX_PER_MM, Math.max(MIN_PX_PER_MM, fitting));
}

/** The next of a list of steps after `current`, `by` places on; stays at the ends unless `wrap`. */
export function stepIn<T>(steps: readonly T[], current: T, by: 1 | -1, wrap = false): T {
  const at = steps.indexOf(current);
  const next = wrap ? (at + by + steps.length) % steps.length : Math.min(steps.length - 1, Math.max(0, at + by));
  return steps[next] ?? current;
}
