import { detectBeats } from '@/lib/measure/domain/beats/detect-beats';
import { type AnnotatedRecording, markedBeats } from '../annotated-recordings';

/** Beats found against beats marked. */
export interface BeatAccuracy {
  marked: number;
  found: number;
  matched: number;
  /** Part of the marked beats that were found, in %; and of those found that were marked. */
  sensitivity: number;
  predictivity: number;
}

/** Found and marked beats no further apart than this are the same (ANSI/AAMI EC57). */
const WINDOW_S = 0.15;

/** The beats of a whole recording against its marks, each mark and each beat used once. */
export function beatAccuracy(recording: AnnotatedRecording): BeatAccuracy {
  const { rate_hz, leads } = recording;
  const found = detectBeats({ rate_hz, leads: leads.map(({ samples }) => samples) });
  const marked = markedBeats(recording).map(({ at }) => at);
  let matched = 0;
  for (let f = 0, m = 0; f < found.length && m < marked.length; ) {
    const apart = (found[f] ?? 0) - (marked[m] ?? 0);
    if (Math.abs(apart) <= WINDOW_S * rate_hz) matched += 1;
    if (apart >= -WINDOW_S * rate_hz) m += 1;
    if (apart <= WINDOW_S * rate_hz) f += 1;
  }
  return {
    marked: marked.length,
    found: found.length,
    matched,
    sensitivity: (100 * matched) / marked.length,
    predictivity: (100 * matched) / found.length,
  };
}
