'use client';

import { useRef } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import { EcgCard } from '@/components/ecg/ecg-card';
import paper from '@/components/ecg/ecg-paper.module.css';
import { EcgToolbar } from '@/components/ecg/ecg-toolbar';
import { pagingOf, viewKeys } from '@/components/ecg/ecg-viewer';
import { useEcgTraces } from '@/components/ecg/use-ecg-traces';
import { useEcgView } from '@/components/ecg/use-ecg-view';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Recording } from '@/lib/recordings/contracts';

/** Width assumed until the card has been measured. */
const UNMEASURED_PX = 1000;

/** The trace of a held ECG on the paper of the viewer, as sent. Its PDF stays closed: it may name somebody. */
export function HeldTrace({ recording }: { recording: Recording }) {
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const availablePx = width ?? UNMEASURED_PX;
  const view = useEcgView(recording, availablePx, false);
  const traces = useEcgTraces(recording, view.time, availablePx);
  useShortcuts(viewKeys(view));
  return (
    <>
      <EcgToolbar view={view} paging={pagingOf(view, recording.duration_ms)} pdf={null} />
      <div ref={measured}>
        {width === null ? (
          <div className={paper.unmeasured} />
        ) : (
          <EcgCard recording={recording} view={view} window={traces} availablePx={width} />
        )}
      </div>
    </>
  );
}
