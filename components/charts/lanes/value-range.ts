import type { Extent } from './lane-data';

/** What a lane shows from bottom to top. */
export interface ValueRange {
  min: number;
  max: number;
  ticks: number[];
}

const NICE = [1, 2, 2.5, 5, 10];

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (NICE.find((step) => step * power >= rough - 1e-12) ?? 10) * power;
}

/**
 * Round ends and two to four ticks for values, never narrower than what the lane shows at least, so that a quiet night
 * does not look restless.
 * @param least what the lane shows whatever the values are
 */
export function valueRange(least: Extent, values: Extent | null): ValueRange {
  const low = Math.min(least.low, values?.low ?? least.low);
  const high = Math.max(least.high, values?.high ?? least.high);
  const step = niceStep((high - low) / 3);
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(high / step - 1e-9) * step;
  const ticks: number[] = [];
  for (let i = 0; i <= Math.round((max - min) / step); i += 1) ticks.push(Number((min + i * step).toPrecision(12)));
  return { min: Math.max(min, low - step / 4), max: Math.min(max, high + step / 4), ticks };
}
