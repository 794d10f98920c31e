'use client';

import { formatDate, formatOffset, formatTime, zoneName, zoneOffsetMinutes } from '@/lib/client/format-time';
import { useDataAge, useOnline } from './data-age';
import { SAFETY_TEXT } from './safety-text';
import classes from './shell.module.css';

/** The last line of every page: what this is not, the zone of all times, the age of the data. */
export function SafetyFooter({ timeZone, now }: { timeZone: string; now: string }) {
  const { asOf, stale } = useDataAge();
  const updating = useOnline() && !stale;
  const zone = `${zoneName(now, timeZone)}, ${formatOffset(zoneOffsetMinutes(now, timeZone))}`;
  return (
    <footer className={classes.footer}>
      <strong className={classes.safety}>{SAFETY_TEXT}</strong>
      <span className={classes.footerZone}>
        Times: {timeZone}
        <span className={classes.footerMore}> ({zone}) unless marked device local</span>
      </span>
      {asOf && (
        <span className={classes.footerAge} data-stale={!updating} aria-live="polite">
          {updating
            ? `Data as of ${formatDate(asOf, timeZone)} ${formatTime(asOf, timeZone)}`
            : `Not updating since ${formatTime(asOf, timeZone)}. What you see may be old.`}
        </span>
      )}
    </footer>
  );
}
