import { classifyBeats } from '@/lib/measure/domain/beats/classify-beats';
import { detectBeats } from '@/lib/measure/domain/beats/detect-beats';
import { groupBeats } from '@/lib/measure/domain/beats/median-beat';
import { withoutWander } from '@/lib/measure/domain/beats/without-wander';
import { judgeQuality } from '@/lib/measure/domain/quality/lead-quality';
import { suspectFibrillation } from '@/lib/measure/domain/rhythm/fibrillation';
import { FibrillationFollower } from '@/lib/measure/domain/rhythm/follow-fibrillation';
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

/** How much of a recording is marked as fibrillation, how much of that we name, and how much we name besides, in s. */
export interface FibrillationTime {
  recorded_s: number;
  judged_s: number;
  marked_s: number;
  found_s: number;
  wrong_s: number;
}

/** Spans of samples marked as fibrillation or flutter. */
function markedFibrillation(recording: AnnotatedRecording, count: number): [number, number][] {
  if (!recording.tracks.some(({ name }) => name === 'atr')) return [];
  const { at, text } = trackOf(recording, 'atr');
  const rhythms = text.flatMap((one, index) => (one?.startsWith('(') ? [{ at: at[index] ?? 0, text: one }] : []));
  return rhythms.flatMap((one, index) =>
    one.text.startsWith('(AF') ? [[one.at, rhythms[index + 1]?.at ?? count] as [number, number]] : [],
  );
}

/** Parts a recording is read in, as the job does that measures it. */
const PART_S = 30;

/** Follows a whole recording by the beats we find in it, and judges its signal. */
export function followed(recording: AnnotatedRecording) {
  const { rate_hz, leads } = recording;
  const beats = detectBeats(samplesOf(recording));
  const follower = new FibrillationFollower({
    times_ms: Uint32Array.from(beats, (at) => Math.round((at * 1000) / rate_hz)),
    flags: new Uint8Array(beats.length),
  });
  const judge = judgeQuality();
  const count = leads[0]?.samples.length ?? 0;
  for (let from = 0; from < count; from += PART_S * rate_hz) {
    const part = leads.map(({ name, samples }, lead) => ({
      ...{ id: String(lead), name, derived: false, rate_hz, start_ms: (from * 1000) / rate_hz },
      values: samples.slice(from, from + PART_S * rate_hz),
    }));
    judge.take(part);
    follower.take(part);
  }
  return { count, found: follower.finish(), unjudged: follower.unjudgedOf(judge.signal()) };
}

/** Suspected fibrillation by its time against the time marked. */
export function fibrillationTime(recording: AnnotatedRecording): FibrillationTime {
  const { rate_hz } = recording;
  const { count, found } = followed(recording);
  const [marked, named] = [new Uint8Array(count), new Uint8Array(count)];
  for (const [from, to] of markedFibrillation(recording, count)) marked.fill(1, from, to);
  for (const { from_ms, to_ms } of found?.episodes ?? [])
    named.fill(1, Math.round((from_ms * rate_hz) / 1000), Math.round((to_ms * rate_hz) / 1000));
  const seconds = (counts: (at: number) => boolean) => named.filter((_, at) => counts(at)).length / rate_hz;
  return {
    recorded_s: count / rate_hz,
    judged_s: (found?.judged_ms ?? 0) / 1000,
    marked_s: seconds((at) => marked[at] === 1),
    found_s: seconds((at) => marked[at] === 1 && named[at] === 1),
    wrong_s: seconds((at) => marked[at] === 0 && named[at] === 1),
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
