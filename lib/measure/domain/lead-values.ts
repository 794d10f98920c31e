/** A part of one lead of a recording: values in µV on a uniform grid. */
export interface LeadValues {
  /** Names the channel within its recording; two leads may have one name. */
  id: string;
  name: string;
  /** Made of other leads, not sent. */
  derived: boolean;
  rate_hz: number;
  /** Time of the first value, after the start of the recording. */
  start_ms: number;
  /** NaN where there is none. */
  values: Float64Array;
}

/** The unbroken stretches of values, in order. */
export function* runsOf(values: Float64Array): Generator<Float64Array> {
  let from = 0;
  for (let at = 0; at <= values.length; at++) {
    if (at < values.length && !Number.isNaN(values[at])) continue;
    if (at > from) yield values.subarray(from, at);
    from = at + 1;
  }
}
