'use client';

import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { deleteJson, putJson } from '@/lib/client/api';
import { fromLocalInput, toLocalInput } from '@/lib/client/local-input';
import type { Device, DeviceAssignmentView } from '@/lib/devices/device-contracts';
import { assigneeName } from '../device-text';
import form from '../devices.module.css';
import { changeErrorText, useChange } from '../use-change';
import { useDeviceChanged } from '../use-devices';
import classes from './detail.module.css';
import { PeriodFields } from './period-fields';

interface ChangeAssignmentProps {
  device: Device;
  /** The assignment to change; null while there is none. */
  assignment: DeviceAssignmentView | null;
  now: string;
  timeZone: string;
  onClose: () => void;
}

function Form({
  device,
  assignment,
  now,
  timeZone,
  onClose,
}: ChangeAssignmentProps & { assignment: DeviceAssignmentView }) {
  const { busy, error, run } = useChange();
  const changed = useDeviceChanged();
  const [removing, setRemoving] = useState(false);
  const [period, setPeriod] = useState({
    from: toLocalInput(assignment.from, timeZone),
    to: toLocalInput(assignment.to ?? now, timeZone),
  });
  const path = `/api/devices/${device.device_ref}/assignments/${assignment.id}`;
  const finish = (saved: Device | null) => {
    if (!saved) return;
    changed(saved);
    onClose();
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    // a field shows minutes: an instant that was not touched keeps its seconds
    const from =
      period.from === toLocalInput(assignment.from, timeZone) ? assignment.from : fromLocalInput(period.from, timeZone);
    const to = fromLocalInput(period.to, timeZone);
    finish(await run(() => putJson<Device>(path, { from, to, revision: device.revision })));
  };
  const remove = async () => finish(await run(() => deleteJson<Device>(`${path}?revision=${device.revision}`)));
  return (
    <form className={form.form} method="post" onSubmit={(event) => void save(event)}>
      <PeriodFields period={period} onPeriod={setPeriod} timeZone={timeZone} />
      <p className={classes.note}>
        {assignment.to === null ? 'Saving ends this assignment; empty the end to leave it open. ' : ''}
        Recordings already filed stay with their patient.
      </p>
      <FormError text={error && changeErrorText(error)} />
      <div className={form.formActions}>
        <Button onClick={removing ? () => void remove() : () => setRemoving(true)} color="red" variant="subtle">
          {removing ? 'Remove it for good' : 'Made by mistake'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}

/** Ends an assignment, corrects its times, or removes one that was made by mistake. */
export function ChangeAssignment({ assignment, onClose, ...rest }: ChangeAssignmentProps) {
  return (
    <Modal
      opened={assignment !== null}
      onClose={onClose}
      title={assignment ? `Assignment of ${assigneeName(assignment)}` : ''}
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {assignment && <Form {...rest} assignment={assignment} onClose={onClose} />}
    </Modal>
  );
}
