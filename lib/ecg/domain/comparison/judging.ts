/** Under this age a heart grows: ECGs are put side by side, and no change is judged. */
const GROWN_YEARS = 16;

/** Whether differences are given, and judged; `reason` says why not. */
export interface Judging {
  differences: boolean;
  verdicts: boolean;
  reason: string | null;
}

/**
 * Whether changes between two ECGs are judged.
 * @param ageYears at the earlier of the two; null where no birth date is known
 */
export function judgingOf(ageYears: number | null): Judging {
  if (ageYears === null) return { differences: true, verdicts: false, reason: 'not judged: birth date not known' };
  if (ageYears >= GROWN_YEARS) return { differences: true, verdicts: true, reason: null };
  return { differences: false, verdicts: false, reason: 'under 16 years: side by side only' };
}
