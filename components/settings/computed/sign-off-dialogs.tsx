'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm } from '@/components/recordings/decision-form';

const sameName = (typed: string, name: string) => typed.trim().toLowerCase() === name.trim().toLowerCase();

interface FormProps {
  change: ReturnType<typeof useChange>;
  onSubmit: () => void;
  onReload: () => Promise<void>;
  onClose: () => void;
}

function SignOff({ userName, version, ...rest }: FormProps & { userName: string; version: string }) {
  const [typed, setTyped] = useState('');
  return (
    <DecisionForm what="setting" action="Sign off" disabled={!sameName(typed, userName)} {...rest}>
      <div>
        From then on everybody who opens an ECG here sees the values of version {version}, marked as computed. Your name
        and the time stand with the sign-off and in the audit trail. To sign off, type your name:{' '}
        <strong>{userName}</strong>.
      </div>
      <TextInput
        label="Your name"
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </DecisionForm>
  );
}

function TurnOff(rest: FormProps) {
  return (
    <DecisionForm what="setting" action="Turn off" danger {...rest}>
      <div>
        From then on no computed value is shown to anybody or sent to programs. Nothing is deleted: ECGs are still
        measured, and signing off again shows all of it. Values of devices and of readers stay as they are.
      </div>
    </DecisionForm>
  );
}

/** Which decision is being made. */
export type SignOffDecision = 'sign-off' | 'turn-off';

interface SignOffDialogsProps extends FormProps {
  decision: SignOffDecision | null;
  userName: string;
  /** The version of the program that runs. */
  version: string;
}

/** Sign-off by name, and taking it back. */
export function SignOffDialogs({ decision, userName, version, ...rest }: SignOffDialogsProps) {
  return (
    <>
      <DecisionDialog opened={decision === 'sign-off'} title="Sign off computed values" onClose={rest.onClose}>
        <SignOff userName={userName} version={version} {...rest} />
      </DecisionDialog>
      <DecisionDialog opened={decision === 'turn-off'} title="Turn computed values off" onClose={rest.onClose}>
        <TurnOff {...rest} />
      </DecisionDialog>
    </>
  );
}
