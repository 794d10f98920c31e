import type { RationalRate } from './types';

const RELATIVE_ERROR = 1e-10;
const MAX_DENOMINATOR = 10_000_000;

/**
 * The simplest fraction that equals a rate in Hz within one part in 10^10, so that `0.0166666666667` becomes 1/60 and
 * 128.5 becomes 257/2 (continued fractions).
 *
 * @param hz finite and greater than 0
 */
export function toRationalRate(hz: number): RationalRate {
  let [previous, numerator] = [0, 1];
  let [previousDenominator, denominator] = [1, 0];
  let rest = hz;
  for (;;) {
    const whole = Math.floor(rest);
    [previous, numerator] = [numerator, whole * numerator + previous];
    [previousDenominator, denominator] = [denominator, whole * denominator + previousDenominator];
    const close = Math.abs(numerator / denominator - hz) <= hz * RELATIVE_ERROR;
    if ((close && numerator > 0) || denominator > MAX_DENOMINATOR) return { numerator, denominator };
    rest = 1 / (rest - whole);
  }
}

/** The rate in Hz. */
export function rateHz(rate: RationalRate): number {
  return rate.numerator / rate.denominator;
}

/** Time between two samples in ms. */
export function periodMs(rate: RationalRate): number {
  return (1000 * rate.denominator) / rate.numerator;
}
