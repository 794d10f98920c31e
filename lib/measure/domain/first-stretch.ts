import type { LeadValues } from './lead-values';
import type { MeasuredStretch } from './measure-ecg';

/** Rate and rhythm are of a strip, not of a day: no more than this of a long recording is measured. */
const LONGEST_S = 120;

interface Collected {
  name: string;
  parts: Float64Array[];
}

/** Collects the stretch that is measured from a recording that is read part by part. */
export interface StretchCollector {
  /** Takes the next part of all leads; the first part begins with the recording. */
  take(leads: readonly LeadValues[]): void;
  /** What was collected; null where no lead was sent. */
  stretch(): MeasuredStretch | null;
}

/** The values as one array, no longer than `length`. */
function joined(parts: readonly Float64Array[], length: number): Float64Array {
  const all = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    const taken = part.subarray(0, length - at);
    all.set(taken, at);
    at += taken.length;
  }
  return all;
}

/** How many values there are before the first that is missing. */
function unbroken(values: Float64Array): number {
  const missing = values.findIndex(Number.isNaN);
  return missing < 0 ? values.length : missing;
}

/**
 * Collects the first unbroken stretch of the sent leads that share one rate and one start, at most two minutes. Derived
 * leads are made of those and add nothing.
 */
export function collectStretch(): StretchCollector {
  let first: LeadValues | null = null;
  let ended = false;
  let length = 0;
  const collected = new Map<string, Collected>();
  const begin = (leads: readonly LeadValues[]) => {
    const sent = leads.filter(({ derived }) => !derived);
    const [one] = sent;
    if (!one) return;
    first = one;
    for (const { id, name, rate_hz, start_ms } of sent)
      if (rate_hz === one.rate_hz && start_ms === one.start_ms) collected.set(id, { name, parts: [] });
  };
  return {
    take(leads) {
      if (!first) begin(leads);
      if (!first || ended) return;
      const most = Math.floor(LONGEST_S * first.rate_hz) - length;
      const parts = leads.filter(({ id }) => collected.has(id));
      const count = Math.min(most, ...parts.map(({ values }) => unbroken(values)));
      for (const { id, values } of parts) collected.get(id)?.parts.push(values.slice(0, count));
      length += count;
      ended = count === most || parts.some(({ values }) => values.length > count);
    },
    stretch() {
      if (!first) return null;
      const leads = [...collected.values()].map(({ name, parts }) => ({ name, samples: joined(parts, length) }));
      return { rate_hz: first.rate_hz, from_ms: first.start_ms, leads };
    },
  };
}
