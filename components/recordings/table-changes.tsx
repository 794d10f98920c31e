'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import type { Recording } from '@/lib/recordings/contracts';
import { type PlannedChange, RecordDialog } from './record-dialogs';
import classes from './recordings.module.css';

/** The change somebody plans from a table of records, and what came of the last one; the page is made anew after it. */
export function useTableChanges() {
  const [planned, plan] = useState<PlannedChange | null>(null);
  const [done, setDone] = useState<{ kind: PlannedChange['kind']; record: Recording } | null>(null);
  const router = useRouter();
  const finish = (record: Recording) => {
    if (planned) setDone({ kind: planned.kind, record });
    plan(null);
    router.refresh();
  };
  return { planned, plan, done, finish };
}

function doneText(kind: PlannedChange['kind'], record: Recording): string {
  if (kind === 'move') return 'The record was moved. Moving it back undoes it.';
  if (kind === 'delete') return 'The record was deleted.';
  if (kind === 'restore') return 'The record was restored.';
  return record.legal_hold ? 'The record is on legal hold.' : 'The legal hold was lifted.';
}

/** `1 record was moved to another patient` */
function movedText(count: number): string {
  return count === 1 ? '1 record was moved to another patient.' : `${count} records were moved to another patient.`;
}

interface TableChangeNotesProps {
  changes: ReturnType<typeof useTableChanges>;
  /** How many records left this chart. */
  movedAway: number;
  now: string;
  timeZone: string;
}

/** What was changed just now and what left the chart, above a table of records; and the dialog of the next change. */
export function TableChangeNotes({ changes, movedAway, now, timeZone }: TableChangeNotesProps) {
  const { planned, plan, done, finish } = changes;
  return (
    <>
      <div role="status" className={classes.notes}>
        {done && (
          <Note icon={<StateIcon state="info" />}>
            {doneText(done.kind, done.record)}{' '}
            {done.kind === 'delete' && (
              <Button onClick={() => plan({ kind: 'restore', id: done.record.id, modality: done.record.modality })}>
                Restore…
              </Button>
            )}
          </Note>
        )}
        {movedAway > 0 && <Note icon={<StateIcon state="info" />}>{movedText(movedAway)}</Note>}
      </div>
      <RecordDialog planned={planned} now={now} timeZone={timeZone} onClose={() => plan(null)} onChanged={finish} />
    </>
  );
}
