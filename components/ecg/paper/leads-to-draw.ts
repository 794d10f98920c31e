import { INVERTED_AVR } from '@/lib/ecg/domain/paper/layouts';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { type DisplayFilter, filterForDisplay, isFiltering } from '@/lib/signals/filter/display-filter';

/** A lead upside down. */
function inverted(trace: LeadTrace): LeadTrace {
  const negated = (values: Extract<LeadTrace, { kind: 'samples' }>['values']) => values.map((value) => -value);
  if (trace.kind === 'samples') return { ...trace, name: INVERTED_AVR, values: negated(trace.values) };
  return { ...trace, name: INVERTED_AVR, min: negated(trace.max), max: negated(trace.min) };
}

/** Leads to draw, by name: filtered as chosen, with aVR upside down for the Cabrera order. */
export function tracesToDraw(channels: readonly LeadTrace[], filter: DisplayFilter): ReadonlyMap<string, LeadTrace> {
  // What is no voltage has no place on paper in mV.
  const voltages = channels.filter(({ unit }) => unit === 'uV');
  const filtered = isFiltering(filter)
    ? voltages.map((trace): LeadTrace => {
        // Minima and maxima are no samples; whoever labels the paper says that they are drawn as recorded.
        if (trace.kind === 'minmax') return trace;
        return { ...trace, values: filterForDisplay(trace.values, filter, trace.sampling_rate_hz) };
      })
    : voltages;
  // A name two channels share is shown once, as the first of them.
  const traces = new Map(filtered.map((trace) => [trace.name, trace] as const).reverse());
  const right = traces.get('aVR');
  return right ? traces.set(INVERTED_AVR, inverted(right)) : traces;
}
