'use client';

import { useRef } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import { EcgCard } from '@/components/ecg/ecg-card';
import paper from '@/components/ecg/paper/ecg-paper.module.css';
import { EcgToolbar } from '@/components/ecg/toolbar/ecg-toolbar';
import { useEcgBench } from '@/components/ecg/use-ecg-bench';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Recording } from '@/lib/recordings/contracts';

/** Width assumed until the card has been measured. */
const UNMEASURED_PX = 1000;

/** The trace of a held ECG on the paper of the viewer, as sent. Its PDF stays closed: it may name somebody. */
export function HeldTrace({ recording }: { recording: Recording }) {
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const bench = useEcgBench(recording, width ?? UNMEASURED_PX, false);
  useShortcuts(bench.keys);
  return (
    <>
      <EcgToolbar bench={bench} pdf={null} compareAt={null} />
      <div ref={measured}>
        {width === null ? (
          <div className={paper.unmeasured} />
        ) : (
          <EcgCard recording={recording} bench={bench} availablePx={width} />
        )}
      </div>
    </>
  );
}
