import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import type { Timeline } from '@/lib/patients/timeline-contracts';

interface LeftOutNoteProps {
  timeline: Pick<Timeline, 'truncated'>;
  /** What becomes here of those that were read: `counted`, `listed`. */
  done: 'counted' | 'listed';
}

/** Says that a patient has more ECGs or nights than are read at once; nothing where all of them are. */
export function LeftOutNote({ timeline, done }: LeftOutNoteProps) {
  if (!timeline.truncated) return null;
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      Only the newest ECGs and nights are {done} here; older ones are left out.
    </Note>
  );
}
