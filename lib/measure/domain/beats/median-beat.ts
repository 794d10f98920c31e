import { middleOf } from '../order-statistics';
import { rangeOf } from '../quality/noise';
import { detectBeats, type LeadStretch } from './detect-beats';
import { bestMatch, cut, type Leads, type Match, medianOfBeats } from './match-beats';

/** One beat that stands for all like it, in every lead at the same instants. */
export interface MedianBeat {
  rate_hz: number;
  /** Samples before the fiducial point, the instant at which all leads together are furthest from their level. */
  before: number;
  /** µV from the level just before the QRS, one array a lead in the order of the stretch, all of one length. */
  leads: Float64Array[];
  /** How many beats it is made of, and how many were found. */
  used: number;
  found: number;
}

/** A median beat, or that there are too few beats of one shape to speak of one. */
export type MedianBeatResult = ({ ok: true } & MedianBeat) | { ok: false; reason: 'too_few_beats'; found: number };

/** Half the stretch in which beats are compared: it holds a wide QRS and little else. */
const QRS_HALF_S = 0.1;
/** The detector's instant is that of the highest energy, which lies this far from the same point of other beats at most. */
const REACH_S = 0.05;
/** Beats less alike than this are of another origin. A design number: a PVC correlates below 0.7 with a sinus beat. */
const SAME_SHAPE = 0.9;
/** A beat that comes after less than this part of the usual interval is early: its P and T waves lie elsewhere. */
const EARLY_PART = 0.85;
const LEAST_BEATS = 3;
/** Beats looked at to find the prevailing shape, and the part of all that leaves no doubt of it. */
const MOST_SEEDS = 12;
const PREVAILING_PART = 0.75;
/** What is shown around the fiducial point. */
const SHOWN: BeatSpan = { before: { seconds: 0.3, part: 0.4 }, after: { seconds: 0.6, part: 0.6 } };
/** Where the level before the QRS is looked for, back from the fiducial point, and how long it has to be. */
const LEVEL_S = { from: 0.14, to: 0.04, length: 0.02 };

function evenly<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, k) => items[Math.floor(k * step)]).filter(
    (item) => item !== undefined,
  );
}

/** All beats against one template; beats at the ends that hold no whole template are left out. */
function matchAll(
  leads: Leads,
  template: Leads,
  beats: readonly number[],
  reach: number,
): (Match & { beat: number })[] {
  return beats.flatMap((beat) => {
    const match = bestMatch(leads, template, beat, reach);
    return match ? [{ ...match, beat }] : [];
  });
}

const alike = ({ likeness }: Match) => likeness >= SAME_SHAPE;

/** The beats of the prevailing shape, each at the place where it fits the others best. */
function prevailing({ leads, rate_hz }: LeadStretch, beats: readonly number[]) {
  const half = Math.round(QRS_HALF_S * rate_hz);
  const reach = Math.round(REACH_S * rate_hz);
  const length = leads[0]?.length ?? 0;
  const whole = beats.filter((beat) => beat >= half && beat < length - half);
  let best: ReturnType<typeof matchAll> = [];
  for (const seed of evenly(whole, MOST_SEEDS)) {
    const matches = matchAll(leads, cut(leads, seed, half, half), beats, reach).filter(alike);
    if (matches.length > best.length) best = matches;
    // most beats are alike already: another seed would find the same
    if (best.length >= PREVAILING_PART * whole.length) break;
  }
  // the median of what fits one beat is a better template than that beat
  for (let round = 0; round < 2 && best.length >= LEAST_BEATS; round++) {
    const template = medianOfBeats(best.map(({ at }) => cut(leads, at, half, half)));
    best = matchAll(leads, template, beats, reach).filter(alike);
  }
  return best;
}

function intervalsOf(beats: readonly number[]): Float64Array {
  return Float64Array.from(beats.slice(1), (beat, index) => beat - (beats[index] ?? 0));
}

/**
 * Without beats that came early. Where the rhythm is so irregular that this leaves out more than half of them, the shape
 * alone decides.
 */
function withoutEarly<Beat extends { beat: number }>(matches: Beat[], beats: readonly number[], usual: number): Beat[] {
  const early = new Set(
    beats.filter((beat, index) => index > 0 && beat - (beats[index - 1] ?? 0) < EARLY_PART * usual),
  );
  const rest = matches.filter(({ beat }) => !early.has(beat));
  return rest.length * 2 >= matches.length ? rest : matches;
}

