'use client';

import { Button } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { formatCount, formatDuration } from '@/lib/client/format-value';
import { beatFacts } from '@/lib/measure/domain/beat-list/beat-facts';
import type { BeatList, BeatSource } from '@/lib/measure/domain/beat-list/beat-list';
import type { Episode } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import { hasBeats } from '../beats-path';
import { unjudgedReasons, unjudgedText } from '../unjudged-text';
import type { KnownBeats, LongRecording } from '../use-long-recording';
import {
  DOTS_UP_TO_MS,
  markedNoise,
  overviewHeight,
  RATE_HEIGHT_PX,
  ROW_HEIGHT_PX,
  type TickRow,
  tickRows,
} from './draw-overview';
import classes from './overview.module.css';
import { OverviewCanvas } from './overview-canvas';
import { rowOf } from './rate-density';
import { type RateRange, rateRange } from './rate-range';
import { SpanTable } from './span-table';
import { WindowFrame } from './window-frame';

/** Whose the beats are, for a line of text. */
function sourceText(source: BeatSource): string {
  if (source.kind === 'file') return `Beats: as labelled in the file (${source.track})`;
  return `Beats: computed in ${source.leads.join(', ')}, ${source.algorithm} ${source.version}; not classified`;
}

const rowsOf = ({ list, fibrillation }: KnownBeats) => tickRows(list, fibrillation?.episodes ?? []);

/** What stretches that are hatched crosswise are, and whose word that is; null where there is none. */
function meshText({ list, unjudged }: KnownBeats): string | null {
  const parts = [
    ...(unjudged && unjudged.total_ms > 0 ? [`not judged, computed: ${unjudgedReasons(unjudged)}`] : []),
    ...(markedNoise(list).length > 0 ? ['noise as marked in the file'] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : null;
}

function sentenceOf({ list, facts, unjudged }: KnownBeats, rows: readonly TickRow[]): string {
  const rate = (bpm: number | undefined) => (bpm === undefined ? 'unknown' : `${Math.round(bpm)} bpm`);
  const parts = [
    `Heart rate of ${formatCount(facts.beats)} beats in ${formatDuration(list.duration_ms)}`,
    `from ${rate(facts.slowest?.bpm)} to ${rate(facts.fastest?.bpm)}, mean ${rate(facts.mean_bpm ?? undefined)}`,
    ...rows.map((row) => `${formatCount(row.spans.length)} ${row.what}`),
    ...(list.gaps.length > 0 ? [`${formatDuration(list.missing_ms)} without a recording`] : []),
    ...(unjudged && unjudged.total_ms > 0 ? [`not judged ${unjudgedText(unjudged)}`] : []),
  ];
  return `${parts.join('; ')}. The table shows the same by time.`;
}

function Legend({ beats, rows }: { beats: KnownBeats; rows: readonly TickRow[] }) {
  const { list } = beats;
  const mesh = meshText(beats);
  return (
    <span className={classes.legend}>
      <span>
        <i style={{ background: 'var(--nb-c-heart)' }} />
        {list.duration_ms <= DOTS_UP_TO_MS ? 'each dot one RR' : 'darker where more RR fall'}
      </span>
      {rows.map(({ id, name, color }) => (
        <span key={id}>
          <i style={{ background: `var(--nb-${color})` }} />
          {name}
        </span>
      ))}
      {list.gaps.length > 0 && (
        <span>
          <i className={classes.hatch} />
          nothing recorded
        </span>
      )}
      {mesh && (
        <span>
          <i className={classes.mesh} />
          {mesh}
        </span>
      )}
    </span>
  );
}

function Labels({ range, rows }: { range: RateRange; rows: readonly TickRow[] }) {
  return (
    <div className={classes.labels} aria-hidden="true">
      <strong>Heart rate</strong>
      <small>bpm</small>
      {range.ticks.map((tick) => (
        <span
          key={tick}
          className={classes.bpm}
          style={{ top: Math.min(RATE_HEIGHT_PX - 7, Math.max(8, rowOf(tick, range, RATE_HEIGHT_PX))) }}
        >
          {tick}
        </span>
      ))}
      {rows.map(({ id, name }, index) => (
        <span key={id} className={classes.rowName} style={{ top: RATE_HEIGHT_PX + index * ROW_HEIGHT_PX + 2 }}>
          {name}
        </span>
      ))}
    </div>
  );
}

/** Always the same, so that nothing is drawn again. */
const NONE: readonly Episode[] = [];

/** Stands in where no beats are kept, so that the window can be moved all the same. */
function withoutBeats(duration_ms: number): KnownBeats {
  const list: BeatList = {
    ...{ source: { kind: 'file', track: '' }, duration_ms, analysed_ms: null, gaps: [], missing_ms: 0, marks: [] },
    times_ms: new Uint32Array(),
    flags: new Uint8Array(),
  };
  return { list, facts: beatFacts(list), places: new Map(), fibrillation: null, unjudged: null };
}

function Plot({ long, beats }: { long: LongRecording; beats: KnownBeats }) {
  const plot = useRef<HTMLDivElement>(null);
  const width = useElementWidth(plot);
  const { list } = beats;
  const range = useMemo(() => rateRange(list), [list]);
  const rows = useMemo(() => rowsOf(beats), [beats]);
  const sentence = useMemo(() => sentenceOf(beats, rows), [beats, rows]);
  return (
    <div className={classes.body}>
      <Labels range={range} rows={rows} />
      <div className={classes.plot} ref={plot}>
        {width !== null && (
          <>
            <OverviewCanvas
              {...{ list, range, rows, width, sentence }}
              unjudged={beats.unjudged?.spans ?? NONE}
              clock={long.clock}
            />
            <WindowFrame
              durationMs={list.duration_ms}
              fromMs={long.window.fromMs}
              toMs={long.window.toMs}
              width={width}
              height={overviewHeight(rows)}
              clock={long.clock}
              onGo={long.goTo}
            />
          </>
        )}
      </div>
    </div>
  );
}

/** The whole of a long recording: every RR as a heart rate, what was marked, and the window on the paper. */
export function RecordingOverview({ long }: { long: LongRecording }) {
  const { beats, fetched, recording } = long;
  const [asTable, setAsTable] = useState(false);
  const empty = useMemo(() => withoutBeats(recording.duration_ms), [recording.duration_ms]);
  const rows = useMemo(() => (beats ? rowsOf(beats) : []), [beats]);
  return (
    <section
      className={card.card}
      aria-label="Overview of the recording"
      data-testid="overview"
      data-state={beats ? 'ready' : 'waiting'}
    >
      <header className={card.header}>
        <h2 className={classes.title}>Overview</h2>
        {beats && <Legend beats={beats} rows={rows} />}
        <span className={classes.source}>
          {beats ? sourceText(beats.list.source) : hasBeats(recording) ? '' : 'No beats are kept of this recording'}
        </span>
        {beats && (
          <Button
            h={26}
            aria-pressed={asTable}
            variant={asTable ? 'light' : 'default'}
            onClick={() => setAsTable(!asTable)}
          >
            Table
          </Button>
        )}
      </header>
      {fetched.error && (
        <ApiErrorPanel title="The beats could not load" error={fetched.error} onRetry={fetched.retry} />
      )}
      {fetched.loading && !beats ? (
        <div className={classes.waiting} role="status">
          <span>Loading the beats…</span>
        </div>
      ) : (
        <Plot long={long} beats={beats ?? empty} />
      )}
      {beats && asTable && (
        <SpanTable list={beats.list} unjudged={beats.unjudged} clock={long.clock} onGo={long.goTo} />
      )}
    </section>
  );
}
