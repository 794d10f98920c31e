import type { Segment } from './types';

/**
 * The values of samples `from` up to (not including) `to` of a segment, in the channel's unit.
 * @param values room for them
 */
export function physicalValues(
  { samples, scale, offset }: Segment,
  from: number,
  to: number,
  values: Float64Array = new Float64Array(to - from),
): Float64Array {
  for (let k = 0; k < values.length; k++) values[k] = ((samples[from + k] ?? 0) - offset) * scale;
  return values;
}
