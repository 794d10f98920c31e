'use client';

import { useEffect, useRef } from 'react';
import { msToXMm } from '../calipers/caliper';
import type { EcgView } from '../paper/use-ecg-view';
import classes from './moment.module.css';

/** Where a moment stands on the paper, in mm from its left: once for all leads, or in each column where they repeat it. */
export function momentPlaces({ placed, speed }: Pick<EcgView, 'placed' | 'speed'>, ms: number): number[] {
  const shown = placed.segments.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
  return [...new Set(shown.map((segment) => Math.round(msToXMm(segment, ms, speed) * 100) / 100))];
}

/** Room for the words beside the line; nearer to the right edge they stand in front of it. */
const LABEL_PX = 80;

/** A line on the paper at the moment the ECG was opened at; where the paper scrolls, it is scrolled there once. */
export function MomentMark({ view, atMs }: { view: EcgView; atMs: number }) {
  const svg = useRef<SVGSVGElement>(null);
  const places = view.block === 'median' ? [] : momentPlaces(view, atMs);
  const [first] = places;
  const x = first === undefined ? null : first * view.pxPerMm;
  const scrolled = useRef(false);
  useEffect(() => {
    const paper = svg.current?.closest('section');
    if (scrolled.current || x === null || !paper) return;
    scrolled.current = true;
    paper.scrollLeft = x - paper.clientWidth / 2;
  }, [x]);
  if (x === null) return null;
  const width = view.placed.widthMm * view.pxPerMm;
  const atRight = x > width - LABEL_PX;
  const height = view.placed.heightMm * view.pxPerMm;
  return (
    <svg
      ref={svg}
      className={classes.mark}
      aria-hidden="true"
      data-testid="opened-moment"
      width={width}
      height={height}
    >
      {places.map((mm) => (
        <path key={mm} d={`M${mm * view.pxPerMm} 0V${height}`} />
      ))}
      <text x={x + (atRight ? -4 : 4)} y={12} textAnchor={atRight ? 'end' : 'start'}>
        opened here
      </text>
    </svg>
  );
}
