import { StatusChip } from '@/components/ui/status-chip';
import type { Recording } from '@/lib/recordings/contracts';

type ReadingState = Recording['reading']['state'];

/** The states in words. */
export const READING_WORDS: Record<ReadingState, string> = {
  unconfirmed: 'Unconfirmed',
  preliminary: 'Preliminary',
  confirmed: 'Confirmed',
  amended: 'Amended',
};

/** How far the reading has come, as shape and word. */
export function ReadingChip({ state }: { state: ReadingState }) {
  const done = state === 'confirmed' || state === 'amended';
  return <StatusChip state={done ? 'fine' : 'waiting'} word={READING_WORDS[state]} />;
}
