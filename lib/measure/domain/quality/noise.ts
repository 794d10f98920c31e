import { nthSmallest } from '../order-statistics';

/** How much of each kind of disturbance a stretch of a lead holds, in µV. */
export interface LeadNoise {
  /** Range of the baseline: of the mean over one second, moving along. */
  wander_uv: number;
  /** Amplitude of the stronger of 50 Hz and 60 Hz beyond what lies beside it in the spectrum. */
  mains_uv: number;
  /** Root mean square of what is faster than about 40 Hz, between the beats. */
  muscle_uv: number;
}

const MAINS_HZ = [50, 60];
/** Far enough beside the mains for the Hann window's main lobe (± 2 Hz over one second) not to reach there. */
const BESIDE_HZ = 5;
/** Less hum than this adds nothing that counts to muscle noise. */
const NOTABLE_HUM_UV = 3;

function running(samples: Float64Array, width: number): Float64Array {
  const means = new Float64Array(Math.max(0, samples.length - width + 1));
  let sum = 0;
  for (let index = 0; index < samples.length; index++) {
    sum += samples[index] ?? 0;
    if (index >= width) sum -= samples[index - width] ?? 0;
    if (index >= width - 1) means[index - width + 1] = sum / width;
  }
  return means;
}

/** From the lowest to the highest of some values; 0 where there are none. */
export function rangeOf(values: Float64Array): number {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return values.length === 0 ? 0 : max - min;
}

/** The value below which `part` of all values lie; puts its argument into another order. */
function quantile(values: Float64Array, part: number): number {
  return nthSmallest(values, Math.min(values.length - 1, Math.floor(values.length * part)));
}

/** Hann windows by length: every second of every lead of a recording has the same. */
function hann(count: number): Float64Array {
  const window = new Float64Array(count);
  for (let k = 0; k < count; k++) window[k] = 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / count);
  return window;
}

/** One stretch of samples under a window. */
interface Windowed {
  samples: Float64Array;
  from: number;
  window: Float64Array;
  rate_hz: number;
}

/**
 * Amplitude of one frequency in a stretch, by Goertzel's recurrence (Goertzel G, An Algorithm for the Evaluation of Finite
 * Trigonometric Series, Am Math Monthly 1958;65:34–35).
 */
function amplitudeAt({ samples, from, window, rate_hz }: Windowed, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate_hz);
  let last = 0;
  let beforeLast = 0;
  for (let k = 0; k < window.length; k++) {
    const next = (samples[from + k] ?? 0) * (window[k] ?? 0) + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  // a sinus of amplitude A sums to A·n/2, of which the window leaves half
  return (4 * Math.sqrt(Math.max(0, power))) / window.length;
}

interface Hum {
  hz: number;
  amplitude_uv: number;
}

/** The stronger of the two mains frequencies, where the rate allows to see one. */
function findHum(samples: Float64Array, window: Float64Array, rate_hz: number): Hum | null {
  const seconds = Math.floor(samples.length / window.length);
  let strongest: Hum | null = null;
  for (const hz of MAINS_HZ) {
    if (hz + BESIDE_HZ >= rate_hz / 2 || seconds === 0) continue;
    const excess = Float64Array.from({ length: seconds }, (_, second) => {
      const at = (frequency: number) =>
        amplitudeAt({ samples, from: second * window.length, window, rate_hz }, frequency);
      return Math.max(0, at(hz) - Math.max(at(hz - BESIDE_HZ), at(hz + BESIDE_HZ)));
    });
    // the middle of all seconds: a second that holds a beat more than the others does not decide
    const amplitude_uv = quantile(excess, 0.5);
    if (amplitude_uv > (strongest?.amplitude_uv ?? 0)) strongest = { hz, amplitude_uv };
  }
  return strongest;
}

/** The samples less their sinus of one frequency, found anew for every second, as its phase drifts. */
function withoutHum(samples: Float64Array, window: Float64Array, hz: number, rate_hz: number): Float64Array {
  const step = (2 * Math.PI * hz) / rate_hz;
  const clean = samples.slice(0, Math.floor(samples.length / window.length) * window.length);
  for (let from = 0; from < clean.length; from += window.length) {
    let cosine = 0;
    let sine = 0;
    for (let k = 0; k < window.length; k++) {
      const weighted = (samples[from + k] ?? 0) * (window[k] ?? 0);
      cosine += weighted * Math.cos(step * k);
      sine += weighted * Math.sin(step * k);
    }
    const scale = 4 / window.length;
    for (let k = 0; k < window.length; k++)
      clean[from + k] = (clean[from + k] ?? 0) - scale * (cosine * Math.cos(step * k) + sine * Math.sin(step * k));
  }
  return clean;
}

/** RMS of the lead less its mean over 25 ms, in the quietest third of all stretches of 100 ms: there is no QRS there. */
function muscleNoise(samples: Float64Array, rate_hz: number): number {
  const width = Math.max(3, Math.round(rate_hz * 0.025) | 1);
  const smooth = running(samples, width);
  const half = width >> 1;
  const count = Math.max(2, Math.round(rate_hz * 0.1));
  const stretches = Math.floor(smooth.length / count);
  const powers = Float64Array.from({ length: stretches }, (_, stretch) => {
    let sum = 0;
    for (let k = stretch * count; k < (stretch + 1) * count; k++) {
      const fast = (samples[k + half] ?? 0) - (smooth[k] ?? 0);
      sum += fast * fast;
    }
    return sum / count;
  });
  return Math.sqrt(quantile(powers, 1 / 3));
}

/**
 * Measures the disturbances of one unbroken stretch of a lead.
 *
 * @param samples in µV, at least two seconds of them
 * @param rate_hz sampling rate; mains hum is looked for where the rate allows it
 */
export function measureNoise(samples: Float64Array, rate_hz: number): LeadNoise {
  const window = hann(Math.floor(rate_hz));
  const hum = findHum(samples, window, rate_hz);
  // hum is fast as well, and is not to be taken for muscle
  const rest = hum && hum.amplitude_uv > NOTABLE_HUM_UV ? withoutHum(samples, window, hum.hz, rate_hz) : samples;
  return {
    wander_uv: rangeOf(running(samples, Math.round(rate_hz))),
    mains_uv: hum?.amplitude_uv ?? 0,
    muscle_uv: muscleNoise(rest, rate_hz),
  };
}
