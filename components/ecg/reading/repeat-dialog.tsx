'use client';

import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { useOpenedAfterLoad } from '@/components/ui/use-late-dialog';
import { getJson, putJson } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';

export interface RepeatProps {
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

interface RepeatDialogProps extends RepeatProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog in which a repeat is asked for, or that withdrawn. */
export function RepeatDialog({ opened, ...props }: RepeatDialogProps) {
  const asked = props.record.repeat_request !== null;
  return (
    <DecisionDialog
      opened={useOpenedAfterLoad(opened)}
      title={asked ? 'Withdraw the request for a repeat' : 'Ask for a repeat'}
      onClose={props.onClose}
    >
      <RepeatForm {...props} />
    </DecisionDialog>
  );
}
