/** How many nights the worklist looks back over. */
export const WINDOW_NIGHTS = 14;

const DAY_MS = 86_400_000;
const NOON = 12;

/** A date some days later (earlier where negative), `YYYY-MM-DD`. */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The nights a worklist covers. */
export interface NightWindow {
  /** Oldest first, `YYYY-MM-DD` as nights are named (PAP-2). */
  nights: string[];
  /** First night of as many before them: who had data there is known to be in therapy. */
  known_from: string;
  /** Before noon the last night may still be on its way, so its absence says nothing yet. */
  last_pending: boolean;
}

/**
 * The last fourteen nights at an instant: the newest is the one that began on yesterday's local date, over since noon.
 * @param utc_offset_minutes of the organisation's zone at that instant, east of UTC
 */
export function nightWindow(now: Date, utc_offset_minutes: number): NightWindow {
  const local = new Date(now.getTime() + utc_offset_minutes * 60_000);
  const last = addDays(local.toISOString().slice(0, 10), -1);
  return {
    nights: Array.from({ length: WINDOW_NIGHTS }, (_, index) => addDays(last, index + 1 - WINDOW_NIGHTS)),
    known_from: addDays(last, 1 - 2 * WINDOW_NIGHTS),
    last_pending: local.getUTCHours() < NOON,
  };
}
