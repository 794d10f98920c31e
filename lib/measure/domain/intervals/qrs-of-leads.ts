import { middleOf } from '../order-statistics';

/** Where the QRS complex begins and ends in one lead, in samples of the median beat; null where it has no clear edge. */
export interface QrsOfLead {
  onset: number | null;
  end: number | null;
}

/** What the QRS complexes of a median beat are looked for in. */
export interface QrsSource {
  rate_hz: number;
  /** The fiducial point. */
  fiducial: number;
  leads: readonly Float64Array[];
  /** Standard deviation of the noise left in each lead, in µV. */
  noise_uv: readonly number[];
}

/** Slopes are taken over twice this time: in a lead without noise, and in one with more than so much. */
const SLOPE_S = { clean: 0.002, noisy: 0.004, noisy_uv: 1 };
/** How far from the fiducial point a QRS complex reaches at most. */
const REACH_S = 0.16;
/** The leads' slopes together, below which no QRS is, as a part of their most; quiet for less than `gap` is inside one. */
const ROUGH = { part: 0.15, gap: 0.03, margins: [0.02, 0.035] };
/** The slope of one lead below which its QRS has not begun, or has ended, as a part of its steepest. */
const PART = { onset: 0.02, end: 0.04 };
/** …but never below what noise does. */
const NOISE_TIMES = 4;
/** The segment beside a QRS may slope of itself: so many times that slope still is the segment. */
const SEGMENT_TIMES = 2;
/** In a lead with more noise than that, a slope has to last so long to be that of a QRS. */
const LASTING = { above_uv: 7, seconds: 0.003 };
/** A QRS whose steepest slope is not this many times that of the noise is not delineated. */
const CLEAR_TIMES = 10;

/** Change over `2·half` samples around each sample, a sample. */
function slopesOf(lead: Float64Array, half: number): Float64Array {
  return lead.map((_, k) => {
    const before = Math.max(0, k - half);
    const after = Math.min(lead.length - 1, k + half);
    return Math.abs((lead[after] ?? 0) - (lead[before] ?? 0)) / (after - before);
  });
}

interface LeadSlopes {
  slopes: Float64Array;
  most: number;
  /** Standard deviation of the noise: of the slope, and of the lead in µV. */
  noise: number;
  noise_uv: number;
}

/** Slopes of each lead; null for one whose QRS does not stand out of the noise. */
function clearSlopes({ leads, fiducial, rate_hz, noise_uv }: QrsSource): (LeadSlopes | null)[] {
  const near = Math.round(0.06 * rate_hz);
  return leads.map((lead, index) => {
    const half_s = (noise_uv[index] ?? 0) > SLOPE_S.noisy_uv ? SLOPE_S.noisy : SLOPE_S.clean;
    const half = Math.max(1, Math.round(half_s * rate_hz));
    const slopes = slopesOf(lead, half);
    const most = slopes.subarray(Math.max(0, fiducial - near), fiducial + near + 1).reduce((a, b) => Math.max(a, b), 0);
    const noise = (noise_uv[index] ?? 0) / (Math.SQRT2 * half);
    return most > 0 && most >= CLEAR_TIMES * noise ? { slopes, most, noise, noise_uv: noise_uv[index] ?? 0 } : null;
  });
}

/** Where all leads together are steep around the fiducial point: within this the QRS lies, but for its gentle ends. */
function roughBounds(leads: readonly LeadSlopes[], { fiducial, rate_hz }: QrsSource): { from: number; to: number } {
  const length = leads[0]?.slopes.length ?? 0;
  const together = Float64Array.from({ length }, (_, k) =>
    Math.sqrt(leads.reduce((sum, { slopes, most }) => sum + ((slopes[k] ?? 0) / most) ** 2, 0)),
  );
  const reach = Math.round(REACH_S * rate_hz);
  const around = together.subarray(Math.max(0, fiducial - reach), fiducial + reach + 1);
  const least = ROUGH.part * around.reduce((a, b) => Math.max(a, b), 0);
  const gap = Math.round(ROUGH.gap * rate_hz);
  const outwards = (step: 1 | -1): number => {
    let last = fiducial;
    for (let k = fiducial; Math.abs(k - last) <= gap && Math.abs(k - fiducial) <= reach; k += step)
      if ((together[k] ?? 0) >= least) last = k;
    return last;
  };
  return { from: outwards(-1), to: outwards(1) };
}

/**
 * The edge of one lead: inwards from outside the complex, the first sample that is steeper than the segment beside it. From
 * outside, so that a flat stretch within a broad complex does not end it.
 */
function edgeFrom(
  { slopes, most, noise, noise_uv }: LeadSlopes,
  { rough, step, rate_hz }: Edge,
  margin: number,
): number | null {
  const outside = rough - step * margin;
  const beyond = outside - step * margin;
  const segment = slopes.slice(Math.max(0, Math.min(beyond, outside)), Math.max(beyond, outside) + 1);
  const part = step === 1 ? PART.onset : PART.end;
  const least = Math.max(part * most, NOISE_TIMES * noise, SEGMENT_TIMES * middleOf(segment));
  // asked this way round so that beyond the beat, and where nothing can be compared, all is steep and the search ends
  const steep = (k: number) => !((slopes[k] ?? Number.POSITIVE_INFINITY) < least);
  let k = outside;
  // what is steep at once is the end of a wave beside it
  while (steep(k) && k !== rough) k += step;
  if (steep(k)) return null;
  // noise is steep for a moment only
  const lasting = noise_uv > LASTING.above_uv ? Math.floor(LASTING.seconds * rate_hz) : 0;
  while (!(steep(k) && steep(k + step * lasting))) k += step;
  return k;
}

interface Edge {
  rough: number;
  step: 1 | -1;
  rate_hz: number;
}

/** From near the complex; where that is inside it already, from further off. */
function edgeOf(lead: LeadSlopes, edge: Edge): number | null {
  for (const seconds of ROUGH.margins) {
    const found = edgeFrom(lead, edge, Math.round(seconds * edge.rate_hz));
    if (found !== null) return found;
  }
  return null;
}

/**
 * The QRS complex of each lead by its slope. Where the slopes of all leads together are steep bounds it roughly; in each
 * lead it begins and ends where, coming from outside, the slope first exceeds a small part of the lead's steepest, that of
 * the noise and that of the segment beside it (thresholds on the slope as in Laguna P, Jané R, Caminal P 1994, see
 * `over-leads.ts`).
 *
 * @returns null for a lead in which the complex does not stand out of the noise
 */
export function qrsOfLeads(source: QrsSource): (QrsOfLead | null)[] {
  const { rate_hz } = source;
  const leads = clearSlopes(source);
  const clear = leads.flatMap((lead) => lead ?? []);
  const { from, to } = roughBounds(clear, source);
  return leads.map(
    (lead) =>
      lead && {
        onset: edgeOf(lead, { rough: from, step: 1, rate_hz }),
        end: edgeOf(lead, { rough: to, step: -1, rate_hz }),
      },
  );
}
