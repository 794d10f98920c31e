import { lowPass } from '@/lib/signals/filter/biquad';
import { filterZeroPhase } from '@/lib/signals/filter/zero-phase';
import type { MadeBeat } from '../beats/median-beat';
import { middleOf } from '../order-statistics';
import { noiseOfMedian } from './median-noise';
import { type GlobalMark, type LeadMark, overLeads } from './over-leads';
import { type QrsOfLead, qrsOfLeads } from './qrs-of-leads';
import { type WaveEdge, waveEdge } from './wave-edge';

/** Samples of the median beat at which a wave begins, is highest and ends in one lead. */
export interface WaveOfLead {
  onset: number | null;
  peak: number;
  end: number | null;
  /** Height over the mean of both edges, in µV; negative for a wave that points down. */
  height_uv: number;
}

/** The waves of one lead; null where they do not stand out. */
export interface LeadWaves {
  p: WaveOfLead | null;
  qrs: QrsOfLead | null;
  t: WaveOfLead | null;
}

/** Beginning and end over all leads. */
export interface GlobalWave {
  onset: GlobalMark | null;
  end: GlobalMark | null;
}

/** Where the waves of a median beat lie, lead by lead and together. */
export interface Delineation {
  leads: LeadWaves[];
  p: GlobalWave;
  qrs: GlobalWave;
  t: GlobalWave;
  /** Standard deviation of the noise left in each lead of the median beat, in µV. */
  noise_uv: number[];
}

/** Marks of leads that lie this close bear each other out, where they are this part of all. */
const AGREEMENT = {
  qrs: { seconds: 0.012, part: 0.3, rank: 0.3 },
  p: { seconds: 0.016, part: 0.4, rank: 0.5 },
  t: { seconds: 0.03, part: 0.5, rank: 0.5 },
};
/** Corner of the smoothing: as little as a clean lead needs, as much as a noisy one does. */
const SMOOTH_HZ = { clean: 100, noisy: 25, halved_by_uv: 2 };
/** A wave lower than this, or than so many times the noise of the median beat, is none. */
const LEAST_UV = { p: 20, t: 20 };
const NOISE_TIMES = 5;
/** A second phase the other way belongs to the wave from this part of its height on. */
const SECOND_PHASE = 0.3;
/** Leads in which a wave is lower than this part of its usual height count for themselves only. */
const SPEAKING_PART = 0.5;
/** Half the width of the hump that is looked for. */
const HUMP_S = { p: 0.06, t: 0.1 };
/** Of all turns (squared) that are this part of the largest, the one next to the QRS is the wave's. */
const CLEAR_TURN = 0.3;
/** Between P wave and QRS there is little room for the far side of a trapezium. */
const REACH_S = { p: { onset: 0.06, end: 0.05 }, t: { onset: 0.1, end: 0.1 } };
const RISE = { p: 0.3, t: 0.25 };
/** The peak of a P wave lies at least, and at most, this far before the QRS. */
const P_PEAK_S = { least: 0.045, most: 0.32, behindT: 0.06 };
/** The P wave ends this long before the QRS or earlier. */
const P_GAP_S = 0.016;
/** The peak of a T wave lies at least this far behind the QRS, and at most this far behind its beginning. */
const T_PEAK_S = { least: 0.06, most: 0.62, part: 0.68 };
/** Both sides of a wave of two phases lie at one level, within this part of its height. */
const LEVEL_PART = 0.5;
/** The peak of a second phase lies this close to that of the first. */
const SECOND_REACH_S = { p: 0.06, t: 0.11 };
/** An edge this close to where the room for the wave ends is none. */
const EDGE_S = 0.008;
/** The peak of a lead lies this close to that of all leads. */
const PEAK_REACH_S = { p: 0.03, t: 0.06 };

interface Frame {
  rate_hz: number;
  /** Leads smoothed, the QRS of all of them bridged by a straight line. */
  leads: Float64Array[];
  noise_uv: number[];
  kind: 'p' | 't';
}

