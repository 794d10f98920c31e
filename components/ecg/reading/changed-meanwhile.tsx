import { Button } from '@mantine/core';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { formatDateTime } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import { READING_WORDS } from '../reading-chip';
import classes from './reading.module.css';

/** What somebody else did to the record, in sentences. */
export function whatChanged(mine: Recording, theirs: Recording, timeZone: string): string[] {
  const { reading } = theirs;
  const said: string[] = [];
  if (theirs.version !== mine.version)
    said.push(`The device sent version ${theirs.version}; you read version ${mine.version}. Look at the trace again.`);
  if (reading.recorded_at !== mine.reading.recorded_at && reading.recorded_at !== null)
    said.push(
      `${reading.author ?? 'Somebody'} made it ${READING_WORDS[reading.state].toLowerCase()} on ${formatDateTime(reading.recorded_at, timeZone)}.`,
    );
  else if (reading.state !== mine.reading.state) said.push(`It is ${READING_WORDS[reading.state].toLowerCase()} now.`);
  if (theirs.status !== mine.status) said.push('It is no longer filed under this patient.');
  return said.length > 0 ? said : ['Something else of the record changed, not its reading.'];
}

interface ChangedMeanwhileProps {
  mine: Recording;
  theirs: Recording;
  timeZone: string;
  onGoOn: () => void;
}

/** Somebody was faster: what is different now; nothing of one's own is lost. */
export function ChangedMeanwhile({ mine, theirs, timeZone, onGoOn }: ChangedMeanwhileProps) {
  return (
    <div role="alert">
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        <div className={classes.changed}>
          <strong>Changed meanwhile. Nothing was saved; your words are kept.</strong>
          {whatChanged(mine, theirs, timeZone).map((text) => (
            <span key={text}>{text}</span>
          ))}
          {theirs.reading.statement !== null && <q className={classes.words}>{theirs.reading.statement}</q>}
          <Button onClick={onGoOn}>Go on with the record as it is now</Button>
        </div>
      </Note>
    </div>
  );
}
