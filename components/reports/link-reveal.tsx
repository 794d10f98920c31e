import { Button, Checkbox, CopyButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import keys from '@/components/devices/keys/keys.module.css';
import type { IssuedLink } from '@/lib/reports/link-contracts';

function Secret({ label, value }: { label: string; value: string }) {
  return (
    <div className={keys.revealRow}>
      <TextInput
        size="xs"
        className={keys.key}
        aria-label={label}
        readOnly
        autoComplete="off"
        spellCheck={false}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="filled" onClick={copy} aria-label={`Copy the ${label.toLowerCase()}`}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

/**
 * A new link and its code, shown this once. Both live in the memory of this panel alone: not in the address, not in a cache,
 * not in the history.
 */
export function LinkReveal({ issued, onClose }: { issued: IssuedLink; onClose: () => void }) {
  const [passed, setPassed] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <section ref={panel} tabIndex={-1} className={keys.reveal} aria-label="New link, shown once">
      <div className={keys.revealHead} role="status">
        Link for {issued.recipient}, shown once
        <span>closes when you leave</span>
      </div>
      <Secret label="Link" value={`${window.location.origin}${issued.address}`} />
      <Secret label="Code" value={issued.code} />
      <div>
        Send the link one way and the code another: by telephone, for instance. Whoever has both can read the report.
      </div>
      <div className={keys.revealFoot}>
        <Checkbox
          size="xs"
          label="I have noted both. They cannot be shown again."
          checked={passed}
          onChange={(event) => setPassed(event.currentTarget.checked)}
        />
        <Button disabled={!passed} onClick={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}