/** A lead whose QRS is a straight line, so that smoothing does not spread it over its neighbours. */
function withoutQrs(lead: Float64Array, onset: number, end: number): Float64Array {
  const bridged = lead.slice();
  const first = lead[onset] ?? 0;
  const last = lead[end] ?? 0;
  for (let k = onset; k <= end; k++) bridged[k] = first + ((last - first) * (k - onset)) / Math.max(1, end - onset);
  return bridged;
}

function frameOf(beat: MadeBeat, qrs: { onset: number; end: number }, noise_uv: number[], kind: 'p' | 't'): Frame {
  const { rate_hz } = beat;
  const corners = noise_uv.map((noise) =>
    Math.min(rate_hz * 0.4, Math.max(SMOOTH_HZ.noisy, SMOOTH_HZ.clean / (1 + noise / SMOOTH_HZ.halved_by_uv))),
  );
  const leads = beat.leads.map((lead, index) => {
    const sections = lowPass(corners[index] ?? SMOOTH_HZ.noisy, rate_hz);
    return filterZeroPhase(withoutQrs(lead, qrs.onset, qrs.end), sections, Math.round(rate_hz * 0.1));
  });
  // white noise keeps the part of its power that lies below the corner
  const left = noise_uv.map((noise, index) => noise * Math.sqrt((2 * (corners[index] ?? 0)) / rate_hz));
  return { rate_hz, leads, noise_uv: left, kind };
}

/** How far a lead stands out at a sample over the line between the samples at both sides of a hump. */
function hump(lead: Float64Array, at: number, half: number, [from, to]: readonly [number, number]): number {
  const left = Math.max(from, at - half);
  const right = Math.min(to, at + half);
  const level = ((lead[left] ?? 0) * (right - at) + (lead[right] ?? 0) * (at - left)) / Math.max(1, right - left);
  return (lead[at] ?? 0) - level;
}

/** How far a lead turns at a sample: what it lies above, or below, both sides of a hump; 0 on a slope or at a bend. */
function turn(lead: Float64Array, at: number, half: number, [from, to]: readonly [number, number]): number {
  const left = (lead[at] ?? 0) - (lead[Math.max(from, at - half)] ?? 0);
  const right = (lead[at] ?? 0) - (lead[Math.min(to, at + half)] ?? 0);
  return left * right > 0 ? Math.min(Math.abs(left), Math.abs(right)) : 0;
}

/**
 * The sample at which the leads together turn: of all that turn clearly the nearest to the QRS, as the valley between a T and
 * a P wave turns as well. Null where there is none, or only at the end of the room.
 */
function peakOfAll(frame: Frame, from: number, to: number, room: readonly [number, number]): number | null {
  const half = Math.round(HUMP_S[frame.kind] * frame.rate_hz);
  const sizes = Float64Array.from({ length: Math.max(0, to - from + 1) }, (_, k) =>
    frame.leads.reduce((sum, lead) => sum + turn(lead, from + k, half, room) ** 2, 0),
  );
  const peaks: number[] = [];
  for (let k = 1; k < sizes.length - 1; k++)
    if ((sizes[k] ?? 0) >= (sizes[k - 1] ?? 0) && (sizes[k] ?? 0) > (sizes[k + 1] ?? 0)) peaks.push(k);
  const most = peaks.reduce((size, k) => Math.max(size, sizes[k] ?? 0), 0);
  const clear = peaks.filter((k) => (sizes[k] ?? 0) >= CLEAR_TURN * most);
  const nearest = frame.kind === 't' ? clear[0] : clear.at(-1);
  return nearest === undefined ? null : from + nearest;
}

/** Where one lead turns most near the peak of all leads; what lies further off counts for less. */
function peakNear(
  lead: Float64Array,
  peak: number,
  { near, half, room }: { near: number; half: number; room: readonly [number, number] },
): number {
  let best = { at: peak, size: 0 };
  for (let at = Math.max(room[0] + 1, peak - near); at <= Math.min(room[1] - 1, peak + near); at++) {
    const size = turn(lead, at, half, room) * (1 - Math.abs(at - peak) / (2 * near));
    if (size > best.size) best = { at, size };
  }
  return best.at;
}

