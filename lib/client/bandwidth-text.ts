import type { Recording } from '@/lib/recordings/contracts';
import { formatDecimal } from './format-value';

/** The recording's own bandwidth; says so where the device did not state it. */
export function bandwidthText(filters: Recording['filters']): string {
  const {
    high_pass_hz: high = null,
    low_pass_hz: low = null,
    notch_hz: notch = null,
    zero_phase = null,
  } = filters ?? {};
  const hz = (value: number) => formatDecimal(value, 3);
  const rest = `${zero_phase ? ' zero-phase' : ''}${notch === null ? '' : `, notch ${hz(notch)} Hz`}`;
  if (high !== null && low !== null) return `${hz(high)}–${hz(low)} Hz${rest}`;
  if (high !== null) return `from ${hz(high)} Hz, upper limit not stated${rest}`;
  if (low !== null) return `to ${hz(low)} Hz, lower limit not stated${rest}`;
  return `bandwidth not stated${rest}`;
}
