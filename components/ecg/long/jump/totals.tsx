'use client';

import { memo, type ReactNode } from 'react';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatCount, formatDecimal, formatDuration } from '@/lib/client/format-value';
import { isFibrillationMark } from '@/lib/measure/domain/beat-list/beat-list';
import { unjudgedText } from '../unjudged-text';
import type { KnownBeats } from '../use-long-recording';
import classes from './jump.module.css';

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const bpm = (value: number | null | undefined) => (value == null ? '–' : String(Math.round(value)));

/** How much of the recording beats were looked for in, as far as anybody says. */
function analysedText({ list }: KnownBeats): string {
  const whole = formatDuration(list.duration_ms);
  if (list.analysed_ms === null) return `not stated in the file, of ${whole}`;
  return `${formatDuration(list.analysed_ms)} of ${whole}`;
}

/** Fibrillation is said only where somebody labelled it; no label is no proof of absence. */
function fibrillationText({ list }: KnownBeats): string {
  const spans = list.marks.filter(isFibrillationMark);
  if (spans.length === 0) return 'no AF labelled; absence not established';
  const lengths = spans.map(({ from_ms, to_ms }) => (to_ms ?? from_ms) - from_ms);
  let longest = 0;
  for (const length of lengths) longest = Math.max(longest, length);
  return `${formatDuration(longest)}, of ${formatDuration(lengths.reduce((sum, length) => sum + length, 0))} labelled AF`;
}

/** What we suspect, and of how much that could be said. */
function suspectedText({ fibrillation }: KnownBeats): string | null {
  if (!fibrillation) return null;
  const { suspected_ms, longest_ms, judged_ms } = fibrillation;
  const judged = `${formatDuration(judged_ms)} judged`;
  if (suspected_ms === 0) return `in none of ${judged}; absence not established`;
  return `${formatDuration(longest_ms)}, of ${formatDuration(suspected_ms)} in ${judged}`;
}

function burden(count: number, beats: number): string {
  return beats === 0 ? '–' : `${formatDecimal((count / beats) * 100, count / beats < 0.01 ? 2 : 1)} %`;
}

/** What the beats of the whole recording come to, and whose they are. */
export const Totals = memo(function Totals({ beats }: { beats: KnownBeats }) {
  const { facts, list, places, unjudged } = beats;
  const { labels, labelled } = facts;
  const suspected = suspectedText(beats);
  return (
    <section className={card.card} aria-label="Totals">
      <header className={card.header}>
        <h2 className={card.title}>Totals</h2>
        <span className={table.dim}>{labelled ? 'computed of the file’s labels' : 'computed'}</span>
      </header>
      <dl className={classes.totals}>
        <Row name="Beats">{formatCount(facts.beats)}</Row>
        <Row name="HR min / mean / max, bpm">
          {bpm(facts.slowest?.bpm)} / {bpm(facts.mean_bpm)} / {bpm(facts.fastest?.bpm)}
        </Row>
        <Row name="VE burden">{labelled ? burden(labels.V, facts.beats) : 'beats not classified'}</Row>
        <Row name="SVE burden">{labelled ? burden(labels.S, facts.beats) : 'beats not classified'}</Row>
        <Row name="Runs of 3 VE or more">
          {labelled ? formatCount(places.get('run')?.length ?? 0) : 'beats not classified'}
        </Row>
        <Row name="RR over 2 s">{formatCount(places.get('pause')?.length ?? 0)}</Row>
        <Row name="AF, longest">{fibrillationText(beats)}</Row>
        {suspected && <Row name="AF suspected, longest">{suspected}</Row>}
        <Row name="Analysed">{analysedText(beats)}</Row>
        {unjudged && <Row name="Not judged, computed">{unjudgedText(unjudged)}</Row>}
        {list.missing_ms > 0 && <Row name="Nothing recorded">{formatDuration(list.missing_ms)}</Row>}
      </dl>
      {!labelled && (
        <p className={classes.note}>
          Beats were found by a program and read by nobody; noise may be taken for beats and beats may be missed. Look
          at the trace.
        </p>
      )}
    </section>
  );
});
