import { formatDecimal } from '@/lib/client/format-value';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { type DisplayFilter, isFiltering, possibleFilter } from '@/lib/signals/filter/display-filter';

/** At this upper limit high-frequency parts of QRS and ST are lost: AHA asks for 150 Hz. */
const NOT_DIAGNOSTIC_HZ = 40;

/** The parts of a filter in words: `0.5 Hz high-pass, 40 Hz low-pass, 50 Hz notch`. */
function filterParts({ high_pass_hz, low_pass_hz, notch_hz }: DisplayFilter): string {
  const parts: string[] = [];
  if (high_pass_hz !== null) parts.push(`${formatDecimal(high_pass_hz, 2)} Hz high-pass`);
  if (low_pass_hz !== null) parts.push(`${formatDecimal(low_pass_hz, 2)} Hz low-pass`);
  if (notch_hz !== null) parts.push(`${formatDecimal(notch_hz, 2)} Hz notch`);
  return parts.join(', ');
}

/** What the line under the paper says of the display filter, and whether that is a warning. */
export interface FilterText {
  text: string;
  isCaution: boolean;
}

/**
 * The display filter as it is drawn. Names what a sampling rate cannot hold and what is drawn as minima and maxima and
 * so not filtered.
 */
export function filterText(filter: DisplayFilter, traces: ReadonlyMap<string, LeadTrace> | null): FilterText {
  if (!isFiltering(filter)) return { text: 'as recorded, no display filter', isCaution: false };
  const all = [...(traces?.values() ?? [])];
  if (all.some(({ kind }) => kind === 'minmax'))
    return { text: 'display filter not applied: too many samples in view', isCaution: true };
  const lowest = all.reduce((rate, trace) => Math.min(rate, trace.sampling_rate_hz), Number.POSITIVE_INFINITY);
  const active = possibleFilter(filter, lowest);
  const notHeld = filterParts({
    high_pass_hz: active.high_pass_hz === null ? filter.high_pass_hz : null,
    low_pass_hz: active.low_pass_hz === null ? filter.low_pass_hz : null,
    notch_hz: active.notch_hz === null ? filter.notch_hz : null,
  });
  const parts = filterParts(active);
  const on = parts === '' ? '' : `display filter: ${parts}, zero-phase`;
  const not = notHeld === '' ? '' : `${notHeld} not possible at ${formatDecimal(lowest, 1)} Hz`;
  const warning =
    active.low_pass_hz !== null && active.low_pass_hz <= NOT_DIAGNOSTIC_HZ ? 'not diagnostic bandwidth' : '';
  return { text: [on, not, warning].filter(Boolean).join('; '), isCaution: warning !== '' || not !== '' };
}
