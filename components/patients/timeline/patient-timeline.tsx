'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import type { TokenName } from '@/components/ui/tokens';
import { formatPlainDate, formatTime } from '@/lib/client/format-time';
import { type AtCursor, dateOfDay, placeTimeline, readAt, type TimelineModel } from '@/lib/patients/domain/timeline';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { AHI_PARTS, drawAhiLane, drawEcgLane, drawLeakLane, drawSettingsLane, drawUsageLane } from './draw-lanes';
import type { LaneFrame, View } from './lane-frame';
import classes from './patient-timeline.module.css';
import { PlotOverlay } from './plot-overlay';
import { TimelineAxis } from './timeline-axis';
import { TimelineLane } from './timeline-lane';
import { TimelineTable } from './timeline-table';
import { cursorSentence, type LaneId, laneLabels, laneSentences, readoutsAt } from './timeline-text';
import { RANGES, type TimelineView, useTimelineView } from './use-timeline-view';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

interface LanePlan {
  id: LaneId;
  /** Beside other cards, and where the timeline is what the page is about. */
  height: number;
  tall: number;
  swatch: TokenName | null;
  draw: (frame: LaneFrame, model: TimelineModel) => void;
  legend?: { letters: string; token: TokenName }[];
}

const LANES: LanePlan[] = [
  { id: 'ecg', height: 96, tall: 96, swatch: 'c-heart', draw: drawEcgLane },
  { id: 'usage', height: 66, tall: 112, swatch: 'c-ipap', draw: drawUsageLane },
  {
    id: 'ahi',
    height: 66,
    tall: 104,
    swatch: null,
    draw: drawAhiLane,
    legend: AHI_PARTS.filter(({ letters }) => letters !== 'MA').map(({ letters, token }) => ({ letters, token })),
  },
  { id: 'leak', height: 60, tall: 76, swatch: 'c-leak', draw: drawLeakLane },
  { id: 'settings', height: 68, tall: 124, swatch: 'c-ipap', draw: drawSettingsLane },
];

/** What each lane draws with; the same functions as long as the data are the same. */
function useLaneDrawings(model: TimelineModel, tall: boolean) {
  return useMemo(
    () =>
      LANES.map((lane) => ({
        ...lane,
        height: tall ? lane.tall : lane.height,
        draw: (frame: LaneFrame) => lane.draw(frame, model),
      })),
    [model, tall],
  );
}

/** What stands under the cursor, as links: the way in for fingers and for those who do not see the lanes. */
function CursorLinks({ at, timeZone }: { at: AtCursor; timeZone: string }) {
  return (
    <div className={classes.links}>
      <span>Night of {formatPlainDate(dateOfDay(at.day))}:</span>
      {at.ecgs.map((ecg) => (
        <Link key={ecg.id} href={`/ecg/${ecg.id}`} prefetch={false}>
          Open ECG {formatTime(ecg.recording_date, timeZone)}
        </Link>
      ))}
      {at.night && (
        <Link href={`/therapy/${at.night.id}`} prefetch={false}>
          Open night
        </Link>
      )}
      {!at.night && at.ecgs.length === 0 && <span>{at.missing ? 'no data' : 'nothing recorded'}</span>}
    </div>
  );
}

interface LanesProps {
  model: TimelineModel;
  timeline: TimelineView;
  timeZone: string;
  tall: boolean;
}

function Lanes({ model, timeline, timeZone, tall }: LanesProps) {
  const router = useRouter();
  const overlay = useRef<HTMLDivElement>(null);
  const width = useElementWidth(overlay) ?? 0;
  const at = readAt(model, timeline.cursor);
  const readouts = readoutsAt(model, at);
  const labels = useMemo(() => laneLabels(model), [model]);
  const { view } = timeline;
  const sentences = useMemo(() => laneSentences(model, view.from, view.to), [model, view]);
  const lanes = useLaneDrawings(model, tall);
  return (
    <>
      <div className={classes.lanes}>
        <div className={`${classes.lane} ${classes.head}`}>
          <div className={classes.label}>{dateOfDay(view.to).slice(0, 4)}</div>
          <TimelineAxis view={view} width={width} />
          <div className={classes.value}>at {formatPlainDate(dateOfDay(timeline.cursor))}</div>
        </div>
        {lanes.map((lane) => (
          <TimelineLane
            key={lane.id}
            {...lane}
            {...labels[lane.id]}
            width={width}
            view={view}
            sentence={sentences[lane.id]}
            readout={readouts[lane.id]}
          />
        ))}
        <div ref={overlay} className={classes.overlayPlace}>
          <PlotOverlay model={model} timeline={timeline} at={at} width={width} open={(href) => router.push(href)} />
        </div>
      </div>
      <p className={classes.phoneReadout} aria-hidden="true">
        {cursorSentence(model, at)}
      </p>
      <CursorLinks at={at} timeZone={timeZone} />
    </>
  );
}

interface PatientTimelineProps {
  timeline: Timeline;
  now: string;
  timeZone: string;
  /** Days that are shown, chosen elsewhere; there is no choice of range here then, and the lanes are taller. */
  shown?: View;
}

/** ECGs and nights of a patient on one axis, with one cursor through all lanes, or the same values as a table. */
export function PatientTimeline({ timeline: data, now, timeZone, shown }: PatientTimelineProps) {
  const model = useMemo(() => placeTimeline(data.ecgs, data.nights, now, timeZone), [data, now, timeZone]);
  const timeline = useTimelineView(model, shown);
  const [asTable, setAsTable] = useState(false);
  const empty = model.nights.length === 0 && model.ecgs.length === 0;
  return (
    <section className={card.card} aria-label="Timeline">
      <header className={card.header}>
        <h2 className={card.title}>Timeline</h2>
        {!empty && (
          <>
            <Legend />
            {!shown && (
              <SegmentedControl
                size="xs"
                aria-label="Range"
                data={RANGES.map(({ id, label }) => ({ value: id, label }))}
                value={timeline.range ?? ''}
                onChange={(value) => timeline.choose(RANGES.find(({ id }) => id === value)?.id ?? '90')}
              />
            )}
            <Button aria-pressed={asTable} leftSection={<IconTable {...ICON} />} onClick={() => setAsTable(!asTable)}>
              As table
            </Button>
          </>
        )}
      </header>
      {empty ? (
        <StatePanel kind="first" title="Nothing recorded yet">
          ECGs and nights of this patient show here on one axis.
        </StatePanel>
      ) : asTable ? (
        <TimelineTable model={model} view={timeline.view} timeZone={timeZone} />
      ) : (
        <Lanes model={model} timeline={timeline} timeZone={timeZone} tall={shown !== undefined} />
      )}
      {data.truncated && <p className={classes.note}>Older records than these are not drawn.</p>}
    </section>
  );
}

function Legend() {
  return (
    <span className={classes.legendRow}>
      <span>
        <i className={classes.confirmed} /> confirmed
      </span>
      <span>
        <i className={classes.unconfirmed} /> unconfirmed
      </span>
      <span>
        <i className={classes.noData} /> no data
      </span>
    </span>
  );
}
