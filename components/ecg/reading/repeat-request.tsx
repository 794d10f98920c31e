'use client';

import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { getJson, putJson } from '@/lib/client/api';
import { formatDateTime } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './reading.module.css';

interface RepeatProps {
  record: Recording;
  onChanged: (record: Recording) => void;
}

function RepeatForm({ record, onChanged, onClose }: RepeatProps & { onClose: () => void }) {
  const change = useChange();
  const [reason, setReason] = useState('');
  const requested = record.repeat_request === null;
  const submit = async () => {
    const body = requested
      ? { requested, reason, revision: record.revision }
      : { requested, revision: record.revision };
    const after = await change.run(() => putJson<Recording>(`/api/ecg/data/${record.id}/repeat-request`, body));
    if (!after) return;
    onChanged(after);
    onClose();
  };
  const reload = async () => onChanged(await getJson<Recording>(`/api/ecg/data/${record.id}`));
  return (
    <DecisionForm
      action={requested ? 'Ask for a repeat' : 'Withdraw'}
      disabled={requested && !isReason(reason)}
      change={change}
      onSubmit={() => void submit()}
      onReload={reload}
      onClose={onClose}
    >
      <div>
        {requested
          ? 'The ECG stands on the worklist as one to be recorded again until that is withdrawn. Its reading goes on as before.'
          : 'Withdraw this once the new tracing is there, or when none is needed any more.'}
      </div>
      {requested && <ReasonField value={reason} onChange={setReason} />}
    </DecisionForm>
  );
}

/** Asks for a new tracing, or withdraws that. */
export function RepeatButton(props: RepeatProps) {
  const [open, setOpen] = useState(false);
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
      <DecisionDialog
        opened={open}
        title={asked ? 'Withdraw the request for a repeat' : 'Ask for a repeat'}
        onClose={() => setOpen(false)}
      >
        <RepeatForm {...props} onClose={() => setOpen(false)} />
      </DecisionDialog>
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
