import type { LeadStretch } from '../beats/detect-beats';
import type { LeadValues } from '../lead-values';
import { tellingLeads } from '../telling-leads';

interface Held {
  rate_hz: number;
  /** Of the first value held. */
  start_ms: number;
  /** One array a lead. */
  values: Float64Array[];
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The last minutes of the leads that a long recording's rhythm is read from, while it is read part by part. */
export class LeadBuffer {
  private chosen: string[] | null = null;
  private held: Held | null = null;

  /** Takes the next part of all leads. After a pause nothing from before it is held. */
  take(leads: readonly LeadValues[]): void {
    this.chosen ??= chooseLeads(leads);
    const own = this.chosen.flatMap((id) => leads.find((lead) => lead.id === id) ?? []);
    const [first] = own;
    if (!first || own.length < this.chosen.length) {
      this.held = null;
      return;
    }
    const { rate_hz, start_ms } = first;
    const follows = this.held && Math.abs(this.end_ms() - start_ms) < 500 / rate_hz;
    const before = follows ? this.held : null;
    this.held = {
      rate_hz,
      start_ms: before?.start_ms ?? start_ms,
      values: own.map(({ values }, lead) => joined(before?.values[lead] ?? new Float64Array(), values)),
    };
  }

  /** Where what is held ends; nowhere before anything is. */
  end_ms(): number {
    if (!this.held) return Number.NEGATIVE_INFINITY;
    return this.held.start_ms + ((this.held.values[0]?.length ?? 0) * 1000) / this.held.rate_hz;
  }

  /**
   * What is held of a span, of those leads that have all of it, and the time of its first sample.
   * @returns null where no lead has
   */
  cut(from_ms: number, to_ms: number): { stretch: LeadStretch; start_ms: number } | null {
    if (!this.held) return null;
    const { rate_hz, start_ms, values } = this.held;
    const from = Math.max(0, Math.round(((from_ms - start_ms) * rate_hz) / 1000));
    const to = Math.round(((to_ms - start_ms) * rate_hz) / 1000);
    const leads = values
      .map((lead) => lead.subarray(from, to))
      .filter((lead) => lead.length > 0 && !lead.some(Number.isNaN));
    return leads.length === 0 ? null : { stretch: { rate_hz, leads }, start_ms: start_ms + (from * 1000) / rate_hz };
  }

  /** Lets go of what lies before a moment. */
  forgetBefore(ms: number): void {
    if (!this.held) return;
    const { rate_hz, start_ms, values } = this.held;
    const count = Math.max(0, Math.min(values[0]?.length ?? 0, Math.floor(((ms - start_ms) * rate_hz) / 1000)));
    this.held = {
      rate_hz,
      start_ms: start_ms + (count * 1000) / rate_hz,
      values: values.map((lead) => lead.slice(count)),
    };
  }
}

/** Ids of sent leads of one rate and one start. */
function chooseLeads(leads: readonly LeadValues[]): string[] {
  const [first, ...others] = tellingLeads(leads.filter(({ derived }) => !derived));
  if (!first) return [];
  const alike = others.filter(({ rate_hz, start_ms }) => rate_hz === first.rate_hz && start_ms === first.start_ms);
  return [first, ...alike].map(({ id }) => id);
}
