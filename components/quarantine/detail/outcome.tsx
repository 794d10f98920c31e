'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { StatePanel } from '@/components/ui/state-panel';
import { postJson } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';

interface OutcomeProps {
  record: Recording;
  mayRestore: boolean;
  onRestored: () => void;
}

function ToQueue() {
  return (
    <Button component={Link} href="/quarantine">
      Back to the queue
    </Button>
  );
}

function Rejected({ record, mayRestore, onRestored }: OutcomeProps) {
  const change = useChange();
  const restore = async () => {
    const body = { reason: 'Rejection undone at once', revision: record.revision };
    const path = `/api/${record.modality}/data/${record.id}/restore`;
    if (await change.run(() => postJson<Recording>(path, body))) onRestored();
  };
  return (
    <StatePanel
      kind="first"
      title="Rejected"
      actions={
        <>
          {mayRestore && (
            <Button loading={change.busy} onClick={() => void restore()}>
              Undo
            </Button>
          )}
          <ToQueue />
        </>
      }
    >
      {mayRestore ? 'It left the queue and belongs to nobody.' : 'It left the queue. An administrator can restore it.'}
      <FormError text={change.error && changeErrorText(change.error)} />
    </StatePanel>
  );
}

/** What came of a decision, and ways on from there. */
export function Outcome(props: OutcomeProps) {
  const { record } = props;
  if (record.status === 'deleted') return <Rejected {...props} />;
  return (
    <StatePanel
      kind="first"
      title="Assigned"
      actions={
        <>
          {record.modality === 'ecg' && (
            <Button component={Link} href={`/ecg/${record.id}`} variant="filled">
              Open the ECG
            </Button>
          )}
          <Button component={Link} href={`/patients/${record.patient_ref}`}>
            Open the chart
          </Button>
          <ToQueue />
        </>
      }
    >
      It is now filed under MRN {record.patient_id}. A wrong choice is corrected by moving it to another patient.
    </StatePanel>
  );
}

/** In place of a recording that somebody else has decided on meanwhile. */
export function DecidedAlready() {
  return (
    <StatePanel kind="first" title="No longer held" actions={<ToQueue />}>
      Somebody has decided on this recording. Nothing is left to do here.
    </StatePanel>
  );
}
