'use client';

import { useMemo, useRef } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { formatDate } from '@/lib/client/format-time';
import { formatDecimal } from '@/lib/client/format-value';
import type { NoMedian, TraceMedian } from '@/lib/ecg/domain/comparison/median-of-traces';
import { type OverlaidBeats, overlayMedians, placeCells } from '@/lib/ecg/domain/comparison/overlay-cells';
import { EcgPaper } from '../paper/ecg-paper';
import paper from '../paper/ecg-paper.module.css';
import classes from './compare.module.css';
import type { CompareBench, ComparedSide } from './use-compare-bench';

const REASONS: Record<NoMedian, string> = {
  not_sampled: 'its leads have no samples that were taken together at this width',
  gaps: 'its leads have gaps throughout',
  too_few_beats: 'it has fewer than three beats of one shape here',
};

function madeOf(median: TraceMedian): string {
  const seconds = (ms: number) => formatDecimal(ms / 1000, 1);
  return `${median.used} of ${median.found} beats, ${seconds(median.from_ms)}–${seconds(median.to_ms)} s`;
}

function fitText({ fit, leads }: OverlaidBeats): string {
  if (!fit.fitted) return 'shapes too different to fit: laid by the largest deflection of each';
  return `laid by cross-correlation over ${leads.length} leads, QRS correlation ${fit.likeness.toFixed(3)}`;
}

function sentenceOf(overlaid: OverlaidBeats, dates: readonly [string, string]): string {
  const alike = overlaid.fit.likeness.toFixed(3);
  return `Median beats of ${dates[0]} in grey and ${dates[1]} in blue over each other, ${overlaid.leads.length} leads, QRS correlation ${alike}. Intervals and axes are in the table of changes.`;
}

interface DrawingProps {
  bench: CompareBench;
  overlaid: OverlaidBeats;
  widthPx: number;
  dark: boolean;
  dates: readonly [string, string];
}

function Drawing({ bench: { view }, overlaid, widthPx, dark, dates }: DrawingProps) {
  const { pxPerMm, speed, gains } = view;
  const placed = useMemo(
    () => placeCells(overlaid, widthPx / pxPerMm, speed, gains.limb),
    [overlaid, widthPx, pxPerMm, speed, gains.limb],
  );
  return (
    <EcgPaper
      placed={placed}
      traces={overlaid.earlier}
      over={overlaid.later}
      pxPerMm={pxPerMm}
      availablePx={widthPx}
      speedMmPerS={speed}
      dark={dark}
      sentence={sentenceOf(overlaid, dates)}
    />
  );
}

/** Why there is no overlay: a side without a median beat, or no lead in common. */
function NoOverlay({ earlier, later }: Pick<CompareBench, 'earlier' | 'later'>) {
  const why = ({ median }: ComparedSide) => (median && !median.ok ? REASONS[median.reason] : null);
  const [before, after] = [why(earlier), why(later)];
  const parts = [
    before && `Of the earlier ECG there is no median beat: ${before}.`,
    after && `Of the later ECG there is no median beat: ${after}.`,
  ].filter(Boolean);
  return (
    <div className={paper.hint}>
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        {parts.length > 0 ? parts.join(' ') : 'The two have no lead in common that can be laid over each other.'}
      </Note>
    </div>
  );
}

function Beats({ bench, dates, dark }: Omit<DrawingProps, 'overlaid' | 'widthPx'>) {
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const [before, after] = [bench.earlier.median, bench.later.median];
  const overlaid = useMemo(() => (before?.ok && after?.ok ? overlayMedians(before, after) : null), [before, after]);
  const waiting = before === null || after === null;
  return (
    <div ref={measured}>
      {waiting && (
        <p className={classes.waiting} role="status">
          {bench.earlier.window.error || bench.later.window.error
            ? 'Both traces are needed for this.'
            : 'Looking for the beats…'}
        </p>
      )}
      {!waiting && !overlaid && <NoOverlay earlier={bench.earlier} later={bench.later} />}
      {overlaid && width !== null && (
        <div className={paper.frame} data-grid={dark ? 'dark' : 'paper'}>
          <div className={paper.scroll}>
            <Drawing bench={bench} overlaid={overlaid} widthPx={width} dark={dark} dates={dates} />
          </div>
          <div className={paper.scaleLine}>
            <span>
              <span>{formatDecimal(bench.view.speed, 1)} mm/s</span>
              <span>{bench.view.gains.limb} mm/mV</span>
              <span className={paper.caution}>median beats, computed; not the recording</span>
            </span>
            <span>{fitText(overlaid)}</span>
          </div>
        </div>
      )}
    </div>
  );
}

/** The median beats of both over each other, one cell a lead: what changed of shape is seen before it is measured. */
export function MedianCard({ bench, timeZone, dark }: { bench: CompareBench; timeZone: string; dark: boolean }) {
  const { earlier, later } = bench;
  const dates = [
    formatDate(earlier.recording.recording_date, timeZone),
    formatDate(later.recording.recording_date, timeZone),
  ] as const;
  return (
    <section className={`${card.card} ${classes.medians}`} aria-label="Median beats">
      <header className={card.header}>
        <h2 className={card.title}>Median beats</h2>
        <span className={classes.legend} data-side="earlier">
          {dates[0]}
          {earlier.median?.ok && <span className={classes.reason}>{madeOf(earlier.median)}</span>}
        </span>
        <span className={classes.legend} data-side="later">
          {dates[1]}
          {later.median?.ok && <span className={classes.reason}>{madeOf(later.median)}</span>}
        </span>
      </header>
      <Beats bench={bench} dates={dates} dark={dark} />
    </section>
  );
}
