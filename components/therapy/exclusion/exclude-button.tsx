import { Button } from '@mantine/core';
import { useHydrated } from '@/components/ui/use-hydrated';

/** What somebody is about to exclude, or to take back. */
export interface PlannedExclusion {
  excluded: boolean;
  /** Null for the whole night. */
  session: { record_id: string; start: string; times: string } | null;
}

/** Begins to take something out of the figures, or back into them. */
export function ExcludeButton({
  excluded,
  name,
  onClick,
}: {
  excluded: boolean;
  /** What it is, for those who cannot see where the button stands. */
  name: string;
  onClick: () => void;
}) {
  const hydrated = useHydrated();
  const action = excluded ? 'Take back' : 'Exclude';
  return (
    <Button size="compact-xs" variant="subtle" disabled={!hydrated} aria-label={`${action} ${name}`} onClick={onClick}>
      {action}…
    </Button>
  );
}
