'use client';

import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { postJson } from '@/lib/client/api';
import type { ApiKey, IssuedApiKey } from '@/lib/devices/contracts';
import type { Device } from '@/lib/devices/device-contracts';
import { deviceName } from '../device-text';
import form from '../devices.module.css';
import { changeErrorText, useChange } from '../use-change';
import { keyName } from './key-text';

const DAY_MS = 86_400_000;
const EXPIRIES = [
  { value: '365', label: 'in 1 year' },
  { value: '90', label: 'in 90 days' },
  { value: '', label: 'never' },
];
const OVERLAPS = [
  { value: '0', label: 'none: the old key ends at once' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
];
const SCOPE_CHOICES = [
  { value: 'ingest:ecg', label: 'Send ECGs (ingest:ecg)' },
  { value: 'ingest:therapy', label: 'Send therapy (ingest:therapy)' },
  { value: 'read', label: 'Read the device’s own recordings (read)' },
];

interface DialogProps {
  opened: boolean;
  title: string;
  returnFocus: boolean;
  onClose: () => void;
  children: ReactNode;
}

function Dialog({ children, ...modal }: DialogProps) {
  const { opened } = modal;
  return (
    <Modal {...modal} radius="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && children}
    </Modal>
  );
}

interface ActionFormProps {
  action: string;
  danger?: boolean;
  disabled?: boolean;
  change: ReturnType<typeof useChange>;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

function ActionForm({ action, danger, disabled, change, onSubmit, onClose, children }: ActionFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={form.form} method="post" onSubmit={submit}>
      {children}
      <FormError text={change.error && changeErrorText(change.error)} />
      <div className={form.formActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="filled"
          color={danger ? 'red.9' : undefined}
          loading={change.busy}
          disabled={disabled}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}

function ScopeChoice({ scopes, onScopes }: { scopes: string[]; onScopes: (scopes: string[]) => void }) {
  return (
    <Checkbox.Group label="May" value={scopes} onChange={onScopes}>
      {SCOPE_CHOICES.map(({ value, label }) => (
        <Checkbox key={value} value={value} label={label} mt={6} />
      ))}
    </Checkbox.Group>
  );
}

function IssueForm({
  device,
  onClose,
  onIssued,
}: {
  device: Device;
  onClose: () => void;
  onIssued: (key: IssuedApiKey) => void;
}) {
  const change = useChange();
  const therapy = device.kind === 'cpap' || device.kind === 'bipap';
  const [name, setName] = useState(deviceName(device));
  const [scopes, setScopes] = useState([therapy ? 'ingest:therapy' : 'ingest:ecg']);
  const [days, setDays] = useState('365');
  const issue = async () => {
    const expires_at = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const body = { name, scopes, device_id: device.device_id, expires_at };
    const issued = await change.run(() => postJson<IssuedApiKey>('/api/keys', body));
    if (issued) onIssued(issued);
  };
  return (
    <ActionForm
      action="Issue key"
      change={change}
      disabled={scopes.length === 0 || name.trim() === ''}
      onSubmit={() => void issue()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ScopeChoice scopes={scopes} onScopes={setScopes} />
      <NativeSelect
        label="Expires"
        data={EXPIRIES}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <div>The key acts for this device alone, and for no other recordings than its own.</div>
    </ActionForm>
  );
}

function RotateForm({
  apiKey,
  onClose,
  onIssued,
}: {
  apiKey: ApiKey;
  onClose: () => void;
  onIssued: (key: IssuedApiKey) => void;
}) {
  const change = useChange();
  const [hours, setHours] = useState('168');
  const rotate = async () => {
    const issued = await change.run(() =>
      postJson<IssuedApiKey>(`/api/keys/${apiKey.id}/rotate`, { overlap_hours: Number(hours) }),
    );
    if (issued) onIssued(issued);
  };
  return (
    <ActionForm action="Rotate" change={change} onSubmit={() => void rotate()} onClose={onClose}>
      <NativeSelect
        label={`${keyName(apiKey)} works on for`}
        description="Both keys work meanwhile, so that nothing is lost while the device is changed over."
        data={OVERLAPS}
        data-autofocus
        value={hours}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
    </ActionForm>
  );
}

function RevokeForm({
  apiKey,
  onClose,
  onRevoked,
}: {
  apiKey: ApiKey;
  onClose: () => void;
  onRevoked: (key: ApiKey) => void;
}) {
  const change = useChange();
  const [typed, setTyped] = useState('');
  const revoke = async () => {
    const revoked = await change.run(() => postJson<ApiKey>(`/api/keys/${apiKey.id}/revoke`, {}));
    if (revoked) onRevoked(revoked);
  };
  return (
    <ActionForm
      action="Revoke key"
      danger
      change={change}
      disabled={typed.trim() !== keyName(apiKey)}
      onSubmit={() => void revoke()}
      onClose={onClose}
    >
      <div>
        Whatever sends with this key is refused from its next request on. This cannot be undone. To confirm, type{' '}
        <strong>{keyName(apiKey)}</strong>.
      </div>
      <TextInput
        label="Prefix of the key"
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </ActionForm>
  );
}

/** Which dialog of the keys is open. */
export type KeyDialog = { kind: 'issue' } | { kind: 'rotate' | 'revoke'; key: ApiKey };

interface KeyDialogsProps {
  device: Device;
  dialog: KeyDialog | null;
  /** False while a new key is shown: the focus then goes to that and not back to the button. */
  returnFocus: boolean;
  onClose: () => void;
  onIssued: (key: IssuedApiKey) => void;
  onRevoked: () => void;
}

/** Issue, rotate and revoke. */
export function KeyDialogs({ device, dialog, returnFocus, onClose, onIssued, onRevoked }: KeyDialogsProps) {
  const of = (kind: 'rotate' | 'revoke') => (dialog?.kind === kind ? dialog.key : null);
  const [rotating, revoking] = [of('rotate'), of('revoke')];
  const common = { returnFocus, onClose };
  return (
    <>
      <Dialog opened={dialog?.kind === 'issue'} title="Issue key" {...common}>
        <IssueForm device={device} onClose={onClose} onIssued={onIssued} />
      </Dialog>
      <Dialog opened={rotating !== null} title="Rotate key" {...common}>
        {rotating && <RotateForm apiKey={rotating} onClose={onClose} onIssued={onIssued} />}
      </Dialog>
      <Dialog opened={revoking !== null} title="Revoke key" {...common}>
        {revoking && <RevokeForm apiKey={revoking} onClose={onClose} onRevoked={onRevoked} />}
      </Dialog>
    </>
  );
}
