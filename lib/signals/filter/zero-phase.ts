import type { Workspace } from '../workspace';
import type { Biquad } from './biquad';

/** The state a section has after an endless input of 1: a filter that starts with it does not ring at its start. */
function steadyState({ b0, b1, b2, a1, a2 }: Biquad): [number, number] {
  const gain = (b0 + b1 + b2) / (1 + a1 + a2);
  const second = b2 - a2 * gain;
  return [b1 - a1 * gain + second, second];
}

/** Runs one section over the samples in place (transposed direct form II), as if the first value had been there for ever. */
function runSection(samples: Float64Array, biquad: Biquad): void {
  const { b0, b1, b2, a1, a2 } = biquad;
  const first = samples[0] ?? 0;
  let [one, two] = steadyState(biquad).map((state) => state * first) as [number, number];
  for (let index = 0; index < samples.length; index++) {
    const input = samples[index] ?? 0;
    const output = b0 * input + one;
    one = b1 * input - a1 * output + two;
    two = b2 * input - a2 * output;
    samples[index] = output;
  }
}

/** The samples with both ends turned about their end points, so that slope and level go on where the recording stops. */
function extended(samples: ArrayLike<number>, padding: number, workspace: Workspace | undefined): Float64Array {
  const { length } = samples;
  const room = length + 2 * padding;
  const result = workspace?.zeros('zero-phase', room) ?? new Float64Array(room);
  const first = samples[0] ?? 0;
  const last = samples[length - 1] ?? 0;
  for (let k = 0; k < padding; k++) {
    result[padding - 1 - k] = 2 * first - (samples[Math.min(k + 1, length - 1)] ?? 0);
    result[padding + length + k] = 2 * last - (samples[Math.max(length - 2 - k, 0)] ?? 0);
  }
  for (let k = 0; k < length; k++) result[padding + k] = samples[k] ?? 0;
  return result;
}

/**
 * Filters an unbroken stretch forwards and backwards, so that nothing is shifted in time (Gustafsson F, Determining the
 * initial states in forward-backward filtering, IEEE Trans Signal Process 1996;44:988–992, for the idea of the ends; here
 * they are extended by their point reflection). The gain of every frequency is the filter's squared.
 *
 * @param padding how many samples each end is extended by; about the length of the filter's response
 * @param workspace where the result lies until the next one is filtered with it; none: the result has memory of its own
 * @returns as many values as samples
 */
export function filterZeroPhase(
  samples: ArrayLike<number>,
  sections: readonly Biquad[],
  padding: number,
  workspace?: Workspace,
): Float64Array {
  if (samples.length === 0) return new Float64Array(0);
  const work = extended(samples, Math.min(padding, samples.length - 1), workspace);
  for (const biquad of sections) runSection(work, biquad);
  work.reverse();
  for (const biquad of sections) runSection(work, biquad);
  work.reverse();
  const from = (work.length - samples.length) / 2;
  return work.subarray(from, from + samples.length);
}
