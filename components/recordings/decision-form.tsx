'use client';

import { Button, Modal, Textarea } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, type useChange } from '@/components/devices/use-change';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import classes from './recordings.module.css';

/** The fewest characters a reason has, as the API asks for. */
const SHORTEST_REASON = 3;

/** Whether a reason says anything at all. */
export const isReason = (text: string): boolean => text.trim().length >= SHORTEST_REASON;

/** Why something is decided, for the audit trail. */
export function ReasonField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <Textarea
      label="Reason"
      description="For the audit trail; no names and no patient ids."
      required
      rows={2}
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface DecisionFormProps {
  /** What is decided on, as it is called when somebody else changed it; a record where nothing else is said. */
  what?: string;
  /** The word on the button; null while there is nothing to decide yet. */
  action: string | null;
  danger?: boolean;
  disabled?: boolean;
  change: ReturnType<typeof useChange>;
  onSubmit: () => void;
  /** Reads the record again after somebody else changed it; what was typed stays. */
  onReload: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

function Refusal({ what = 'record', change, onReload }: Pick<DecisionFormProps, 'what' | 'change' | 'onReload'>) {
  const { error } = change;
  if (error?.code !== 'stale_revision') return <FormError text={error && changeErrorText(error)} />;
  return (
    <div role="alert">
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        <div className={classes.stale}>
          <span>
            Somebody changed this {what} since you read it. Nothing was saved, and what you typed is kept. Read the{' '}
            {what} again, compare, and decide anew.
          </span>
          <Button onClick={() => void onReload().then(change.clear)}>Read it again</Button>
        </div>
      </Note>
    </div>
  );
}

/** The form of one decision on a record: its fields, what it was refused with, its buttons. */
export function DecisionForm(props: DecisionFormProps) {
  const { what, action, danger = false, disabled = false, change, onSubmit, onReload, onClose, children } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    // The method keeps an id out of the address should the browser ever send the form by itself.
    <form className={classes.form} method="post" onSubmit={submit}>
      {children}
      <Refusal what={what} change={change} onReload={onReload} />
      <div className={classes.actions}>
        <Button onClick={onClose}>Cancel</Button>
        {action !== null && (
          <Button
            type="submit"
            variant="filled"
            color={danger ? 'red.9' : undefined}
            loading={change.busy}
            disabled={disabled}
          >
            {action}
          </Button>
        )}
      </div>
    </form>
  );
}

interface DecisionDialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog around a decision. */
export function DecisionDialog({ opened, title, onClose, children }: DecisionDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} radius="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && children}
    </Modal>
  );
}
