import { toRationalRate } from '@/lib/signals/rate';
import type { RationalRate } from '@/lib/signals/types';
import { ReadFault } from './fault';
import { MAX_RATE_HZ, MIN_RATE_HZ } from './limits';

/** A sampling rate in Hz, exact where it is a simple fraction; refused when it is none or absurd. */
export function samplingRate(hz: number | null): RationalRate {
  if (hz === null || !(hz >= MIN_RATE_HZ && hz <= MAX_RATE_HZ)) {
    throw new ReadFault('corrupt', `A sampling rate lies outside ${'1/86400'} to ${MAX_RATE_HZ} Hz or is no number.`);
  }
  return toRationalRate(hz);
}

/** A rate times a whole number (samples in a frame). */
export function timesRate(rate: RationalRate, factor: number): RationalRate {
  return { numerator: rate.numerator * factor, denominator: rate.denominator };
}
