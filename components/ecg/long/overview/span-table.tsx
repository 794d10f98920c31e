'use client';

import { Box } from '@mantine/core';
import { memo, useMemo } from 'react';
import table from '@/components/ui/data-table.module.css';
import { formatCount, formatDuration } from '@/lib/client/format-value';
import { type BeatFacts, beatFacts, PAUSE_MS } from '@/lib/measure/domain/beat-list/beat-facts';
import { type BeatList, beatAtOrAfter, intervalAt } from '@/lib/measure/domain/beat-list/beat-list';
import type { UnjudgedTime } from '@/lib/measure/domain/rhythm/unjudged-time';
import long from '../long.module.css';
import { msWithin } from '../ms-within';
import type { RecordingClock } from '../recording-clock';
import { unjudgedBetween } from '../unjudged-text';
import classes from './overview.module.css';

const HOUR_MS = 3_600_000;
const SHORT_SPAN_MS = 300_000;
const HOURLY_FROM_MS = 2 * HOUR_MS;

interface Span extends BeatFacts {
  from_ms: number;
  to_ms: number;
  pauses: number;
  missing_ms: number;
}

/** The recording in rows of an hour, or of five minutes where it is short. */
function spansOf(list: BeatList): Span[] {
  const length = list.duration_ms >= HOURLY_FROM_MS ? HOUR_MS : SHORT_SPAN_MS;
  return Array.from({ length: Math.ceil(list.duration_ms / length) }, (_, index) => {
    const from_ms = index * length;
    const to_ms = Math.min(list.duration_ms, from_ms + length);
    let pauses = 0;
    for (let k = beatAtOrAfter(list.times_ms, from_ms); (list.times_ms[k] ?? to_ms) < to_ms; k++)
      if ((intervalAt(list, k) ?? 0) > PAUSE_MS) pauses += 1;
    const missing_ms = msWithin(list.gaps, from_ms, to_ms);
    return { ...beatFacts(list, from_ms, to_ms), from_ms, to_ms, pauses, missing_ms };
  });
}

const bpm = (value: number | null | undefined) => (value == null ? '–' : String(Math.round(value)));

interface RowProps {
  span: Span;
  unjudged: UnjudgedTime | null;
  clock: RecordingClock;
  onGo: (ms: number) => void;
}

function Row({ span, unjudged, clock, onGo }: RowProps) {
  return (
    <tr>
      <td>
        <button type="button" className={long.time} onClick={() => onGo(span.from_ms)}>
          {clock.text(span.from_ms)}
        </button>
      </td>
      <td className={table.number}>{formatCount(span.beats)}</td>
      <td className={table.number}>{bpm(span.slowest?.bpm)}</td>
      <td className={table.number}>{bpm(span.mean_bpm)}</td>
      <td className={table.number}>{bpm(span.fastest?.bpm)}</td>
      {span.labelled && <td className={table.number}>{formatCount(span.labels.V)}</td>}
      {span.labelled && <td className={table.number}>{formatCount(span.labels.S)}</td>}
      <td className={table.number}>{formatCount(span.pauses)}</td>
      <td className={table.number}>{span.missing_ms === 0 ? 'none' : formatDuration(span.missing_ms)}</td>
      {unjudged && <td className={table.number}>{unjudgedBetween(unjudged, span.from_ms, span.to_ms)}</td>}
    </tr>
  );
}

function Head({ labelled, judged }: { labelled: boolean; judged: boolean }) {
  return (
    <thead>
      <tr>
        <th scope="col">From</th>
        <th scope="col" className={table.number}>
          Beats
        </th>
        <th scope="col" className={table.number}>
          HR min
        </th>
        <th scope="col" className={table.number}>
          mean
        </th>
        <th scope="col" className={table.number}>
          max, bpm
        </th>
        {labelled && (
          <th scope="col" className={table.number}>
            VE
          </th>
        )}
        {labelled && (
          <th scope="col" className={table.number}>
            SVE
          </th>
        )}
        <th scope="col" className={table.number}>
          RR over 2 s
        </th>
        <th scope="col" className={table.number}>
          Missing
        </th>
        {judged && (
          <th scope="col" className={table.number}>
            Not judged
          </th>
        )}
      </tr>
    </thead>
  );
}

interface SpanTableProps {
  list: BeatList;
  /** Null where nothing says what was judged. */
  unjudged: UnjudgedTime | null;
  clock: RecordingClock;
  onGo: (fromMs: number) => void;
}

/** The overview as a table; a row's time opens it on the paper. */
export const SpanTable = memo(function SpanTable({ list, unjudged, clock, onGo }: SpanTableProps) {
  const spans = useMemo(() => spansOf(list), [list]);
  const labelled = list.source.kind === 'file';
  return (
    <Box component="section" className={classes.spans} aria-label="Overview as a table" tabIndex={0}>
      <table className={table.table}>
        <Head labelled={labelled} judged={unjudged !== null} />
        <tbody>
          {spans.map((span) => (
            <Row key={span.from_ms} span={span} unjudged={unjudged} clock={clock} onGo={onGo} />
          ))}
        </tbody>
      </table>
    </Box>
  );
});
