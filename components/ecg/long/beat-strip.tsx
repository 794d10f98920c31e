'use client';

import { TRACE_START_MM } from '@/lib/ecg/domain/paper/ecg-layout';
import { msToMm } from '@/lib/ecg/domain/paper/paper-scale';
import {
  type BeatLabel,
  type BeatList,
  beatAtOrAfter,
  intervalAt,
  labelAt,
} from '@/lib/measure/domain/beat-list/beat-list';
import type { EcgView } from '../paper/use-ecg-view';
import classes from './long.module.css';
import type { LongRecording } from './use-long-recording';

/** Room a beat's letter and the number of an interval take, in CSS pixels. */
const LETTER_PX = 9;
const NUMBER_PX = 30;
/** More beats than this on the strip are not written: nothing could be read. */
const MOST_BEATS = 120;

const TONES: Record<BeatLabel, string | undefined> = {
  ...{ N: undefined, P: undefined, Q: undefined },
  ...{ V: classes.ventricular, F: classes.ventricular, S: classes.supraventricular },
};

interface Mark {
  at_ms: number;
  x: number;
  label: BeatLabel | null;
  rr: { ms: number; x: number } | null;
}

/** The beats of the window with the interval in front of each, where there is room for it. */
function marksOf(list: BeatList, { time, pxPerMm, speed }: EcgView): Mark[] {
  const xOf = (ms: number) => (TRACE_START_MM + msToMm(ms - time.fromMs, speed)) * pxPerMm;
  const first = beatAtOrAfter(list.times_ms, time.fromMs);
  const end = beatAtOrAfter(list.times_ms, time.toMs);
  if (end - first > MOST_BEATS) return [];
  return Array.from({ length: end - first }, (_, k) => {
    const beat = first + k;
    const at_ms = list.times_ms[beat] ?? 0;
    const x = xOf(at_ms);
    const rr = intervalAt(list, beat);
    const before = rr === null ? x : xOf(at_ms - rr);
    const middle = (before + x) / 2;
    const fits = rr !== null && x - before >= NUMBER_PX + 2 * LETTER_PX && before >= TRACE_START_MM * pxPerMm;
    return { at_ms, x, label: labelAt(list, beat), rr: fits ? { ms: rr, x: middle } : null };
  });
}

/** Label of each beat and RR in ms over the paper, on the same axis. Its values are a table's as well. */
export function BeatStrip({ long }: { long: LongRecording }) {
  const { beats, view } = long;
  // where columns show the same seconds there is no one axis
  if (!beats || view.layout.columns !== 'continuous') return null;
  const marks = marksOf(beats.list, view);
  const spoken = marks.map(({ label, rr }) => [label ?? 'beat', rr && `RR ${rr.ms} ms`].filter(Boolean).join(' '));
  return (
    <div
      className={classes.strip}
      role="img"
      aria-label={`Beats on the paper: ${spoken.join(', ') || 'none'}`}
      style={{ width: view.placed.widthMm * view.pxPerMm }}
    >
      {marks.map(({ at_ms, x, label, rr }) => (
        <span key={at_ms}>
          <b className={label ? TONES[label] : classes.unlabelled} style={{ left: x }}>
            {label ?? ''}
          </b>
          {rr && <i style={{ left: rr.x }}>{rr.ms}</i>}
        </span>
      ))}
    </div>
  );
}
