import { formatDuration } from '@/lib/client/format-value';
import type { UnjudgedReason, UnjudgedTime } from '@/lib/measure/domain/rhythm/unjudged-time';
import { msWithin } from './ms-within';

const REASONS: Record<UnjudgedReason, string> = {
  lead_off: 'leads off',
  noisy: 'noise',
  too_few_beats: 'too few beats',
  interrupted: 'recording interrupted',
  beats_differ: 'beats of different shapes',
  low_sampling_rate: 'sampling rate too low',
};

/** Reasons with their time, that of most time first. */
function byTime({ by_reason }: UnjudgedTime): { text: string; ms: number }[] {
  return Object.entries(by_reason)
    .map(([reason, ms]) => ({ text: REASONS[reason as UnjudgedReason], ms })) // keys of the record
    .sort((a, b) => b.ms - a.ms);
}

/** Why some of a recording was not judged: `noise, leads off`. */
export function unjudgedReasons(unjudged: UnjudgedTime): string {
  return byTime(unjudged)
    .map(({ text }) => text)
    .join(', ');
}

/** How much of a recording was not judged: `12 min: noise 9 min, leads off 3 min`. */
export function unjudgedText(unjudged: UnjudgedTime): string {
  if (unjudged.total_ms === 0) return 'none';
  const reasons = byTime(unjudged);
  const parts = reasons.map(({ text, ms }) => (reasons.length === 1 ? text : `${text} ${formatDuration(ms)}`));
  return `${formatDuration(unjudged.total_ms)}: ${parts.join(', ')}`;
}

/** How much of a span was not judged; where the shortest stretches are not listed, at least how much. */
export function unjudgedBetween({ found, spans }: UnjudgedTime, from_ms: number, to_ms: number): string {
  const ms = msWithin(spans, from_ms, to_ms);
  const isWhole = found === spans.length;
  if (ms === 0) return isWhole ? 'none' : 'not listed';
  return isWhole ? formatDuration(ms) : `at least ${formatDuration(ms)}`;
}
