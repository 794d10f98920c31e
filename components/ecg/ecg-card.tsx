'use client';

import { Box } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { ApiErrorPanel, Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { bandwidthText } from '@/lib/client/bandwidth-text';
import { formatDecimal } from '@/lib/client/format-value';
import { fitProblems, type LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { pxPerMillivolt, pxPerSecond } from '@/lib/ecg/domain/paper/paper-scale';
import type { Recording } from '@/lib/recordings/contracts';
import { isFiltering } from '@/lib/signals/filter/display-filter';
import { CaliperList } from './calipers/caliper-list';
import { CaliperOverlay } from './calipers/caliper-overlay';
import classes from './ecg-viewer.module.css';
import { filterText } from './filter-text';
import { EcgPaper } from './paper/ecg-paper';
import paper from './paper/ecg-paper.module.css';
import type { EcgView } from './paper/use-ecg-view';
import { derivedLeadsText, ecgSentence } from './recording-text';
import type { EcgBench } from './use-ecg-bench';

interface EcgCardProps {
  recording: Recording;
  bench: EcgBench;
  availablePx: number;
  /** What stands over the paper and scrolls with it. */
  above?: ReactNode;
  /** What lies on the paper, under the calipers. */
  onPaper?: ReactNode;
  /** What stands under the calipers' values. */
  below?: ReactNode;
}

/** The gain, or both where limb and chest leads have their own. */
export function gainText({ gains, hasChestLeads }: Pick<EcgView, 'gains' | 'hasChestLeads'>): string {
  if (!hasChestLeads || gains.limb === gains.chest) return `${gains.limb} mm/mV`;
  return `limb ${gains.limb} mm/mV, chest ${gains.chest} mm/mV`;
}

/** Speed, gain, bandwidth and filter of what is on the paper. */
export function ScaleLine({ recording, bench }: Pick<EcgCardProps, 'recording' | 'bench'>) {
  const { view, window, display } = bench;
  const derived = derivedLeadsText(recording);
  const shown = filterText(display.filter, window.data);
  return (
    <div className={paper.scaleLine}>
      <span data-testid="scale-line">
        <span>{formatDecimal(view.speed, 1)} mm/s</span>
        <span>{gainText(view)}</span>
        <span>{bandwidthText(recording.filters)}</span>
        <span className={shown.isCaution ? paper.caution : undefined}>{shown.text}</span>
        {view.block === 'median' && (
          <span className={paper.caution}>median beats by the device, not the recording</span>
        )}
        {view.cabrera?.on && <span>Cabrera order</span>}
        {view.layout.columns === 'simultaneous' && <span>columns simultaneous</span>}
      </span>
      {derived && <span>{derived}</span>}
    </div>
  );
}

/** Traces that do not fit are named: nothing on the paper may be taken for another lead's. */
export function FitHint({
  view,
  traces,
}: {
  view: Pick<EcgView, 'placed' | 'gains'>;
  traces: ReadonlyMap<string, LeadTrace>;
}) {
  const problems = useMemo(() => fitProblems(view.placed, traces), [view.placed, traces]);
  const texts: string[] = [];
  if (problems.overlapping.length > 0)
    texts.push(`${problems.overlapping.map((pair) => pair.join(' and ')).join(', ')} overlap.`);
  if (problems.cutOff.length > 0)
    texts.push(`${problems.cutOff.join(', ')} ${problems.cutOff.length === 1 ? 'leaves' : 'leave'} the paper.`);
  if (texts.length === 0) return null;
  return (
    <div className={paper.hint}>
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        {texts.join(' ')} {view.gains.limb > 2.5 ? 'Try a lower gain or another layout.' : 'Try another layout.'}
      </Note>
    </div>
  );
}

/** Why there is no trace on the paper: it is on its way, or could not load. */
export function PaperOverlay({ window }: { window: EcgBench['window'] }) {
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
  const scale = { pxPerMm: view.pxPerMm, speedMmPerS: view.speed, gainMmPerMv: view.gains.limb };
  return (
    <div className={classes.foot}>
      <span>
        1 s = {formatDecimal(pxPerSecond(scale), 1)} px · 1 mV{view.gains.limb === view.gains.chest ? '' : ' (limb)'} ={' '}
        {formatDecimal(pxPerMillivolt(scale), 1)} px ({view.pxPerMm.toFixed(2)} px/mm)
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
        <span>
          <kbd>,</kbd>
          <kbd>.</kbd>zoom
        </span>
        <span>
          <kbd>t</kbd>
          <kbd>v</kbd>
          <kbd>m</kbd>calipers
        </span>
      </span>
    </div>
  );
}

/** In place of the paper: millimetres of a number without a unit would be a voltage that nobody stated. */
function NoScale() {
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      No trace is drawn: what was sent states no unit or scale of its samples, so their height in mV is unknown. They
      are kept as they were sent.
    </Note>
  );
}

/** The paper with its scale line, what it lacks while loading or failed, and what does not fit on it. */
export function EcgCard({ recording, bench, availablePx, above, onPaper, below }: EcgCardProps) {
  const { view, window, display, calipers } = bench;
  const { placed, pxPerMm, speed } = view;
  if (recording.channels.every(({ unit }) => unit !== 'uV')) return <NoScale />;
  return (
    <>
      <div className={paper.frame} data-grid={display.dark ? 'dark' : 'paper'}>
        {/* On narrow screens the strip is wider than the card and scrolls; it is reachable by keyboard. */}
        <Box component="section" className={paper.scroll} aria-label="ECG paper" tabIndex={0}>
          {above}
          <div className={paper.sheet}>
            <EcgPaper
              placed={placed}
              traces={window.data}
              pxPerMm={pxPerMm}
              availablePx={availablePx}
              speedMmPerS={speed}
              dark={display.dark}
              sentence={ecgSentence(recording)}
            />
            {onPaper}
            <CaliperOverlay
              calipers={calipers}
              placed={placed}
              traces={window.data}
              pxPerMm={pxPerMm}
              speedMmPerS={speed}
            />
          </div>
        </Box>
        <ScaleLine recording={recording} bench={bench} />
        <PaperOverlay window={window} />
      </div>
      {window.data && <FitHint view={view} traces={window.data} />}
      <CaliperList calipers={calipers} placed={placed} speedMmPerS={speed} filtered={isFiltering(display.filter)} />
      {below}
      <PixelScale view={view} />
    </>
  );
}
