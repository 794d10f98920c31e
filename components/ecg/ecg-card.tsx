'use client';

import { Box } from '@mantine/core';
import { useMemo } from 'react';
import { pxPerMillivolt, pxPerSecond } from '@/components/charts/paper-scale';
import type { WindowState } from '@/components/charts/use-window';
import { ApiErrorPanel, Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { formatDecimal } from '@/lib/client/format-value';
import type { Recording } from '@/lib/recordings/contracts';
import { EcgPaper } from './ecg-paper';
import paper from './ecg-paper.module.css';
import classes from './ecg-viewer.module.css';
import { fitProblems, type LeadTrace } from './lead-trace';
import { bandwidthText, derivedLeadsText, ecgSentence } from './recording-text';
import type { EcgView } from './use-ecg-view';

interface EcgCardProps {
  recording: Recording;
  view: EcgView;
  window: WindowState<ReadonlyMap<string, LeadTrace>>;
  availablePx: number;
}

function ScaleLine({ recording, view }: { recording: Recording; view: EcgView }) {
  const derived = derivedLeadsText(recording);
  return (
    <div className={paper.scaleLine}>
      <span data-testid="scale-line">
        <span>{formatDecimal(view.speed, 1)} mm/s</span>
        <span>{view.gain} mm/mV</span>
        <span>{bandwidthText(recording.filters)}</span>
        <span>as recorded, no display filter</span>
        {view.layout.columns === 'simultaneous' && <span>columns simultaneous</span>}
      </span>
      {derived && <span>{derived}</span>}
    </div>
  );
}

/** Traces that do not fit are named: nothing on the paper may be taken for another lead's. */
function FitHint({ view, traces }: { view: EcgView; traces: ReadonlyMap<string, LeadTrace> }) {
  const problems = useMemo(() => fitProblems(view.placed, traces, view.gain), [view.placed, traces, view.gain]);
  const texts: string[] = [];
  if (problems.overlapping.length > 0)
    texts.push(`${problems.overlapping.map((pair) => pair.join(' and ')).join(', ')} overlap.`);
  if (problems.cutOff.length > 0)
    texts.push(`${problems.cutOff.join(', ')} ${problems.cutOff.length === 1 ? 'leaves' : 'leave'} the paper.`);
  if (texts.length === 0) return null;
  return (
    <div className={paper.hint}>
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        {texts.join(' ')} {view.gain > 5 ? 'Try a lower gain or another layout.' : 'Try another layout.'}
      </Note>
    </div>
  );
}

function PaperOverlay({ window }: { window: EcgCardProps['window'] }) {
  if (window.error) {
    return (
      <div className={paper.overlay}>
        <ApiErrorPanel title="The trace could not load" error={window.error} onRetry={window.retry} />
      </div>
    );
  }
  if (!window.loading || window.data) return null;
  return (
    <div className={paper.overlay} role="status">
      <span className={paper.loading}>Loading the leads…</span>
    </div>
  );
}

function PixelScale({ view }: { view: EcgView }) {
  const scale = { pxPerMm: view.pxPerMm, speedMmPerS: view.speed, gainMmPerMv: view.gain };
  return (
    <div className={classes.foot}>
      <span>
        1 s = {formatDecimal(pxPerSecond(scale), 1)} px · 1 mV = {formatDecimal(pxPerMillivolt(scale), 1)} px (
        {view.pxPerMm.toFixed(2)} px/mm)
      </span>
      <span className={classes.keys}>
        <span>
          <kbd>s</kbd>speed
        </span>
        <span>
          <kbd>+</kbd>
          <kbd>−</kbd>gain
        </span>
        {view.layouts.length > 1 && (
          <span>
            <kbd>l</kbd>layout
          </span>
        )}
      </span>
    </div>
  );
}

/** The paper with its scale line, what it lacks while loading or failed, and what does not fit on it. */
export function EcgCard({ recording, view, window, availablePx }: EcgCardProps) {
  return (
    <>
      <div className={paper.frame}>
        {/* On narrow screens the strip is wider than the card and scrolls; it is reachable by keyboard. */}
        <Box component="section" className={paper.scroll} aria-label="ECG paper" tabIndex={0}>
          <EcgPaper
            placed={view.placed}
            traces={window.data}
            pxPerMm={view.pxPerMm}
            availablePx={availablePx}
            speedMmPerS={view.speed}
            gainMmPerMv={view.gain}
            sentence={ecgSentence(recording)}
          />
        </Box>
        <ScaleLine recording={recording} view={view} />
        <PaperOverlay window={window} />
      </div>
      {window.data && <FitHint view={view} traces={window.data} />}
      <PixelScale view={view} />
    </>
  );
}
