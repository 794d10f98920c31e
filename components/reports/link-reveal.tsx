import { useEffect, useRef } from 'react';
import { Secret, ShownOnce } from '@/components/ui/shown-once';
import type { IssuedLink } from '@/lib/reports/link-contracts';

/** A new link and its code, shown this once. */
export function LinkReveal({ issued, onClose }: { issued: IssuedLink; onClose: () => void }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <ShownOnce
      ref={panel}
      label="New link, shown once"
      heading={`Link for ${issued.recipient}, shown once`}
      confirmation="I have noted both. They cannot be shown again."
      onClose={onClose}
    >
      <Secret label="Link" copies="link" value={`${window.location.origin}${issued.address}`} />
      <Secret label="Code" copies="code" value={issued.code} />
      <div>
        Send the link one way and the code another: by telephone, for instance. Whoever has both can read the report.
      </div>
    </ShownOnce>
  );
}
