'use client';

import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from '@/components/recordings/decision-form';
import { PatientPicker, usePatientPicker } from '@/components/recordings/patient-picker';
import { postJson } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';

/** What can be decided of a held recording. */
export type Decision = 'assign' | 'reject';

interface FormProps {
  record: Recording;
  now: string;
  timeZone: string;
  onReload: () => Promise<void>;
  onClose: () => void;
  onDecided: (record: Recording) => void;
}

function AssignForm({ record, now, timeZone, onDecided, ...rest }: FormProps) {
  const picker = usePatientPicker(record.claimed?.patient_id ?? '');
  const change = useChange();
  const [register, setRegister] = useState(false);
  const [reason, setReason] = useState('');
  const { found } = picker;
  const ready = found?.kind === 'patient' || (found?.kind === 'nobody' && register);
  const assign = async () => {
    const patient_id = picker.patientId.trim();
    const body = { patient_id, register: found?.kind === 'nobody' && register, reason, revision: record.revision };
    const assigned = await change.run(() => postJson<Recording>(`/api/quarantine/${record.id}/assign`, body));
    if (assigned) onDecided(assigned);
  };
  return (
    <DecisionForm
      action={found === null ? null : 'Assign'}
      disabled={!ready || !isReason(reason)}
      change={change}
      onSubmit={() => void assign()}
      {...rest}
    >
      <PatientPicker picker={picker} now={now} timeZone={timeZone} />
      {found?.kind === 'nobody' && (
        <Checkbox
          label="Register this patient, as unverified"
          description="The name that was sent is taken only with the id it was sent with."
          checked={register}
          onChange={(event) => setRegister(event.currentTarget.checked)}
        />
      )}
      <ReasonField value={reason} onChange={setReason} />
    </DecisionForm>
  );
}

function RejectForm({ record, onDecided, onReload, onClose }: FormProps) {
  const change = useChange();
  const [reason, setReason] = useState('');
  const reject = async () => {
    const body = { reason, revision: record.revision };
    const rejected = await change.run(() => postJson<Recording>(`/api/quarantine/${record.id}/reject`, body));
    if (rejected) onDecided(rejected);
  };
  return (
    <DecisionForm
      action="Reject"
      danger
      disabled={!isReason(reason)}
      change={change}
      onSubmit={() => void reject()}
      onReload={onReload}
      onClose={onClose}
    >
      <div>
        The recording leaves the queue and belongs to nobody. An administrator can restore it for as long as deleted
        records are kept.
      </div>
      <ReasonField value={reason} onChange={setReason} />
    </DecisionForm>
  );
}

/** The dialogs in which somebody decides whose a held recording is. */
export function DecideDialogs({ decision, ...rest }: FormProps & { decision: Decision | null }) {
  return (
    <>
      <DecisionDialog opened={decision === 'assign'} title="Assign to a patient" onClose={rest.onClose}>
        <AssignForm {...rest} />
      </DecisionDialog>
      <DecisionDialog opened={decision === 'reject'} title="Reject the recording" onClose={rest.onClose}>
        <RejectForm {...rest} />
      </DecisionDialog>
    </>
  );
}
