'use client';

import { type ReactNode, useState } from 'react';
import { useHydrated } from '@/components/ui/use-hydrated';
import type { Recording } from '@/lib/recordings/contracts';
import paper from '../paper/ecg-paper.module.css';
import { firstSignalsPath } from '../paper/signals-path';
import type { FirstTrace } from './draw-first-trace';

interface FirstPaperProps {
  recording: Recording;
  /** Whether the viewer's own paper stands under it, still without its trace. */
  over: boolean;
  /** The moment the ECG is opened at; null: its beginning. */
  openAtMs: number | null;
  /** The line of the scale under the paper. */
  scale: ReactNode;
}

function firstTraceOf(recording: Recording, path: string): FirstTrace {
  const channels = recording.channels.map(({ kind, unit, name }) => ({ kind, unit, name }));
  return { path, duration_ms: recording.duration_ms, channels };
}

/**
 * The trace before the page's scripts run, drawn by a script of its own, until the viewer has drawn the same. Where the
 * page was come to within the portal there is none, only its room.
 */
export function FirstPaper({ recording, over, openAtMs, scale }: FirstPaperProps) {
  const hydrated = useHydrated();
  const [ofServer] = useState(!hydrated);
  const path = firstSignalsPath(recording, openAtMs);
  if (!ofServer || path === null) return over ? null : <div className={paper.unmeasured} />;
  return (
    <div className={paper.first} data-over={over} aria-hidden={over}>
      <div className={paper.scroll}>
        {/* the script sizes and marks it */}
        <canvas data-first-trace={JSON.stringify(firstTraceOf(recording, path))} suppressHydrationWarning />
      </div>
      {!over && scale}
    </div>
  );
}
