'use client';

import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useMemo,
  useRef,
} from 'react';
import type { CursorStore } from './cursor-store';
import { type DeviceClock, type TimeTick, timeTicks } from './device-clock';
import { type LaneFrame, xOf } from './draw-lane';
import { LaneCanvas } from './lane-canvas';
import { CursorReadout, CursorTime, LaneCursor, LaneValue } from './lane-cursor';
import { LaneLabel } from './lane-label';
import classes from './lane-stack.module.css';
import { spanOf, type TimeView, withMoment } from './time-view';
import { type LaneDrag, useLaneDrag } from './use-lane-drag';
import { useLanePointer } from './use-lane-pointer';

/** One lane of a stack. */
export interface StackLane {
  id: string;
  label: string;
  /** Unit, kind, source: under the label. */
  caption: string;
  /** CSS colour of its mark; null for a lane of several. */
  color: string | null;
  height: number;
  draw: (ctx: CanvasRenderingContext2D, frame: LaneFrame) => void;
  /** The value at a moment as it is read; must be stable while the data is the same. */
  read: (ms: number) => string;
  /** Under the value: a limit, a unit. */
  note: string;
  sentence: string;
}

interface LaneStackProps {
  /** Names the picture as a whole. */
  label: string;
  axisLabel: string;
  lanes: readonly StackLane[];
  /** Everything of a lane's frame but its height, which is its own. */
  frame: Omit<LaneFrame, 'height'>;
  whole: TimeView;
  clock: DeviceClock;
  cursor: CursorStore;
  onView: (view: TimeView) => void;
  /** Puts a lane to another place among those shown. */
  onMove: (id: string, to: number) => void;
  measure: RefObject<HTMLDivElement | null>;
  /** What stands over the lanes: loading, a failure. */
  overlay: ReactNode;
}

/** Half of a label with seconds: one that would be cut off is left out. */
const HALF_TICK_PX = 24;

function Axis({ ticks, frame }: { ticks: readonly TimeTick[]; frame: LaneStackProps['frame'] }) {
  return (
    <>
      {ticks.map(({ atMs, label }) => {
        const x = xOf(frame, atMs);
        const whole = x >= HALF_TICK_PX && x <= frame.width - HALF_TICK_PX;
        return (
          whole && (
            <span key={atMs} className={classes.tick} style={{ left: x }}>
              {label}
            </span>
          )
        );
      })}
    </>
  );
}

interface LaneRowProps {
  lane: StackLane;
  frame: LaneStackProps['frame'];
  cursor: CursorStore;
}

/** What a lane shows; while a selection is drawn over it, or a lane is dragged, it is left alone. */
const LaneBody = memo(function LaneBody({ lane, frame, cursor }: LaneRowProps) {
  const own = useMemo(() => ({ ...frame, height: lane.height }), [frame, lane.height]);
  return (
    <>
      <div className={classes.plot}>
        <LaneCanvas frame={own} draw={lane.draw} sentence={lane.sentence} />
      </div>
      <div className={classes.value}>
        <LaneValue cursor={cursor} read={lane.read} />
        <span>{lane.note}</span>
      </div>
    </>
  );
});

/** Where a line shows the place a dragged lane would take. */
function dropEdge(drag: LaneDrag | null, index: number): 'before' | 'after' | undefined {
  if (!drag || drag.to === drag.from || drag.to !== index) return undefined;
  return drag.to < drag.from ? 'before' : 'after';
}

interface LanesProps extends Pick<LaneStackProps, 'lanes' | 'frame' | 'cursor' | 'onMove'> {
  drag: LaneDrag | null;
  grab: (id: string, from: number) => (event: PointerEvent<HTMLElement>) => void;
}

function Lanes({ lanes, frame, cursor, onMove, drag, grab }: LanesProps) {
  return lanes.map((lane, index) => (
    <div
      key={lane.id}
      className={classes.lane}
      data-lane={lane.id}
      data-dragged={drag?.id === lane.id || undefined}
      data-drop={dropEdge(drag, index)}
      style={{ height: lane.height + 1 }}
    >
      <LaneLabel
        label={lane.label}
        caption={lane.caption}
        color={lane.color}
        index={index}
        onMove={(to) => to >= 0 && to < lanes.length && onMove(lane.id, to)}
        onGrab={grab(lane.id, index)}
      />
      <LaneBody lane={lane} frame={frame} cursor={cursor} />
    </div>
  ));
}

const MINUTE_MS = 60_000;

/** Where a key takes the cursor; null for keys that are none of its. */
function cursorAfter(
  event: KeyboardEvent,
  at: number,
  { view, whole, width }: { view: TimeView; whole: TimeView; width: number },
) {
  const step = event.shiftKey ? MINUTE_MS : spanOf(view) / Math.max(1, width);
  switch (event.key) {
    case 'ArrowLeft':
      return Math.max(whole.fromMs, at - step);
    case 'ArrowRight':
      return Math.min(whole.toMs, at + step);
    case 'Home':
      return whole.fromMs;
    case 'End':
      return whole.toMs;
    default:
      return null;
  }
}

/**
 * Lanes on one time axis with one cursor and one zoom. One canvas a lane; the cursor is one element above them all, so
 * that moving it draws nothing again.
 */
export function LaneStack(props: LaneStackProps) {
  const { lanes, frame, whole, clock, cursor, onView, onMove, measure } = props;
  const { view, width } = frame;
  const area = useRef<HTMLDivElement>(null);
  const stack = useRef<HTMLElement>(null);
  const moving = useLaneDrag(stack, onMove);
  const pointer = useLanePointer({ area, view, whole, width, cursor, onView });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = cursorAfter(event, cursor.get(), { view, whole, width });
    if (at === null) return;
    event.preventDefault();
    cursor.set(at);
    onView(withMoment(view, at, whole));
  };
  const readAll = useCallback(
    (ms: number) => lanes.map((lane) => `${lane.label} ${lane.read(ms)}`).join(', '),
    [lanes],
  );
  const handlers = { onPointerMove: pointer.move, onPointerUp: pointer.end, onPointerCancel: pointer.cancel };
  return (
    <section ref={stack} className={classes.stack} aria-label={props.label} data-from={view.fromMs} data-to={view.toMs}>
      <div className={classes.axis}>
        <div className={classes.axisLabel}>{props.axisLabel}</div>
        <div ref={measure} className={classes.axisPlot} onPointerDown={pointer.begin('pan')} {...handlers}>
          <Axis ticks={timeTicks(view.fromMs, view.toMs, width, clock)} frame={frame} />
        </div>
        <div className={classes.value}>
          <span>
            at <CursorTime cursor={cursor} clock={clock} />
          </span>
        </div>
      </div>
      <Lanes lanes={lanes} frame={frame} cursor={cursor} onMove={onMove} {...moving} />
      <div ref={area} className={classes.area} onPointerDown={pointer.begin('select')} {...handlers}>
        {pointer.selection && <div className={classes.selection} style={pointer.selection} />}
        <LaneCursor cursor={cursor} frame={frame} whole={whole} clock={clock} onKeyDown={onKeyDown} />
      </div>
      {props.overlay && <div className={classes.overlay}>{props.overlay}</div>}
      <CursorReadout cursor={cursor} read={readAll} />
    </section>
  );
}
