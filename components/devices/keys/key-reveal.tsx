'use client';

import { Button, Checkbox, CopyButton, TextInput } from '@mantine/core';
import { IconCopy, IconKey } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { IssuedApiKey } from '@/lib/devices/contracts';
import classes from './keys.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/**
 * A new key, shown this once. It lives in the memory of this panel alone: not in the address, not in a cache, not in
 * the history; it goes when the panel closes or the page is left.
 */
export function KeyReveal({ issued, onClose }: { issued: IssuedApiKey; onClose: () => void }) {
  const [stored, setStored] = useState(false);
  const copyButton = useRef<HTMLButtonElement>(null);
  useEffect(() => copyButton.current?.focus(), []);
  return (
    <section className={classes.reveal} aria-label="New key, shown once">
      <div className={classes.revealHead} role="status">
        <IconKey {...ICON} /> New key, shown once
        <span>closes when you leave</span>
      </div>
      <div className={classes.revealRow}>
        <TextInput
          size="xs"
          className={classes.key}
          aria-label="New API key"
          readOnly
          autoComplete="off"
          spellCheck={false}
          value={issued.key}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={issued.key}>
          {({ copied, copy }) => (
            <Button ref={copyButton} variant="filled" leftSection={<IconCopy {...ICON} />} onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <div className={classes.revealFoot}>
        <Checkbox
          size="xs"
          label="I have stored it. It cannot be shown again."
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Button disabled={!stored} onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}
