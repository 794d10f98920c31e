'use client';

import { type PointerEvent, useRef } from 'react';
import { formatDecimal } from '@/lib/client/format-value';
import type { PlacedLayout, PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { type LeadTrace, restingOffsetUv } from '@/lib/ecg/domain/paper/lead-trace';
import { type Caliper, marchTimes, microvoltsToYMm, msToXMm, type PaperPoint, readCaliper, segmentOf } from './caliper';
import classes from './calipers.module.css';
import { type PlacedTag, placeTags, TAG_HEIGHT_PX, type WantedTag } from './tag-places';
import type { Calipers } from './use-calipers';

const HANDLE_PX = 5;
/** A handle is easy to hit with a finger. */
const HANDLE_REACH_PX = 14;
/** How far a time caliper reaches over and under the zero line. */
const UP_MM = 11;
const DOWN_MM = 8;
/** Half of the width of a voltage caliper. */
const HALF_MM = 6;

interface OverlayProps {
  calipers: Calipers;
  placed: PlacedLayout;
  traces: ReadonlyMap<string, LeadTrace> | null;
  pxPerMm: number;
  speedMmPerS: number;
}

interface Shape {
  lines: [number, number, number, number][];
  dotted: [number, number, number, number][];
  handles: [number, number][];
  tag: [number, number];
}

function timeShape(
  caliper: Extract<Caliper, { kind: 'time' | 'march' }>,
  segment: PlacedSegment,
  speed: number,
): Shape {
  const [one, two] = caliper.at.map((ms) => msToXMm(segment, ms, speed)) as [number, number];
  const top = Math.max(1, segment.zeroMm - UP_MM);
  const bottom = segment.zeroMm + DOWN_MM;
  const dotted = caliper.kind === 'march' ? marchTimes(caliper, segment) : [];
  return {
    lines: [
      [one, top, one, bottom],
      [two, top, two, bottom],
      [one, top + 1, two, top + 1],
    ],
    dotted: dotted.map((ms) => {
      const x = msToXMm(segment, ms, speed);
      return [x, top, x, bottom];
    }),
    handles: [
      [one, bottom],
      [two, bottom],
    ],
    tag: [(one + two) / 2, top],
  };
}

function voltageShape(
  caliper: Extract<Caliper, { kind: 'voltage' }>,
  segment: PlacedSegment,
  offsetUv: number,
  speed: number,
): Shape {
  const x = msToXMm(segment, caliper.atMs, speed);
  const [one, two] = caliper.at.map((uv) => microvoltsToYMm(segment, uv, offsetUv)) as [number, number];
  return {
    lines: [
      [x - HALF_MM, one, x + HALF_MM, one],
      [x - HALF_MM, two, x + HALF_MM, two],
      [x, one, x, two],
    ],
    dotted: [],
    handles: [
      [x + HALF_MM, one],
      [x + HALF_MM, two],
    ],
    tag: [x, Math.min(one, two) - 1],
  };
}

function Tag({ tag: { text, left, top, width } }: { tag: PlacedTag }) {
  return (
    <g className={classes.tag}>
      <rect x={left} y={top} width={width} height={TAG_HEIGHT_PX} rx={3} />
      <text x={left + width / 2} y={top + 13} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

type Line = [number, number, number, number];

function Lines({ lines, px, className }: { lines: Line[]; px: number; className?: string | undefined }) {
  return lines.map(([x1, y1, x2, y2]) => (
    <line key={`${x1} ${y1} ${x2} ${y2}`} className={className} x1={x1 * px} y1={y1 * px} x2={x2 * px} y2={y2 * px} />
  ));
}

/** A caliper that stands on the paper as it is now. */
interface DrawnCaliper {
  caliper: Caliper;
  shape: Shape;
  tag: WantedTag;
}

function drawnCaliper(caliper: Caliper, { placed, traces, pxPerMm, speedMmPerS }: OverlayProps): DrawnCaliper | null {
  const segment = segmentOf(placed, caliper);
  const trace = traces?.get(caliper.lead);
  if (!segment || !trace) return null;
  const shape =
    caliper.kind === 'voltage'
      ? voltageShape(caliper, segment, restingOffsetUv(trace), speedMmPerS)
      : timeShape(caliper, segment, speedMmPerS);
  const reading = readCaliper(caliper, speedMmPerS, segment.gainMmPerMv);
  const text = [reading.value, reading.rate, caliper.lead].filter(Boolean).join(' · ');
  const tag = { id: caliper.id, text, x: shape.tag[0] * pxPerMm, bottom: shape.tag[1] * pxPerMm };
  return { caliper, shape, tag };
}

function OneCaliper({ drawn, active, pxPerMm }: { drawn: DrawnCaliper; active: boolean; pxPerMm: number }) {
  const { caliper, shape } = drawn;
  return (
    <g className={classes.caliper} data-active={active}>
      <Lines lines={shape.lines} px={pxPerMm} />
      <Lines lines={shape.dotted} px={pxPerMm} className={classes.dotted} />
      {shape.handles.map(([x, y], handle) => (
        <g key={handle === 0 ? 'first' : 'second'} data-caliper={caliper.id} data-handle={handle}>
          <circle className={classes.reach} cx={x * pxPerMm} cy={y * pxPerMm} r={HANDLE_REACH_PX} />
          <circle
            className={active && caliper.handle === handle ? classes.filled : classes.hollow}
            cx={x * pxPerMm}
            cy={y * pxPerMm}
            r={HANDLE_PX}
          />
        </g>
      ))}
    </g>
  );
}

/** All calipers, and over all of them their tags, none of which covers another. */
function Drawn({ overlay }: { overlay: OverlayProps }) {
  const { calipers, placed, pxPerMm } = overlay;
  const drawn = calipers.all.flatMap((caliper) => drawnCaliper(caliper, overlay) ?? []);
  const paper = { widthPx: placed.widthMm * pxPerMm, heightPx: placed.heightMm * pxPerMm };
  const tags = placeTags(
    drawn.map(({ tag }) => tag),
    paper,
  );
  return (
    <>
      {drawn.map((one) => (
        <OneCaliper
          key={one.caliper.id}
          drawn={one}
          active={calipers.active?.id === one.caliper.id}
          pxPerMm={pxPerMm}
        />
      ))}
      {tags.map((tag) => (
        <g key={tag.id} className={classes.caliper} data-active={calipers.active?.id === tag.id}>
          <Tag tag={tag} />
        </g>
      ))}
    </>
  );
}

/** The handle an event happened on: which caliper's, and which end. */
function handleOf(event: PointerEvent<SVGSVGElement>): { id: number; handle: 0 | 1 } | null {
  const hit = event.target instanceof Element ? event.target.closest<SVGElement>('[data-caliper]') : null;
  return hit ? { id: Number(hit.dataset.caliper), handle: hit.dataset.handle === '0' ? 0 : 1 } : null;
}

/** Calipers over the paper: a drag sets one or moves an end. What they read is in the table under the paper as well. */
export function CaliperOverlay(overlay: OverlayProps) {
  const { calipers, placed, pxPerMm } = overlay;
  const dragged = useRef<{ id: number; handle: 0 | 1 } | null>(null);
  const pointOf = (event: PointerEvent<SVGSVGElement>): PaperPoint => {
    const box = event.currentTarget.getBoundingClientRect();
    return { xMm: (event.clientX - box.left) / pxPerMm, yMm: (event.clientY - box.top) / pxPerMm, pxPerMm };
  };
  const onDown = (event: PointerEvent<SVGSVGElement>) => {
    const hit = handleOf(event);
    if (hit) calipers.select(hit.id, hit.handle);
    const id = hit ? hit.id : calipers.start(pointOf(event));
    if (id === null) return;
    dragged.current = { id, handle: hit?.handle ?? 1 };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  if (calipers.all.length === 0) return null;
  return (
    <svg
      className={classes.overlay}
      aria-hidden="true"
      width={formatDecimal(placed.widthMm * pxPerMm, 2)}
      height={formatDecimal(placed.heightMm * pxPerMm, 2)}
      onPointerDown={onDown}
      onPointerMove={(event) => {
        const now = dragged.current;
        if (now) calipers.drag(now.id, now.handle, pointOf(event));
      }}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onPointerCancel={() => {
        dragged.current = null;
      }}
    >
      <Drawn overlay={overlay} />
    </svg>
  );
}
