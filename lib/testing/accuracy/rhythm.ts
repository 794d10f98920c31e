import { classifyBeats } from '@/lib/measure/domain/beats/classify-beats';
import { detectBeats } from '@/lib/measure/domain/beats/detect-beats';
import { groupBeats } from '@/lib/measure/domain/beats/median-beat';
import { withoutWander } from '@/lib/measure/domain/beats/without-wander';
import { suspectFibrillation } from '@/lib/measure/domain/rhythm/fibrillation';
import { rrSeries } from '@/lib/measure/domain/rhythm/rr-series';
import { type AnnotatedRecording, markedBeats, trackOf } from '../annotated-recordings';

const samplesOf = ({ rate_hz, leads }: AnnotatedRecording) => ({
  rate_hz,
  leads: leads.map(({ samples }) => samples),
});

/** Whether fibrillation is marked anywhere in a recording, and whether it is suspected. */
export interface FibrillationAccuracy {
  marked: boolean;
  suspected: boolean | null;
  part: number;
}

/** The suspicion of fibrillation over a whole recording; without rhythm marks none is marked. */
export function fibrillationAccuracy(recording: AnnotatedRecording): FibrillationAccuracy {
  const raw = samplesOf(recording);
  const beats = detectBeats(raw);
  const suspicion = suspectFibrillation(withoutWander(raw, beats), beats);
  const rhythms = recording.tracks.some(({ name }) => name === 'atr') ? trackOf(recording, 'atr').text : [];
  return {
    marked: rhythms.some((text) => text?.startsWith('(AF') ?? false),
    suspected: suspicion?.suspected ?? null,
    part: suspicion?.part ?? 0,
  };
}

/** Mean heart rate by our beats and by those marked, in bpm. */
export function rateAccuracy(recording: AnnotatedRecording): { ours: number; marked: number } {
  const rateOf = (beats: readonly number[]) => 60_000 / (rrSeries(beats, recording.rate_hz)?.mean_ms ?? Number.NaN);
  return {
    ours: rateOf(detectBeats(samplesOf(recording))),
    marked: rateOf(markedBeats(recording).map(({ at }) => at)),
  };
}

/** How many beats of each marked kind were given each class, as `kind class`. */
export function classCounts(recording: AnnotatedRecording): Record<string, number> {
  const raw = samplesOf(recording);
  const groups = groupBeats(raw);
  const classes = classifyBeats(groups);
  const counts: Record<string, number> = {};
  let beat = 0;
  for (const { at, code } of markedBeats(recording)) {
    const off = (index: number) => Math.abs((groups.beats[index] ?? Number.POSITIVE_INFINITY) - at);
    while (off(beat + 1) <= off(beat)) beat += 1;
    const key = `${code} ${classes[beat]}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
