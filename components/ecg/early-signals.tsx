'use client';

import { useServerInsertedHTML } from 'next/navigation';
import { useState } from 'react';
import { earlyAddress, earlyScript } from '@/lib/client/early-answers';

interface EarlySignalsProps {
  /** Addresses the page is going to ask for as soon as it runs. */
  paths: readonly string[];
  /** Of the page's content security policy. */
  nonce: string;
}

/**
 * Asks for the signals while the page's scripts are still on their way, so that both arrive side by side, and draws the
 * trace as soon as it is there. Only in the document as the server sends it: a page come to from another within the portal
 * has its scripts already.
 */
export function EarlySignals({ paths, nonce }: EarlySignalsProps) {
  const [written] = useState({ once: false });
  useServerInsertedHTML(() => {
    // asked at every flush of the document
    if (written.once || paths.length === 0) return null;
    written.once = true;
    return (
      <>
        {/* the browser asks for these as soon as it sees them; the script would wait for the style sheets before it */}
        {paths.map((path) => (
          <link key={path} rel="preload" as="fetch" crossOrigin="anonymous" href={earlyAddress(path)} />
        ))}
        <script nonce={nonce}>{earlyScript(paths)}</script>
        {/* before the page's own scripts, which are many */}
        <script nonce={nonce} src="/built/first-trace.js" async fetchPriority="high" />
      </>
    );
  });
  return null;
}
