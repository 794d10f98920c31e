import { detectBeats } from '@/lib/measure/domain/beats/detect-beats';
import { groupBeats, medianOfGroup } from '@/lib/measure/domain/beats/median-beat';
import { withoutWander } from '@/lib/measure/domain/beats/without-wander';
import { type Delineation, delineate } from '@/lib/measure/domain/intervals/delineate';
import { MEASURED_SPAN } from '@/lib/measure/domain/measure-ecg';
import { type AnnotatedRecording, trackOf } from '../annotated-recordings';

/** The marks that are compared, with how far ours may lie off, in ms. */
export const DELINEATION_TOLERANCES = {
  'P onset': 20,
  'P end': 20,
  'QRS onset': 20,
  'QRS end': 20,
  'T end': 40,
} as const;
type Mark = keyof typeof DELINEATION_TOLERANCES;

/** How marks of one kind agree; a mark we have none for counts as not within. */
export interface MarkAccuracy {
  mark: Mark;
  marked: number;
  within: number;
  /** Of those that were found: ours less theirs, in ms. */
  mean_ms: number;
  sd_ms: number;
}

interface MarkedWave {
  wave: 'p' | 'qrs' | 't';
  onset: number;
  end: number;
}

const WAVES: Record<string, MarkedWave['wave']> = { p: 'p', N: 'qrs', t: 't' };
/** Where a wave's onset lies from the fiducial point of its beat, about, in s. */
const PLACE_S = { p: -0.2, qrs: -0.05, t: 0.25 };

/** The waves marked in a lead, in order. */
function markedWaves(recording: AnnotatedRecording, lead: string): MarkedWave[] {
  const { at, code } = trackOf(recording, lead.toLowerCase());
  return code.flatMap((one, index) => {
    const wave = WAVES[one];
    return wave ? [{ wave, onset: at[index - 1] ?? Number.NaN, end: at[index + 1] ?? Number.NaN }] : [];
  });
}

function medianOf({ rate_hz, leads }: AnnotatedRecording) {
  const raw = { rate_hz, leads: leads.map(({ samples }) => samples) };
  const beats = detectBeats(raw);
  const stretch = withoutWander(raw, beats);
  const groups = groupBeats(stretch, beats);
  const beat = medianOfGroup(stretch, groups, MEASURED_SPAN);
  if (!beat) throw new Error('there is no median beat');
  // beats at the ends, too close to them for the whole median, hold marks as well
  const offset =
    (beat.at[0] ?? 0) -
    (groups.alike.find(({ beat: one }) => Math.abs(one - (beat.at[0] ?? 0)) < rate_hz / 5)?.at ?? 0);
  return { beat, found: delineate(beat, groups.usual), fiducials: groups.alike.map(({ at }) => at + offset) };
}

const nearest = (places: readonly number[], wanted: number) =>
  places.reduce((best, place) => (Math.abs(place - wanted) < Math.abs(best - wanted) ? place : best));

/** Our mark of a wave in a lead, from the fiducial point. Ventricles begin at one instant: QRS onset is that of all leads. */
function ownMarks(found: Delineation, lead: number, wave: MarkedWave['wave']) {
  const own = found.leads[lead]?.[wave];
  return { onset: wave === 'qrs' ? found.qrs.onset?.at : own?.onset, end: own?.end };
}

/** The marks of the median beat, put at every beat, against those that were marked beat by beat and lead by lead (LUDB). */
export function delineationAccuracy(recording: AnnotatedRecording): MarkAccuracy[] {
  const { rate_hz, leads } = recording;
  const { beat, found, fiducials } = medianOf(recording);
  const off = new Map<Mark, number[]>();
  const add = (mark: Mark, ours: number | null | undefined, theirs: number, fiducial: number) => {
    const place = ours === null || ours === undefined ? Number.NaN : fiducial + ours - beat.before;
    off.set(mark, [...(off.get(mark) ?? []), ((place - theirs) * 1000) / rate_hz]);
  };
  for (const [lead, { name }] of leads.entries()) {
    for (const { wave, onset, end } of markedWaves(recording, name)) {
      const fiducial = nearest(fiducials, onset - PLACE_S[wave] * rate_hz);
      const ours = ownMarks(found, lead, wave);
      if (wave === 'p') add('P onset', ours.onset, onset, fiducial);
      if (wave === 'p') add('P end', ours.end, end, fiducial);
      if (wave === 'qrs') add('QRS onset', ours.onset, onset, fiducial);
      if (wave === 'qrs') add('QRS end', ours.end, end, fiducial);
      if (wave === 't') add('T end', ours.end, end, fiducial);
    }
  }
  return [...off].map(([mark, differences]) => summed(mark, differences));
}

function summed(mark: Mark, differences: readonly number[]): MarkAccuracy {
  const known = differences.filter(Number.isFinite);
  const mean_ms = known.reduce((sum, one) => sum + one, 0) / known.length;
  const sd_ms = Math.sqrt(known.reduce((sum, one) => sum + (one - mean_ms) ** 2, 0) / known.length);
  const within = differences.filter((one) => Math.abs(one) <= DELINEATION_TOLERANCES[mark]).length;
  return { mark, marked: differences.length, within, mean_ms, sd_ms };
}

/** The part of all marks that lie within their tolerance, in %. */
export function partWithin(marks: readonly MarkAccuracy[]): number {
  const sum = (value: (mark: MarkAccuracy) => number) => marks.reduce((total, mark) => total + value(mark), 0);
  return (100 * sum(({ within }) => within)) / sum(({ marked }) => marked);
}