/** Puts every lead on its level: the mean of the stretch before the QRS in which all leads together move least. */
function level(beat: Leads, fiducial: number, rate_hz: number): Float64Array[] {
  const length = Math.max(1, Math.round(LEVEL_S.length * rate_hz));
  const first = Math.max(0, fiducial - Math.round(LEVEL_S.from * rate_hz));
  const last = Math.max(first, fiducial - Math.round(LEVEL_S.to * rate_hz) - length);
  let flattest = { from: first, moves: Number.POSITIVE_INFINITY };
  for (let from = first; from <= last; from++) {
    let moves = 0;
    for (const lead of beat) moves += rangeOf(lead.subarray(from, from + length));
    if (moves < flattest.moves) flattest = { from, moves };
  }
  return beat.map((lead) => {
    const part = lead.subarray(flattest.from, flattest.from + length);
    const zero = part.reduce((sum, value) => sum + value, 0) / part.length;
    return lead.map((value) => value - zero);
  });
}

/** The sample around the middle of a QRS at which the leads together are furthest from their level. */
function fiducialOf(qrs: Leads, rate_hz: number): number {
  const middle = (qrs[0]?.length ?? 0) >> 1;
  const reach = Math.round(0.06 * rate_hz);
  const levelled = level(qrs, middle, rate_hz);
  let furthest = { at: middle, distance: -1 };
  for (let at = Math.max(0, middle - reach); at <= middle + reach; at++) {
    const distance = levelled.reduce((sum, lead) => sum + (lead[at] ?? 0) ** 2, 0);
    if (distance > furthest.distance) furthest = { at, distance };
  }
  return furthest.at;
}

const isWhole = (beat: Leads) => beat.every((lead) => lead.every(Number.isFinite));

/** The beats of a stretch, sorted: those of the prevailing shape, put over each other, and all others. */
export interface BeatGroups {
  /** All beats that were found, by the sample of their highest energy. */
  beats: readonly number[];
  /** The usual interval between two, in samples; NaN with fewer than two. */
  usual: number;
  /** Those of the prevailing shape: `beat` as found, `at` the sample that lies under the same point of all of them. */
  alike: readonly { beat: number; at: number; likeness: number }[];
}

/** Sorts the beats of a stretch by shape. */
export function groupBeats(stretch: LeadStretch, beats: readonly number[] = detectBeats(stretch)): BeatGroups {
  const usual = beats.length < 2 ? Number.NaN : middleOf(intervalsOf(beats));
  return { beats, usual, alike: beats.length < LEAST_BEATS ? [] : prevailing(stretch, beats) };
}

/** How much of a beat is wanted around its fiducial point: in seconds, and at fast rates as a part of the usual interval. */
export interface BeatSpan {
  before: { seconds: number; part: number };
  after: { seconds: number; part: number };
}

/** A median beat with the fiducial points of the beats it is made of, and these beats themselves. */
export interface MadeBeat extends MedianBeat {
  at: number[];
  beats: Leads[];
}

/** The median of beats that were sorted, with as much around the fiducial point as is wanted; see `medianBeat`. */
export function medianOfGroup(stretch: LeadStretch, group: BeatGroups, span: BeatSpan): MadeBeat | null {
  const { leads, rate_hz } = stretch;
  const { beats, usual } = group;
  const members = withoutEarly([...group.alike], beats, usual);
  if (members.length < LEAST_BEATS) return null;
  const half = Math.round(QRS_HALF_S * rate_hz);
  const qrs = medianOfBeats(members.map(({ at }) => cut(leads, at, half, half)));
  const offset = fiducialOf(qrs, rate_hz) - half;
  const before = Math.round(Math.min(span.before.seconds * rate_hz, span.before.part * usual));
  const after = Math.round(Math.min(span.after.seconds * rate_hz, span.after.part * usual));
  const length = leads[0]?.length ?? 0;
  const whole = members
    .map(({ at }) => at + offset)
    .filter((at) => at >= before && at + after < length)
    .map((at) => ({ at, beat: cut(leads, at, before, after) }))
    .filter(({ beat }) => isWhole(beat));
  if (whole.length < LEAST_BEATS) return null;
  const cuts = whole.map(({ beat }) => beat);
  return {
    rate_hz,
    before,
    leads: level(medianOfBeats(cuts), before, rate_hz),
    used: whole.length,
    found: beats.length,
    at: whole.map(({ at }) => at),
    beats: cuts,
  };
}

/**
 * The median beat of a stretch: beats of the prevailing shape that did not come early, put over each other by one point a
 * beat that serves all leads (found by cross-correlation over all of them), and of each sample the median. A representative
 * complex made from all simultaneous leads is what the standard asks of measurements (Kligfield P et al. Recommendations
 * for the standardization and interpretation of the electrocardiogram, part I. Circulation 2007;115:1306–1324).
 *
 * @param stretch unfiltered leads without gaps, in µV
 */
export function medianBeat(stretch: LeadStretch): MedianBeatResult {
  const group = groupBeats(stretch);
  const made = medianOfGroup(stretch, group, SHOWN);
  if (!made) return { ok: false, reason: 'too_few_beats', found: group.beats.length };
  const { rate_hz, before, leads, used, found } = made;
  return { ok: true, rate_hz, before, leads, used, found };
}
