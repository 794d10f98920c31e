'use client';

import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { type ApiError, postJson, putJson } from '@/lib/client/api';
import type { Device } from '@/lib/devices/device-contracts';
import { DEVICE_CADENCES, DEVICE_KINDS, type DeviceCadence, type DeviceKind } from '@/lib/devices/domain/kinds';
import { CADENCE_WORDS, KIND_WORDS } from './device-text';
import classes from './devices.module.css';
import { changeErrorText, useChange } from './use-change';

/** What of a kind of device is usual; a person may choose otherwise. */
const USUAL: Record<DeviceKind, { cadence: DeviceCadence; shared: boolean }> = {
  ecg: { cadence: 'on_use', shared: true },
  holter: { cadence: 'on_use', shared: false },
  cpap: { cadence: 'nightly', shared: false },
  bipap: { cadence: 'nightly', shared: false },
  other: { cadence: 'on_use', shared: false },
};

const TEXT_FIELDS = [
  ['make', 'Make'],
  ['model', 'Model'],
  ['serial', 'Serial'],
  ['firmware', 'Firmware'],
  ['udi', 'UDI'],
  ['site', 'Site'],
] as const;

type Choice = { kind: DeviceKind; cadence: DeviceCadence; shared: boolean };

function textsOf(form: HTMLFormElement) {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim() || null;
  return {
    ...Object.fromEntries(TEXT_FIELDS.map(([name]) => [name, text(name)])),
    device_id: text('device_id'),
    time_zone: text('time_zone'),
  };
}

function KindFields({ choice, onChoice }: { choice: Choice; onChoice: (choice: Choice) => void }) {
  const chosen = <Value extends string>(values: readonly Value[], value: string) => values.find((one) => one === value);
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label="Kind"
          value={choice.kind}
          data={DEVICE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
          onChange={(event) => {
            const kind = chosen(DEVICE_KINDS, event.currentTarget.value);
            if (kind) onChoice({ kind, ...USUAL[kind] });
          }}
        />
        <NativeSelect
          label="Expected to send"
          value={choice.cadence}
          data={DEVICE_CADENCES.map((value) => ({ value, label: CADENCE_WORDS[value] }))}
          onChange={(event) => {
            const cadence = chosen(DEVICE_CADENCES, event.currentTarget.value);
            if (cadence) onChoice({ ...choice, cadence });
          }}
        />
      </div>
      <Checkbox
        label="Shared by many patients"
        description="Each recording then has to say whose it is; assignments are ignored."
        checked={choice.shared}
        onChange={(event) => onChoice({ ...choice, shared: event.currentTarget.checked })}
      />
    </>
  );
}

function TextFields({ device, error }: { device: Device | null; error: ApiError | null }) {
  const faultOf = (name: string) => error?.faults.find(({ pointer }) => pointer === `/${name}`)?.detail;
  return (
    <>
      {device === null && (
        <TextInput
          name="device_id"
          label="Device id"
          description="Exactly as its uploads will say."
          required
          maxLength={100}
          error={error?.code === 'device_known' ? error.message : faultOf('device_id')}
        />
      )}
      <div className={classes.pair}>
        {TEXT_FIELDS.map(([name, label]) => (
          <TextInput
            key={name}
            name={name}
            label={label}
            maxLength={100}
            defaultValue={device?.[name] ?? ''}
            error={faultOf(name)}
          />
        ))}
      </div>
      <TextInput
        name="time_zone"
        label="Time zone"
        description="For times that come without an offset; empty for the organisation’s."
        placeholder="Europe/Brussels"
        defaultValue={device?.time_zone ?? ''}
        error={faultOf('time_zone')}
      />
    </>
  );
}

interface DeviceFormProps {
  /** The device to change; null for a new one. */
  device: Device | null;
  opened: boolean;
  onClose: () => void;
  onSaved: (device: Device) => void;
}

function Form({ device, onClose, onSaved }: Omit<DeviceFormProps, 'opened'>) {
  const { busy, error, run } = useChange();
  const [choice, setChoice] = useState<Choice>(device ?? { kind: 'cpap', ...USUAL.cpap });
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { device_id, ...texts } = textsOf(event.currentTarget);
    const { kind, cadence, shared } = choice;
    const facts = { ...texts, kind, cadence, shared };
    const saved = await run(() =>
      device
        ? putJson<Device>(`/api/devices/${device.device_ref}`, { ...facts, revision: device.revision })
        : postJson<Device>('/api/devices', { ...facts, device_id }),
    );
    if (saved) onSaved(saved);
  };
  const besideFields = error && error.faults.length === 0 && error.code !== 'device_known';
  return (
    <form className={classes.form} method="post" onSubmit={(event) => void onSubmit(event)}>
      <KindFields choice={choice} onChoice={setChoice} />
      <TextFields device={device} error={error} />
      <FormError text={besideFields ? changeErrorText(error) : null} />
      <div className={classes.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={busy}>
          {device ? (device.verified ? 'Save' : 'Save as verified') : 'Register'}
        </Button>
      </div>
    </form>
  );
}

/** Registers a device or changes what is known of one. */
export function DeviceForm({ opened, onClose, ...form }: DeviceFormProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={form.device ? 'Edit device' : 'Register device'}
      radius="lg"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Form {...form} onClose={onClose} />
    </Modal>
  );
}
