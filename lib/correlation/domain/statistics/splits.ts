import { dateOfDay, dayNumber, gapsBetween, settingsSegments } from '@/lib/patients/domain/timeline';
import type { TimelineNight } from '@/lib/patients/timeline-contracts';

/** Nights without data in a row that split a series (COR-5). */
export const GAP_NIGHTS = 5;

export const SPLIT_KINDS = ['therapy_start', 'settings_change', 'gap'] as const;
export type SplitKind = (typeof SPLIT_KINDS)[number];

/**
 * Where a series of ECGs is split (COR-5), by nights: `before` up to and `after` from these, both included. ECGs of nights
 * between (a gap) are of neither side.
 */
export interface Split {
  kind: SplitKind;
  /** The first night after it, `YYYY-MM-DD`; also what names it. */
  date: string;
  /** Length of the gap, 0 without. */
  gap_nights: number;
  before: { from: number; to: number };
  after: { from: number; to: number };
}

interface Cut {
  kind: SplitKind;
  lastBefore: number;
  firstAfter: number;
}

const ends = ({ firstAfter }: Cut) => firstAfter;

/** Which cuts end the stretches beside a cut: settings mean little on their own, but a change of them is compared with care. */
const stops = (cut: Cut, other: Cut) => cut.kind === 'settings_change' || other.kind !== 'settings_change';

function stretchesOf(cut: Cut, cuts: readonly Cut[]): Split {
  const others = cuts.filter((other) => other !== cut && stops(cut, other));
  const earlier = others.filter((other) => ends(other) <= cut.lastBefore).map(ends);
  const later = others.filter((other) => other.lastBefore >= cut.firstAfter).map(({ lastBefore }) => lastBefore);
  return {
    kind: cut.kind,
    date: dateOfDay(cut.firstAfter),
    gap_nights: cut.firstAfter - cut.lastBefore - 1,
    before: { from: Math.max(Number.NEGATIVE_INFINITY, ...earlier), to: cut.lastBefore },
    after: { from: cut.firstAfter, to: Math.min(Number.POSITIVE_INFINITY, ...later) },
  };
}

/**
 * Everything that splits a patient's series, the newest first: therapy start, changes of mode, settings or mask, gaps of
 * five nights and more without data. Beside a change of settings the series stops at whatever splits it next; beside
 * therapy start and gaps, changes of settings do not stop it.
 * @param nights oldest first
 * @param therapy_start `YYYY-MM-DD`, or null where it is not known
 */
export function splitsOf(nights: readonly TimelineNight[], therapy_start: string | null): Split[] {
  const days = nights.map(({ night }) => dayNumber(night));
  const start = therapy_start === null ? null : dayNumber(therapy_start);
  const starting: Cut[] = start === null ? [] : [{ kind: 'therapy_start', lastBefore: start - 1, firstAfter: start }];
  // no data up to today is no gap yet: nothing follows it
  const gaps = gapsBetween(days, days.at(-1) ?? 0)
    .filter(({ from, to }) => to - from + 1 >= GAP_NIGHTS)
    .map(({ from, to }): Cut => ({ kind: 'gap', lastBefore: from - 1, firstAfter: to + 1 }));
  const changes = settingsSegments(nights)
    .slice(1)
    .map(({ from }): Cut => ({ kind: 'settings_change', lastBefore: from - 1, firstAfter: from }))
    // settings that change over a gap: the gap splits already
    .filter(({ firstAfter }) => !gaps.some((gap) => gap.firstAfter === firstAfter) && firstAfter !== start);
  const cuts = [...starting, ...gaps, ...changes].sort((a, b) => b.firstAfter - a.firstAfter);
  return cuts.map((cut) => stretchesOf(cut, cuts));
}
