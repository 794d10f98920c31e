import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/errors/app-error';

/** What is left of a caller's minute, for the answer's headers. */
export interface RateLimitState {
  limit: number;
  remaining: number;
  reset_s: number;
}

const limiters = new Map<number, RateLimiterMemory>();

function limiterFor(limit: number): RateLimiterMemory {
  const existing = limiters.get(limit);
  if (existing) return existing;
  const limiter = new RateLimiterMemory({ points: limit, duration: 60 });
  limiters.set(limit, limiter);
  return limiter;
}

const seconds = (result: RateLimiterRes) => Math.max(1, Math.ceil(result.msBeforeNext / 1000));

/** A caller has used up its minute; carries what the headers say. */
export class RateLimitedError extends AppError {
  readonly state: RateLimitState;

  constructor(state: RateLimitState) {
    super('too_many_requests', { retryAfterS: state.reset_s });
    this.state = state;
  }
}

/**
 * Takes one request of the caller's minute. Kept per process and in memory: a guard against runaway clients, not an
 * account of use.
 * @throws RateLimitedError when the minute is used up.
 */
export async function takeRequest(caller: string, limit: number): Promise<RateLimitState> {
  try {
    const result = await limiterFor(limit).consume(caller);
    return { limit, remaining: result.remainingPoints, reset_s: seconds(result) };
  } catch (error) {
    if (error instanceof RateLimiterRes) throw new RateLimitedError({ limit, remaining: 0, reset_s: seconds(error) });
    throw error;
  }
}
