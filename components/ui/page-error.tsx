'use client';

import { ErrorPanel } from './state-panel';

function referenceOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('digest' in error)) return null;
  return typeof error.digest === 'string' ? error.digest : null;
}

/** What a page shows that failed on the server or while it was drawn; the reference finds the line in our log. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <ErrorPanel
      wholePage
      title="This page could not load"
      text="Nothing is lost. Something failed on our side."
      reference={referenceOf(error)}
      onRetry={retry}
    />
  );
}
