/**
 * A second-order section of a digital filter, normalised so that a0 = 1:
 * y[n] = b0·x[n] + b1·x[n−1] + b2·x[n−2] − a1·y[n−1] − a2·y[n−2].
 */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** The quality factors of the pole pairs of a Butterworth filter of an even order. */
function butterworthQs(order: number): number[] {
  return Array.from({ length: order / 2 }, (_, k) => 1 / (2 * Math.cos((Math.PI * (2 * k + 1)) / (2 * order))));
}

type Kind = 'low_pass' | 'high_pass' | 'notch';

/**
 * One section by the bilinear transform with pre-warping (Bristow-Johnson R, Cookbook formulae for audio EQ biquad filter
 * coefficients; the W3C keeps it as a note).
 */
function section(kind: Kind, hz: number, rate_hz: number, q: number): Biquad {
  const omega = (2 * Math.PI * hz) / rate_hz;
  const cosine = Math.cos(omega);
  const alpha = Math.sin(omega) / (2 * q);
  const a0 = 1 + alpha;
  const numerators: Record<Kind, [number, number, number]> = {
    low_pass: [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2],
    high_pass: [(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2],
    notch: [1, -2 * cosine, 1],
  };
  const [b0, b1, b2] = numerators[kind];
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: (-2 * cosine) / a0, a2: (1 - alpha) / a0 };
}

function requireBelowNyquist(hz: number, rate_hz: number): void {
  if (!(hz > 0 && hz < rate_hz / 2)) throw new RangeError(`${hz} Hz is not between 0 and half of ${rate_hz} Hz`);
}

/**
 * A Butterworth low-pass as sections, −3 dB at `hz` (−6 dB when run both ways).
 * @param order even
 * @throws RangeError where `hz` is not below half the sampling rate
 */
export function lowPass(hz: number, rate_hz: number, order = 2): Biquad[] {
  requireBelowNyquist(hz, rate_hz);
  return butterworthQs(order).map((q) => section('low_pass', hz, rate_hz, q));
}

/** A Butterworth high-pass as sections; see `lowPass`. */
export function highPass(hz: number, rate_hz: number, order = 2): Biquad[] {
  requireBelowNyquist(hz, rate_hz);
  return butterworthQs(order).map((q) => section('high_pass', hz, rate_hz, q));
}

/** A notch that takes out `hz` and about `width_hz` around it (between its −3 dB points). */
export function notch(hz: number, rate_hz: number, width_hz = 2): Biquad[] {
  requireBelowNyquist(hz, rate_hz);
  return [section('notch', hz, rate_hz, hz / width_hz)];
}