/** The wave of one lead near the peak of all of them. */
function waveOfLead(frame: Frame, index: number, peak: number, room: readonly [number, number]): WaveOfLead | null {
  const { rate_hz, kind } = frame;
  const lead = frame.leads[index];
  if (!lead) return null;
  const half = Math.round(HUMP_S[kind] * rate_hz);
  const near = Math.round(PEAK_REACH_S[kind] * rate_hz);
  const found = peakNear(lead, peak, { near, half, room });
  const sign = hump(lead, found, half, room) < 0 ? -1 : 1;
  const onset = edgeOf(frame, lead, { peak: found, sign, step: -1, limit: room[0] });
  const end = edgeOf(frame, lead, { peak: found, sign, step: 1, limit: room[1] });
  // a T wave may grow out of the ST segment without any beginning
  const height = kind === 't' ? (end?.fall ?? 0) : Math.min(onset?.fall ?? 0, end?.fall ?? 0);
  const noise = frame.noise_uv[index] ?? 0;
  if (height < Math.max(LEAST_UV[kind], NOISE_TIMES * noise)) return null;
  const least = Math.max(SECOND_PHASE * height, NOISE_TIMES * noise);
  const whole = (step: 1 | -1, limit: number, edge: WaveEdge | null, other: WaveEdge | null) =>
    edge && secondPhase(frame, lead, { peak: found, sign, step, limit }, { edge, other, least, height });
  return {
    onset: whole(-1, room[0], onset, end)?.at ?? null,
    peak: found,
    end: whole(1, room[1], end, onset)?.at ?? null,
    height_uv: sign * height,
  };
}

interface Limb {
  peak: number;
  sign: 1 | -1;
  step: 1 | -1;
  limit: number;
}

function edgeOf({ rate_hz, kind }: Frame, lead: Float64Array, { peak, sign, step, limit }: Limb): WaveEdge | null {
  return waveEdge(lead, peak, sign, {
    step,
    limit,
    reach: Math.round(REACH_S[kind][step === 1 ? 'end' : 'onset'] * rate_hz),
    rise: RISE[kind],
  });
}

/** The edge of the phase that follows outwards the other way, where a wave has one; else the edge given. */
function secondPhase(
  frame: Frame,
  lead: Float64Array,
  { peak, sign, step, limit }: Limb,
  { edge, other, least, height }: { edge: WaveEdge; other: WaveEdge | null; least: number; height: number },
): WaveEdge {
  const reach = Math.round(SECOND_REACH_S[frame.kind] * frame.rate_hz);
  let turn = edge.at;
  for (let k = edge.at; Math.abs(k - peak) <= reach && (limit - k) * step >= 0; k += step)
    if (sign * (lead[k] ?? 0) < sign * (lead[turn] ?? 0)) turn = k;
  const back = edgeOf(frame, lead, { peak: turn, sign: sign === 1 ? -1 : 1, step, limit });
  const resolved = back !== null && Math.abs(limit - back.at) > EDGE_S * frame.rate_hz;
  if (!resolved || !other || back.fall < least) return edge;
  // it returns to the level of the wave's other side; the limb of another wave would go on
  const level = Math.abs((lead[back.at] ?? 0) - (lead[other.at] ?? 0));
  return level <= LEVEL_PART * height ? back : edge;
}

const marksOf = (waves: readonly (QrsOfLead | WaveOfLead | null)[], edge: 'onset' | 'end'): LeadMark[] =>
  waves.flatMap((wave, lead) => {
    const at = wave?.[edge];
    return at === null || at === undefined ? [] : [{ lead, at }];
  });

function together(
  waves: readonly (QrsOfLead | WaveOfLead | null)[],
  kind: keyof typeof AGREEMENT,
  rate_hz: number,
): GlobalWave {
  const { seconds, part, rank } = AGREEMENT[kind];
  const agreement = { tolerance: Math.round(seconds * rate_hz), part, rank };
  return {
    onset: overLeads(marksOf(waves, 'onset'), 'onset', agreement),
    end: overLeads(marksOf(waves, 'end'), 'end', agreement),
  };
}

