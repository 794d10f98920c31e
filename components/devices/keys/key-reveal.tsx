'use client';

import { IconKey } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Secret, ShownOnce } from '@/components/ui/shown-once';
import type { IssuedApiKey } from '@/lib/devices/contracts';

/** A new key, shown this once. */
export function KeyReveal({ issued, onClose }: { issued: IssuedApiKey; onClose: () => void }) {
  const copyButton = useRef<HTMLButtonElement>(null);
  useEffect(() => copyButton.current?.focus(), []);
  const heading = (
    <>
      <IconKey size={16} stroke={1.5} aria-hidden="true" /> New key, shown once
    </>
  );
  return (
    <ShownOnce
      label="New key, shown once"
      heading={heading}
      confirmation="I have stored it. It cannot be shown again."
      onClose={onClose}
    >
      <Secret label="New API key" value={issued.key} copyButton={copyButton} />
    </ShownOnce>
  );
}
