const FIRST_MS = 1000;
const MOST_MS = 15 * 60_000;

/** How often a job is tried before a person must look: with the pauses below, for about two hours. */
export const MOST_ATTEMPTS = 15;

/**
 * The pause before a failed job is tried again: twice as long each time up to a quarter of an hour, less a random part of
 * up to half of it, so that jobs that failed together do not come back together ("equal jitter").
 *
 * @param attempts how often it has failed, from 1
 * @param random in [0, 1)
 * @returns ms
 */
export function backoffMs(attempts: number, random: number): number {
  const whole = Math.min(FIRST_MS * 2 ** (attempts - 1), MOST_MS);
  return whole / 2 + (whole / 2) * random;
}
