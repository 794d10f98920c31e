import { Button } from '@mantine/core';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { phraseChanges } from '@/lib/ecg/domain/reading/phrase-list';
import classes from './phrases.module.css';

interface PhrasesChangedProps {
  /** The list both began with. */
  began: readonly string[];
  theirs: readonly string[];
  onSettle: (how: 'both' | 'theirs') => void;
}

/** Somebody was faster: what they did, and how to go on; nothing of one's own is lost. */
export function PhrasesChanged({ began, theirs, onSettle }: PhrasesChangedProps) {
  const { added, removed, reordered } = phraseChanges(began, theirs);
  return (
    <div role="alert">
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        <div className={classes.changed}>
          <strong>Somebody else changed the phrases meanwhile. Nothing was saved; your list is kept.</strong>
          <ul>
            {added.length > 0 && <li>They added: {added.join('; ')}</li>}
            {removed.length > 0 && <li>They removed: {removed.join('; ')}</li>}
            {reordered && <li>They changed the order.</li>}
          </ul>
          <div className={classes.actions}>
            <Button onClick={() => onSettle('both')}>Take theirs into my list</Button>
            <Button onClick={() => onSettle('theirs')}>Drop mine</Button>
          </div>
        </div>
      </Note>
    </div>
  );
}
