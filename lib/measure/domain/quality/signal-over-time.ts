/** How a stretch of a recording can be read in the best of its leads. */
export type SignalState = 'readable' | 'noisy' | 'lead_off';

/** A span in which a recording has samples, whole ms from its start. */
export interface SignalSpan {
  from_ms: number;
  to_ms: number;
  state: SignalState;
}

/** What a stretch of one lead was judged to be. */
export interface JudgedStretch {
  from_ms: number;
  to_ms: number;
  /** Good enough to be measured. */
  readable: boolean;
  /** Nothing moves in a notable part of it. */
  off: boolean;
}

/** Stretches that follow each other lie no further apart than two samples of a slow recording. */
const TOUCHING_MS = 10;

function stateOf(stretches: readonly JudgedStretch[]): SignalState {
  if (stretches.some(({ readable }) => readable)) return 'readable';
  return stretches.every(({ off }) => off) ? 'lead_off' : 'noisy';
}

/** How a recording can be read over its time, while it is judged part by part; short as long as little changes. */
export class SignalOverTime {
  private readonly found: SignalSpan[] = [];

  /** Takes the stretches of all leads of the next part. */
  take(stretches: readonly JudgedStretch[]): void {
    const whole = stretches.map((one) => ({
      ...one,
      from_ms: Math.round(one.from_ms),
      to_ms: Math.round(one.to_ms),
    }));
    const borders = [...new Set(whole.flatMap(({ from_ms, to_ms }) => [from_ms, to_ms]))].sort((a, b) => a - b);
    for (const [index, to_ms] of borders.slice(1).entries()) {
      const from_ms = borders[index] ?? to_ms;
      const here = whole.filter((one) => one.from_ms <= from_ms && one.to_ms >= to_ms);
      if (here.length > 0) this.add({ from_ms, to_ms, state: stateOf(here) });
    }
  }

  /** In order of time, those that follow each other in one state made one. */
  spans(): readonly SignalSpan[] {
    return this.found;
  }

  private add(span: SignalSpan): void {
    const last = this.found.at(-1);
    if (last?.state === span.state && span.from_ms - last.to_ms <= TOUCHING_MS) last.to_ms = span.to_ms;
    else this.found.push(span);
  }
}
