'use client';

import { Button, Checkbox, CopyButton, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { type ReactNode, type Ref, useState } from 'react';
import classes from './shown-once.module.css';

interface SecretProps {
  label: string;
  /** What the button copies, as it is called where several stand. */
  copies?: string;
  value: string;
  copyButton?: Ref<HTMLButtonElement>;
}

/** A secret to be copied. */
export function Secret({ label, copies, value, copyButton }: SecretProps) {
  return (
    <div className={classes.row}>
      <TextInput
        size="xs"
        className={classes.value}
        aria-label={label}
        readOnly
        autoComplete="off"
        spellCheck={false}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            ref={copyButton}
            variant="filled"
            leftSection={<IconCopy size={16} stroke={1.5} aria-hidden="true" />}
            onClick={copy}
            aria-label={copies && `Copy the ${copies}`}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

interface ShownOnceProps {
  ref?: Ref<HTMLElement>;
  label: string;
  heading: ReactNode;
  /** What has to be ticked before the panel closes. */
  confirmation: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * Secrets that are shown this once. They live in the memory of this panel alone: not in the address, not in a cache, not in
 * the history; they go when the panel closes or the page is left.
 */
export function ShownOnce({ ref, label, heading, confirmation, onClose, children }: ShownOnceProps) {
  const [confirmed, setConfirmed] = useState(false);
  return (
    <section ref={ref} tabIndex={ref ? -1 : undefined} className={classes.panel} aria-label={label}>
      <div className={classes.head} role="status">
        {heading}
        <span>closes when you leave</span>
      </div>
      {children}
      <div className={classes.foot}>
        <Checkbox
          size="xs"
          label={confirmation}
          checked={confirmed}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
        <Button disabled={!confirmed} onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}
