'use client';

import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { postJson } from '@/lib/client/api';
import { fromLocalInput, toLocalInput } from '@/lib/client/local-input';
import type { Assignee, Device, DeviceAssignmentView } from '@/lib/devices/device-contracts';
import { assigneeName } from '../device-text';
import form from '../devices.module.css';
import { changeErrorText, useChange } from '../use-change';
import classes from './detail.module.css';
import { PeriodFields } from './period-fields';

interface AssignFormProps {
  device: Device;
  /** The assignment that is open now, if there is one. */
  current: DeviceAssignmentView | null;
  opened: boolean;
  now: string;
  timeZone: string;
  onClose: () => void;
  onSaved: (device: Device) => void;
}

function assigneeText({ initials, birth_year }: Assignee): string {
  return `${initials ?? 'Name not known'}, ${birth_year === null ? 'birth date not known' : `born ${birth_year}`}`;
}

/** Asks for a patient by exact id and shows who that is before anything can be saved. */
function useAssignee() {
  const change = useChange();
  const [patientId, setPatientId] = useState('');
  const [found, setFound] = useState<Assignee | null>(null);
  return {
    ...change,
    patientId,
    found,
    type: (text: string) => {
      setPatientId(text);
      setFound(null);
      change.clear();
    },
    ask: async () =>
      setFound(await change.run(() => postJson<Assignee>('/api/devices/assignee', { patient_id: patientId }))),
  };
}

function AssigneeFields({ assignee }: { assignee: ReturnType<typeof useAssignee> }) {
  const { patientId, found, busy, error } = assignee;
  return (
    <>
      <TextInput
        label="Patient"
        description="The hospital’s id (MRN), exactly."
        autoComplete="off"
        spellCheck={false}
        required
        maxLength={64}
        data-autofocus
        value={patientId}
        onChange={(event) => assignee.type(event.currentTarget.value)}
        error={error && (error.status === 404 ? 'No patient has this id.' : changeErrorText(error))}
      />
      {found ? (
        <div className={classes.confirm} role="status">
          This id belongs to <strong>{assigneeText(found)}</strong>. Compare before you assign.
        </div>
      ) : (
        <div>
          <Button type="submit" loading={busy} disabled={patientId.trim() === ''}>
            Find patient
          </Button>
        </div>
      )}
    </>
  );
}

function Form({ device, current, now, timeZone, onClose, onSaved }: Omit<AssignFormProps, 'opened'>) {
  const assignee = useAssignee();
  const { busy, error, run } = useChange();
  const [period, setPeriod] = useState({ from: toLocalInput(now, timeZone), to: '' });
  const [endCurrent, setEndCurrent] = useState(true);
  const save = async ({ patient_ref }: Assignee) => {
    const saved = await run(() =>
      postJson<Device>(`/api/devices/${device.device_ref}/assignments`, {
        patient_ref,
        from: fromLocalInput(period.from, timeZone),
        to: fromLocalInput(period.to, timeZone),
        end_current: current !== null && endCurrent,
      }),
    );
    if (saved) onSaved(saved);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void (assignee.found ? save(assignee.found) : assignee.ask());
  };
  return (
    // The method keeps an id out of the address should the browser ever send the form by itself.
    <form className={form.form} method="post" onSubmit={onSubmit}>
      <AssigneeFields assignee={assignee} />
      <PeriodFields period={period} onPeriod={setPeriod} timeZone={timeZone} />
      {current && (
        <Checkbox
          label={`End the assignment of ${assigneeName(current)} as this one begins`}
          checked={endCurrent}
          onChange={(event) => setEndCurrent(event.currentTarget.checked)}
        />
      )}
      <FormError text={error && changeErrorText(error)} />
      <div className={form.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        {assignee.found && (
          <Button type="submit" variant="filled" loading={busy}>
            Assign to {assignee.found.initials ?? 'this patient'}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Gives the device to a patient, from an instant on. */
export function AssignForm({ opened, onClose, ...rest }: AssignFormProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={rest.current ? 'Reassign device' : 'Assign device'}
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Form {...rest} onClose={onClose} />
    </Modal>
  );
}
