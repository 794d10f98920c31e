'use client';

import { formatDecimal } from '@/lib/client/format-value';
import type { Annotation } from '@/lib/ecg/annotation-contracts';
import type { PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { msToXMm } from '../calipers/caliper';
import { type PlacedTag, placeTags, TAG_HEIGHT_PX } from '../calipers/tag-places';
import type { EcgView } from '../paper/use-ecg-view';
import { annotationName, annotationSpan, annotationValue, initialsOf } from './annotation-text';
import classes from './annotations.module.css';

/** How far under the zero line of its lead an annotation stands, and how high its ends are. */
const UNDER_MM = 10;
const END_MM = 2;

interface Mark {
  id: number;
  /** From the left and the top of the paper, in CSS pixels. */
  x1: number;
  x2: number;
  y: number;
  text: string;
}

function segmentFor({ placed }: EcgView, lead: string, fromMs: number, toMs: number): PlacedSegment | undefined {
  return placed.segments.findLast((one) => one.lead === lead && one.fromMs <= fromMs && toMs <= one.toMs);
}

/** The annotations that lie on the paper as it is now; what reaches over an edge is left to the table. */
function marksOf(all: readonly Annotation[], view: EcgView): Mark[] {
  return all.flatMap((annotation, id): Mark[] => {
    const { fromMs, toMs } = annotationSpan(annotation);
    const segment = segmentFor(view, annotation.lead, fromMs, toMs);
    if (!segment) return [];
    const x = (ms: number) => msToXMm(segment, ms, view.speed) * view.pxPerMm;
    const text = [annotationName(annotation), annotationValue(annotation), initialsOf(annotation.author)];
    return [
      {
        ...{ id, x1: x(fromMs), x2: x(toMs) },
        y: (segment.zeroMm + UNDER_MM) * view.pxPerMm,
        text: text.filter(Boolean).join(' · '),
      },
    ];
  });
}

function Label({ tag }: { tag: PlacedTag }) {
  return (
    <g>
      <rect x={tag.left} y={tag.top} width={tag.width} height={TAG_HEIGHT_PX} rx={3} />
      <text x={tag.left + tag.width / 2} y={tag.top + 13} textAnchor="middle">
        {tag.text}
      </text>
    </g>
  );
}

/** What people kept, on the paper: under its lead, with the initials of who set it. The table holds the same. */
export function AnnotationMarks({ all, view }: { all: readonly Annotation[]; view: EcgView }) {
  if (view.block === 'median') return null;
  const marks = marksOf(all, view);
  if (marks.length === 0) return null;
  const [widthPx, heightPx] = [view.placed.widthMm * view.pxPerMm, view.placed.heightMm * view.pxPerMm];
  const end = END_MM * view.pxPerMm;
  const tags = placeTags(
    marks.map(({ id, x1, x2, y, text }) => ({ id, text, x: (x1 + x2) / 2, bottom: y + TAG_HEIGHT_PX + 2 })),
    { widthPx, heightPx },
  );
  return (
    <svg
      className={classes.marks}
      aria-hidden="true"
      width={formatDecimal(widthPx, 2)}
      height={formatDecimal(heightPx, 2)}
    >
      {marks.map(({ id, x1, x2, y }) => (
        <path key={id} d={`M${x1} ${y - end}V${y}H${x2}V${y - end}`} />
      ))}
      {tags.map((tag) => (
        <Label key={tag.id} tag={tag} />
      ))}
    </svg>
  );
}
