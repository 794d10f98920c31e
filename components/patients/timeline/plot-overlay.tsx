'use client';

import type { KeyboardEvent } from 'react';
import { formatPlainDate } from '@/lib/client/format-time';
import { type AtCursor, dateOfDay, nightAt, readAt, type TimelineModel } from '@/lib/patients/domain/timeline';
import { xOf } from './lane-frame';
import classes from './patient-timeline.module.css';
import { cursorSentence } from './timeline-text';
import { usePlotPointer } from './use-plot-pointer';
import type { TimelineView } from './use-timeline-view';

/** The page of what stands at the cursor: the newest ECG of that night, else the night. */
function hrefAt({ ecgs, night }: Pick<AtCursor, 'ecgs' | 'night'>): string | null {
  const ecg = ecgs.at(-1);
  if (ecg) return `/ecg/${ecg.id}`;
  return night ? `/therapy/${night.id}` : null;
}

interface PlotOverlayProps {
  model: TimelineModel;
  timeline: TimelineView;
  at: AtCursor;
  width: number;
  open: (href: string) => void;
}

/** Arrows move the cursor by a night, with Shift by a week; Home and End, Enter and Escape. */
function useCursorKeys({ model, timeline, at, open }: PlotOverlayProps) {
  return (event: KeyboardEvent) => {
    const step = event.shiftKey ? 7 : 1;
    const days: Record<string, number> = {
      ArrowLeft: -step,
      ArrowRight: step,
      Home: nightAt(model.from) - timeline.cursor,
      End: nightAt(model.to) - timeline.cursor,
    };
    const move = days[event.key];
    const href = event.key === 'Enter' ? hrefAt(at) : null;
    if (href) open(href);
    else if (event.key === 'Escape') timeline.reset();
    else if (move !== undefined) timeline.move(move);
    else return;
    event.preventDefault();
  };
}

const FLAG_HALF_PX = 28;

/** The line through all lanes; its date stays inside them at both ends. */
function Cursor({ x, day, width }: { x: number; day: number; width: number }) {
  const middle = Math.min(width - FLAG_HALF_PX, Math.max(FLAG_HALF_PX, x));
  return (
    <span className={classes.cursor} style={{ left: x }}>
      <span className={classes.flag} style={{ left: middle - x }}>
        {formatPlainDate(dateOfDay(day)).replace(/ \d{4}$/, '')}
      </span>
    </span>
  );
}

/** The cursor through all lanes, a control of its own above them, so that moving it draws no lane again. */
export function PlotOverlay(props: PlotOverlayProps) {
  const { model, timeline, at, width, open } = props;
  const onKeyDown = useCursorKeys(props);
  const { drag, handlers } = usePlotPointer(model, timeline, width, (ecg, day) => {
    const href = hrefAt({ ecgs: ecg ? [ecg.ecg] : [], night: readAt(model, day).night });
    if (href) open(href);
  });
  const x = xOf({ view: timeline.view, width }, timeline.cursor + 1);
  return (
    <div
      role="slider"
      tabIndex={0}
      className={classes.overlay}
      aria-label="Timeline cursor"
      aria-valuemin={nightAt(model.from)}
      aria-valuemax={nightAt(model.to)}
      aria-valuenow={timeline.cursor}
      aria-valuetext={cursorSentence(model, at)}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      {x >= 0 && x <= width && <Cursor x={x} day={timeline.cursor} width={width} />}
      {drag && (
        <span
          className={classes.drag}
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
    </div>
  );
}