/** The waves that are high enough to speak for all leads. */
function speaking(waves: readonly (WaveOfLead | null)[]): (WaveOfLead | null)[] {
  const heights = Float64Array.from(waves.flatMap((wave) => (wave ? [Math.abs(wave.height_uv)] : [])));
  const least = SPEAKING_PART * middleOf(heights);
  return waves.map((wave) => (wave && Math.abs(wave.height_uv) >= least ? wave : null));
}

/**
 * Finds where P wave, QRS complex and T wave of a median beat begin and end: in each lead by itself, then over all leads.
 *
 * @param usual the usual interval between two beats, in samples
 */
export function delineate(beat: MadeBeat, usual: number): Delineation {
  const { rate_hz, before, leads } = beat;
  const noise_uv = noiseOfMedian(beat);
  const nothing = leads.map(() => null);
  const qrs = qrsOfLeads({ rate_hz, fiducial: before, leads, noise_uv });
  const complex = together(qrs, 'qrs', rate_hz);
  const none: GlobalWave = { onset: null, end: null };
  if (!complex.onset || !complex.end)
    return { leads: nothing.map(() => ({ p: null, qrs: null, t: null })), p: none, qrs: complex, t: none, noise_uv };
  const bounds = { onset: complex.onset.at, end: complex.end.at };
  const beatLength = leads[0]?.length ?? 0;
  const forT = frameOf(beat, bounds, noise_uv, 't');
  const tPeak = peakOfT(forT, bounds, usual);
  const p = pWaves(frameOf(beat, bounds, noise_uv, 'p'), bounds, tPeak === null ? 0 : Math.round(tPeak - usual));
  const pWave = together(speaking(p), 'p', rate_hz);
  // the T wave ends before the next P wave begins, which lies one interval on
  const last = pWave.onset ? Math.round(pWave.onset.at + usual) : Number.POSITIVE_INFINITY;
  const t = tPeak === null ? nothing : wavesAt(forT, tPeak, [bounds.end, Math.min(beatLength - 1, last)]);
  return {
    leads: leads.map((_, index) => ({ p: p[index] ?? null, qrs: qrs[index] ?? null, t: t[index] ?? null })),
    p: pWave,
    qrs: complex,
    t: together(speaking(t), 't', rate_hz),
    noise_uv,
  };
}

type Waves = (WaveOfLead | null)[];

function wavesAt(frame: Frame, peak: number, room: readonly [number, number]): Waves {
  return frame.leads.map((_, index) => waveOfLead(frame, index, peak, room));
}

function peakOfT(frame: Frame, qrs: { onset: number; end: number }, usual: number): number | null {
  const { rate_hz, leads } = frame;
  const length = leads[0]?.length ?? 0;
  const from = qrs.end + Math.round(T_PEAK_S.least * rate_hz);
  const to = Math.min(length - 2, qrs.onset + Math.round(Math.min(T_PEAK_S.most * rate_hz, T_PEAK_S.part * usual)));
  return peakOfAll(frame, from, to, [qrs.end, length - 1]);
}

/** @param previousT sample of the peak of the T wave before */
function pWaves(frame: Frame, qrs: { onset: number; end: number }, previousT: number): Waves {
  const { rate_hz, leads } = frame;
  const first = Math.max(0, previousT);
  const room = [first, qrs.onset - Math.round(P_GAP_S * rate_hz)] as const;
  const apart = previousT > 0 ? Math.round(P_PEAK_S.behindT * rate_hz) : 1;
  const from = Math.max(first + apart, qrs.onset - Math.round(P_PEAK_S.most * rate_hz));
  const to = qrs.onset - Math.round(P_PEAK_S.least * rate_hz);
  const peak = peakOfAll(frame, from, to, room);
  return peak === null ? leads.map(() => null) : wavesAt(frame, peak, room);
}
