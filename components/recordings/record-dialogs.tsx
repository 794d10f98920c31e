'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { ApiErrorPanel, LoadingRows } from '@/components/ui/state-panel';
import { useOpenedAfterLoad } from '@/components/ui/use-late-dialog';
import { asApiError, deleteJson, getJson, postJson, putJson } from '@/lib/client/api';
import type { Modality, Recording } from '@/lib/recordings/contracts';
import { DecisionDialog, DecisionForm, isReason, ReasonField } from './decision-form';
import { PatientPicker, usePatientPicker } from './patient-picker';

export const RECORD_CHANGES = ['move', 'delete', 'restore', 'hold'] as const;
export type RecordChangeKind = (typeof RECORD_CHANGES)[number];

/** A change somebody is about to make of a record. */
export interface PlannedChange {
  kind: RecordChangeKind;
  id: string;
  modality: Modality;
}

const TITLES: Record<RecordChangeKind, string> = {
  move: 'Move to another patient',
  delete: 'Delete the record',
  restore: 'Restore the record',
  hold: 'Legal hold',
};

interface FormProps {
  record: Recording;
  now: string;
  timeZone: string;
  onReload: () => Promise<void>;
  onClose: () => void;
  onChanged: (record: Recording) => void;
}

const pathOf = ({ modality, id }: Recording) => `/api/${modality}/data/${id}`;

function MoveForm({ record, now, timeZone, onChanged, ...rest }: FormProps) {
  const picker = usePatientPicker();
  const change = useChange();
  const [reason, setReason] = useState('');
  const { found } = picker;
  const target = found?.kind === 'patient' ? found.patient : null;
  const same = target !== null && target.patient_ref === record.patient_ref;
  const move = async () => {
    const body = { patient_id: picker.patientId.trim(), reason, revision: record.revision };
    const moved = await change.run(() => postJson<Recording>(`${pathOf(record)}/move`, body));
    if (moved) onChanged(moved);
  };
  return (
    <DecisionForm
      action={target ? 'Move' : null}
      disabled={same || !isReason(reason)}
      change={change}
      onSubmit={() => void move()}
      {...rest}
    >
      <div>
        Lists, nights and counts of both patients follow, a reading made of it is void, and both charts say so. Moving
        it back undoes it.
      </div>
      <PatientPicker picker={picker} now={now} timeZone={timeZone} />
      {same && <div role="status">The record is filed under this patient already.</div>}
      <ReasonField value={reason} onChange={setReason} />
    </DecisionForm>
  );
}

interface PlainChange {
  action: string;
  danger?: boolean;
  explanation: string;
  /** True where the record is in a state in which this cannot be done. */
  impossible?: boolean;
  send: (decision: { reason: string; revision: number }) => Promise<Recording>;
}

function plainChange(kind: Exclude<RecordChangeKind, 'move'>, record: Recording): PlainChange {
  const path = pathOf(record);
  if (kind === 'delete') {
    return {
      action: 'Delete',
      danger: true,
      impossible: record.legal_hold,
      explanation: record.legal_hold
        ? 'This record is on legal hold. Lift the hold first.'
        : 'It leaves lists, nights and counts. It can be restored for as long as deleted records are kept, and is then erased.',
      send: (decision) => deleteJson<Recording>(path, decision),
    };
  }
  if (kind === 'restore') {
    return {
      action: 'Restore',
      explanation: 'It becomes what it was: filed under its patient, or held for a decision.',
      send: (decision) => postJson<Recording>(`${path}/restore`, decision),
    };
  }
  const held = !record.legal_hold;
  return {
    action: held ? 'Put on hold' : 'Lift the hold',
    explanation: held
      ? 'A record on legal hold can be neither deleted nor erased until the hold is lifted.'
      : 'This record is on legal hold. Once lifted, it can be deleted again.',
    send: (decision) => putJson<Recording>(`${path}/hold`, { ...decision, held }),
  };
}

function PlainForm({
  kind,
  record,
  onChanged,
  onReload,
  onClose,
}: FormProps & { kind: Exclude<RecordChangeKind, 'move'> }) {
  const change = useChange();
  const [reason, setReason] = useState('');
  const { action, danger, explanation, impossible = false, send } = plainChange(kind, record);
  const submit = async () => {
    const changed = await change.run(() => send({ reason, revision: record.revision }));
    if (changed) onChanged(changed);
  };
  return (
    <DecisionForm
      action={impossible ? null : action}
      danger={danger}
      disabled={!isReason(reason)}
      change={change}
      onSubmit={() => void submit()}
      onReload={onReload}
      onClose={onClose}
    >
      <div>{explanation}</div>
      {!impossible && <ReasonField value={reason} onChange={setReason} />}
    </DecisionForm>
  );
}

interface RecordDialogProps {
  planned: PlannedChange | null;
  now: string;
  timeZone: string;
  onClose: () => void;
  onChanged: (record: Recording) => void;
}

/** The form of a planned change, of the record as it is now. */
function PlannedForm({ planned, ...rest }: Omit<RecordDialogProps, 'planned'> & { planned: PlannedChange }) {
  const query = useQuery({
    queryKey: ['record-to-change', planned.id],
    queryFn: ({ signal }) => getJson<Recording>(`/api/${planned.modality}/data/${planned.id}`, signal),
    gcTime: 0,
    retry: false,
    // what is decided on stays as it was read, so that a change meanwhile is noticed
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.data === undefined) {
    if (!query.error) return <LoadingRows rows={3} label="Loading the record" />;
    const retry = () => void query.refetch();
    return <ApiErrorPanel title="The record could not load" error={asApiError(query.error)} onRetry={retry} />;
  }
  const props = { ...rest, record: query.data, onReload: async () => void (await query.refetch()) };
  return planned.kind === 'move' ? <MoveForm {...props} /> : <PlainForm {...props} kind={planned.kind} />;
}

/** The dialog in which a record is moved, deleted, restored, or put on or off legal hold. */
export function RecordDialog({ planned, onClose, ...rest }: RecordDialogProps) {
  const opened = useOpenedAfterLoad(planned !== null);
  return (
    <DecisionDialog opened={opened} title={planned ? TITLES[planned.kind] : ''} onClose={onClose}>
      {planned && <PlannedForm planned={planned} onClose={onClose} {...rest} />}
    </DecisionDialog>
  );
}
