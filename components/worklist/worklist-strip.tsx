import { StateIcon } from '@/components/ui/status-chip';
import { formatSpan } from '@/lib/client/format-time';
import type { Worklist } from '@/lib/worklist/contracts';
import classes from './worklist.module.css';
import { countText } from './worklist-text';

/** Ids of the lists, so that a count leads to its list. */
export const LIST_IDS = {
  unread: 'unread-ecgs',
  therapy: 'therapy-to-review',
  quarantine: 'quarantine',
  repeats: 'repeats',
  silent: 'silent-devices',
} as const;

function Tile({
  href,
  count,
  label,
  children,
}: {
  href: string;
  count: string;
  label: string;
  children: React.ReactNode;
}) {
  return (
    <a href={href}>
      <b>{count}</b>
      <span>
        {label}
        <small>{children}</small>
      </span>
    </a>
  );
}

interface StripProps {
  worklist: Worklist;
  now: string;
  /** Whether the viewer may decide on held recordings. */
  resolves: boolean;
}

/** How much waits, at a glance; each count leads to its list, that of the held ones to the queue for who decides. */
export function WorklistStrip({ worklist, now, resolves }: StripProps) {
  const { unread, therapy, quarantine, silent_devices } = worklist;
  return (
    <nav className={classes.strip} aria-label="Worklists">
      <Tile href={`#${LIST_IDS.unread}`} count={countText(unread.count)} label="Unread ECGs">
        {unread.urgent_now.value > 0 && (
          <>
            <StateIcon state="critical" size={14} /> {countText(unread.urgent_now)} STAT or critical,{' '}
          </>
        )}
        {unread.oldest_received_at
          ? `oldest ${formatSpan(Date.parse(now) - Date.parse(unread.oldest_received_at))}`
          : 'all read'}
      </Tile>
      <Tile href={`#${LIST_IDS.therapy}`} count={String(therapy.concerned)} label="Therapy to review">
        of {therapy.patients} patients with nights
      </Tile>
      <Tile
        href={resolves ? '/quarantine' : `#${LIST_IDS.quarantine}`}
        count={countText(quarantine.count)}
        label="In quarantine"
      >
        belong to no patient yet
      </Tile>
      {silent_devices && (
        <Tile href={`#${LIST_IDS.silent}`} count={countText(silent_devices.count)} label="Silent devices">
          3 nights or more
        </Tile>
      )}
    </nav>
  );
}
