import { physicalValues } from '@/lib/signals/physical-values';
import { rateHz } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import type { MeasuredStretch } from './measure-ecg';

/**
 * The first unbroken stretch of the sent leads that share one rate and one start, in µV. Derived leads are made of those and
 * add nothing.
 *
 * @param longest_s no more than this of a long recording
 * @returns null where no lead was sent
 */
export function firstStretch(channels: readonly Channel[], longest_s: number): MeasuredStretch | null {
  const sent = channels.filter(({ kind, derived, unit }) => kind === 'rhythm' && !derived && unit === 'uV');
  const [first] = sent;
  const from_ms = first?.segments[0]?.start_ms;
  if (!first || from_ms === undefined) return null;
  const rate_hz = rateHz(first.rate);
  const together = sent.filter(({ rate, segments }) => rateHz(rate) === rate_hz && segments[0]?.start_ms === from_ms);
  const shortest = Math.min(...together.map(({ segments }) => segments[0]?.samples.length ?? 0));
  const length = Math.min(shortest, Math.floor(longest_s * rate_hz));
  const leads = together.flatMap(({ name, segments: [segment] }) => {
    return segment ? [{ name, samples: physicalValues(segment, 0, length) }] : [];
  });
  return { rate_hz, from_ms, leads };
}
