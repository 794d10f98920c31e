'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { useOpenedOnce } from '@/components/ui/use-late-dialog';
import { formatDateTime } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './reading.module.css';
import type { RepeatProps } from './repeat-dialog';

// Opened now and then.
const RepeatDialog = dynamic(() => import('./repeat-dialog').then((module) => module.RepeatDialog), { ssr: false });

/** Asks for a new tracing, or withdraws that. */
export function RepeatButton(props: RepeatProps) {
  const [open, setOpen] = useState(false);
  const hasDialog = useOpenedOnce(open);
  const asked = props.record.repeat_request !== null;
  return (
    <>
      <Button
        leftSection={<IconRefresh size={14} stroke={1.5} aria-hidden="true" />}
        variant="subtle"
        onClick={() => setOpen(true)}
      >
        {asked ? 'Withdraw repeat…' : 'Repeat…'}
      </Button>
      {hasDialog && <RepeatDialog {...props} opened={open} onClose={() => setOpen(false)} />}
    </>
  );
}

/** That the ECG is to be recorded again, why, and who says so. */
export function RepeatNote({ record, timeZone }: { record: Recording; timeZone: string }) {
  const { repeat_request: asked } = record;
  if (!asked) return null;
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      <strong>To be recorded again:</strong> {asked.reason}
      <div className={classes.by}>
        {asked.author ?? 'Unknown'}, {formatDateTime(asked.recorded_at, timeZone)}
      </div>
    </Note>
  );
}
