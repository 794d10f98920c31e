import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { type MedianBeat, medianBeat } from '@/lib/measure/domain/beats/median-beat';
import type { SamplesChannel } from '@/lib/signals/window';

/** The median beat of what is on the paper, with the seconds it was made of. */
export interface TraceMedian extends MedianBeat {
  names: string[];
  from_ms: number;
  to_ms: number;
}

/** Why there is none. */
export type NoMedian = 'not_sampled' | 'gaps' | 'too_few_beats';
export type TraceMedianResult = ({ ok: true } & TraceMedian) | { ok: false; reason: NoMedian };

/** No more than this of a long recording is looked at: its beats change over the day. */
const LONGEST_MS = 60_000;
/** A lead that is missing for more than this part is left out, so that it does not cut the others short. */
const MISSING_PART = 0.1;

function missing({ values }: SamplesChannel): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return values.length === 0 ? 1 : count / values.length;
}

/** Leads whose samples were taken at the same instants, each nearly whole. */
function together(names: readonly string[], traces: ReadonlyMap<string, LeadTrace>): SamplesChannel[] {
  const sampled = names
    .map((name) => traces.get(name))
    .filter((trace): trace is SamplesChannel => trace?.kind === 'samples')
    .filter((trace) => missing(trace) <= MISSING_PART);
  const [first] = sampled;
  return sampled.filter(
    (trace) =>
      trace.step_ms === first?.step_ms &&
      trace.start_ms === first.start_ms &&
      trace.values.length === first.values.length,
  );
}

/** The longest run in which all leads have samples: first, and the one after the last. */
function longestRun(leads: readonly SamplesChannel[], most: number): { from: number; to: number } {
  let best = { from: 0, to: 0 };
  let from = 0;
  const length = leads[0]?.values.length ?? 0;
  for (let k = 0; k <= length; k++) {
    const whole = k < length && leads.every(({ values }) => !Number.isNaN(values[k]));
    if (whole) continue;
    if (k - from > best.to - best.from) best = { from, to: k };
    from = k + 1;
  }
  return { from: best.from, to: Math.min(best.to, best.from + most) };
}

/**
 * The median beat of the fetched leads, from their longest run without gaps. It is made of the samples as recorded: never
 * of minima and maxima, nor of what a display filter leaves.
 *
 * @param names the leads wanted, in the order of the result
 * @param traces by lead name, µV, unfiltered
 */
export function medianOfTraces(names: readonly string[], traces: ReadonlyMap<string, LeadTrace>): TraceMedianResult {
  const leads = together(names, traces);
  const [first] = leads;
  if (!first) return { ok: false, reason: 'not_sampled' };
  const { from, to } = longestRun(leads, Math.round(LONGEST_MS / first.step_ms));
  if (to <= from) return { ok: false, reason: 'gaps' };
  const result = medianBeat({
    rate_hz: 1000 / first.step_ms,
    leads: leads.map(({ values }) => Float64Array.from(values.subarray(from, to))),
  });
  if (!result.ok) return { ok: false, reason: result.reason };
  const at = (sample: number) => first.start_ms + sample * first.step_ms;
  return { ...result, names: leads.map(({ name }) => name), from_ms: at(from), to_ms: at(to) };
}
