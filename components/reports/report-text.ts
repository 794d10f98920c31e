import type { ChipState } from '@/components/ui/status-chip';
import { formatPlainDate } from '@/lib/client/format-time';
import type { JointReport } from '@/lib/reports/contracts';
import type { LinkState } from '@/lib/reports/domain/link-state';

/** What a report is about: `1 Nov 2026 to 30 Nov 2026`. */
export function rangeText({ from, to }: Pick<JointReport, 'from' | 'to'>): string {
  return `${formatPlainDate(from)} to ${formatPlainDate(to)}`;
}

/** What it was made from: `30 nights, 4 ECGs, 1 unconfirmed`. */
export function amountText({ night_count, ecg_count, unconfirmed_count }: JointReport): string {
  const nights = `${night_count} ${night_count === 1 ? 'night' : 'nights'}`;
  const ecgs = `${ecg_count} ${ecg_count === 1 ? 'ECG' : 'ECGs'}`;
  return `${nights}, ${ecgs}${unconfirmed_count > 0 ? `, ${unconfirmed_count} unconfirmed` : ''}`;
}

/** The state of a link as a chip shows it. */
export const LINK_CHIPS: Record<LinkState, { state: ChipState; word: string }> = {
  live: { state: 'fine', word: 'Live' },
  expired: { state: 'absent', word: 'Expired' },
  used_up: { state: 'absent', word: 'Used up' },
  locked: { state: 'caution', word: 'Locked: wrong codes' },
  revoked: { state: 'absent', word: 'Revoked' },
  withdrawn: { state: 'caution', word: 'Report withdrawn' },
};
